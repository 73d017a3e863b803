// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "FaultInjection",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "resilient-redis", path: "../..", traits: [])
    ],
    targets: [
        .target(
            name: "Profiles",
            dependencies: [.product(name: "ResilientRedisCache", package: "resilient-redis")],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
        .testTarget(
            name: "ProfilesTests",
            dependencies: [
                "Profiles",
                .product(name: "ResilientRedisCache", package: "resilient-redis"),
                .product(name: "RedisFaultInjection", package: "resilient-redis"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ],
    swiftLanguageModes: [.v6]
)

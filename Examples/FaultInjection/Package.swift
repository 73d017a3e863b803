// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "FaultInjection",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "ResilientRedis", path: "../..", traits: [])
    ],
    targets: [
        .target(
            name: "Profiles",
            dependencies: [.product(name: "ResilientRedisCache", package: "ResilientRedis")],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
        .testTarget(
            name: "ProfilesTests",
            dependencies: [
                "Profiles",
                .product(name: "ResilientRedisCache", package: "ResilientRedis"),
                .product(name: "RedisFaultInjection", package: "ResilientRedis"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ],
    swiftLanguageModes: [.v6]
)

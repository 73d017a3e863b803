// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "CachedFunction",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "resilient-redis", path: "../.."),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "CachedFunction",
            dependencies: [
                .product(name: "ResilientRedis", package: "resilient-redis"),
                .product(name: "RedisFaultInjection", package: "resilient-redis"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
        .testTarget(
            name: "CachedFunctionTests",
            dependencies: ["CachedFunction"],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ],
    swiftLanguageModes: [.v6]
)

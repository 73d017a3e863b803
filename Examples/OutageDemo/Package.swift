// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "OutageDemo",
    platforms: [.macOS(.v15)],
    dependencies: [
        // The macro is not used, so swift-syntax is not built.
        .package(name: "ResilientRedis", path: "../..", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .executableTarget(
            name: "OutageDemo",
            dependencies: [
                .product(name: "ResilientRedisCache", package: "ResilientRedis"),
                .product(name: "RedisFaultInjection", package: "ResilientRedis"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
        .testTarget(
            name: "OutageDemoTests",
            dependencies: ["OutageDemo"],
            swiftSettings: [.treatAllWarnings(as: .error)]
        ),
    ],
    swiftLanguageModes: [.v6]
)

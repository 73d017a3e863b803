// swift-tools-version: 6.2
import CompilerPluginSupport
import PackageDescription

/// Strict settings shared by every Swift target.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// A product of swift-syntax, which nothing needs when the trait `Macros` is off.
func swiftSyntax(_ product: String) -> Target.Dependency {
    .product(name: product, package: "swift-syntax", condition: .when(traits: ["Macros"]))
}

/// The name by which pkg-config finds hiredis; `nil` where the compiler finds it by itself.
///
/// Debian's hiredis.pc has the flag -D_FILE_OFFSET_BITS=64, of which SwiftPM warns in every build of every package that uses
/// this one. On Linux, pkg-config is therefore asked only when its search path is set.
#if os(Linux)
    let hiredisPkgConfig = Context.environment["PKG_CONFIG_PATH"].map { _ in "hiredis" }
#else
    let hiredisPkgConfig: String? = "hiredis"
#endif

let package = Package(
    name: "resilient-redis",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "ResilientRedis", targets: ["ResilientRedis"]),
        .library(name: "ResilientRedisClient", targets: ["ResilientRedisClient"]),
        .library(name: "ResilientRedisCache", targets: ["ResilientRedisCache", "ResilientRedisClient"]),
        .library(name: "RedisFaultInjection", targets: ["RedisFaultInjection"]),
        .executable(name: "resilient-redis", targets: ["resilient-redis"]),
    ],
    traits: [
        .trait(
            name: "Macros", description: "The macro @cached. Without it, swift-syntax is not built."),
        .default(enabledTraits: ["Macros"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-syntax", "602.0.0"..<"604.0.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CHiredis",
            pkgConfig: hiredisPkgConfig,
            providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]
        ),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(
            name: "CRedisIO",
            dependencies: ["CHiredis", "COpenSSL"],
            cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("hiredis", .when(platforms: [.linux]))]
        ),
        .target(
            name: "RedisTransport",
            dependencies: ["CRedisIO", .product(name: "DequeModule", package: "swift-collections")],
            swiftSettings: strict
        ),
        .target(
            name: "ResilientRedisClient",
            dependencies: [
                "CRedisIO", "RedisTransport",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ResilientRedisCache",
            dependencies: [
                "CRedisIO", "CZlib", "RedisTransport", "ResilientRedisClient",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "ResilientRedis",
            dependencies: [
                "ResilientRedisCache", "ResilientRedisClient",
                .target(name: "ResilientRedisMacros", condition: .when(traits: ["Macros"])),
            ],
            swiftSettings: strict
        ),
        .macro(
            name: "ResilientRedisMacros",
            dependencies: [
                swiftSyntax("SwiftCompilerPlugin"),
                swiftSyntax("SwiftDiagnostics"),
                swiftSyntax("SwiftParser"),
                swiftSyntax("SwiftSyntax"),
                swiftSyntax("SwiftSyntaxBuilder"),
                swiftSyntax("SwiftSyntaxMacros"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "CFaultInjection",
            cSettings: [.treatAllWarnings(as: .error)]
        ),
        .target(
            name: "RedisFaultInjection",
            dependencies: [
                "CFaultInjection", "RedisTransport", "ResilientRedisCache", "ResilientRedisClient",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedisDrill",
            dependencies: [
                "RedisFaultInjection", "ResilientRedisCache", "ResilientRedisClient",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "resilient-redis",
            dependencies: [
                "RedisDrill", "RedisFaultInjection", "ResilientRedisClient",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        // Writes Commands/Generated of the client. `scripts/generate` compiles it with its main function; here it is for tests.
        .target(
            name: "CommandGenerator",
            exclude: ["CommandGenerator.swift", "Definitions", "Tables"],
            swiftSettings: strict
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "RedisTransportTests",
            dependencies: [
                "COpenSSL", "CRedisIO", "RedisFaultInjection", "RedisTransport", "ResilientRedisClient", "TestSupport",
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResilientRedisClientTests",
            dependencies: [
                "CRedisIO", "RedisFaultInjection", "RedisTransport", "ResilientRedisClient", "TestSupport",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResilientRedisCacheTests",
            dependencies: [
                "RedisFaultInjection", "RedisTransport", "ResilientRedisCache", "ResilientRedisClient", "TestSupport",
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CommandGeneratorTests",
            dependencies: ["CommandGenerator"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResilientRedisMacrosTests",
            dependencies: [
                "ResilientRedis", "RedisFaultInjection",
                .target(name: "ResilientRedisMacros", condition: .when(traits: ["Macros"])),
                swiftSyntax("SwiftDiagnostics"),
                swiftSyntax("SwiftParser"),
                swiftSyntax("SwiftSyntax"),
                swiftSyntax("SwiftSyntaxMacroExpansion"),
                swiftSyntax("SwiftSyntaxMacros"),
                swiftSyntax("SwiftSyntaxMacrosGenericTestSupport"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ResilientRedisToolTests",
            dependencies: ["RedisDrill", "RedisFaultInjection", "ResilientRedisClient", "resilient-redis"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FaultMatrixTests",
            dependencies: [
                "RedisFaultInjection", "RedisTransport", "ResilientRedisCache", "ResilientRedisClient",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RedisFaultInjectionTests",
            dependencies: [
                "RedisDrill", "RedisFaultInjection", "RedisTransport", "ResilientRedisCache", "ResilientRedisClient",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6]
)

extension RedisClient {
    /// The version of this library, by [Semantic Versioning](https://semver.org): for log lines and bug reports.
    ///
    /// `-dev` at its end means that it has not been released: `CHANGELOG.md` says under the same number what it has so far.
    public static let libraryVersion = "0.1.0-dev"
}

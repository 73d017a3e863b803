import Testing

/// The rules of resilience, each tried through the public client against real sockets and real servers.
///
/// The suites measure time, so they run one test after the other.
@Suite("Resilience", .serialized, .timeLimit(.minutes(1)))
enum Resilience {}

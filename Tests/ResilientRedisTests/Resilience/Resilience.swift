import Testing

/// The rules of resilience, each tried through the public client against real sockets and real servers.
///
/// Within a suite the tests run one after the other, because they measure time.
@Suite("Resilience", .timeLimit(.minutes(1)))
enum Resilience {}

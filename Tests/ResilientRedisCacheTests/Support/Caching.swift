import Testing

/// The tests of a cache that measure time, and those that keep the machine busy.
///
/// They run one after the other, so that the ones do not spoil the others' figures.
@Suite("Caching", .serialized)
enum Caching {}

import ResilientRedisClient
import RedisTransport

/// A journal's file: appended to, never changed in place, and emptied when there is nothing left to do.
///
/// Used with the fences' lock held, and by no one else.
final class InvalidationSpool {
    private let file: SpoolFile
    private let sync: RedisCache.Spool.Sync
    private let time: TimeSource
    private var lastSync = MonotonicTime(nanoseconds: .min)
    private var size: Int
    /// Above this size the file is written again, with only what is still to be done.
    private let compactionSize: Int
    /// Told once when the file cannot be written; the journal in memory goes on.
    private let reportFailure: @Sendable (String) -> Void
    private var hasFailed = false

    /// Opens a file, and reads what an earlier process left in it.
    ///
    /// - Throws: When the file is locked, is not a spool, or cannot be opened.
    init(
        _ settings: RedisCache.Spool, journal: inout InvalidationJournal, time: TimeSource,
        reportFailure: @escaping @Sendable (String) -> Void
    ) throws(RedisConfigurationError) {
        sync = settings.sync
        self.time = time
        self.reportFailure = reportFailure
        compactionSize = 4 * min(journal.maximumBytes, 1 << 40) + (1 << 20)
        do throws(SpoolFile.Failure) {
            file = try SpoolFile(path: settings.path)
            let content = try file.read()
            guard content.isEmpty || content.starts(with: SpoolRecord.fileHeader.prefix(content.count)) else {
                throw SpoolFile.Failure(problem: "the file is not a cache's spool", advice: "Name a file of its own")
            }
            let reading = SpoolRecord.readAll(content)
            for record in reading.records {
                switch record {
                case .entry(let entry): _ = journal.add(entry)
                case .everything: journal.addEverything()
                }
            }
            if reading.isDamaged { journal.addEverything() }
            size = reading.validBytes
            try file.truncate(to: size)
            if size == 0 {
                try file.append(SpoolRecord.fileHeader)
                size = SpoolRecord.fileHeader.count
            }
        } catch {
            throw RedisConfigurationError(
                field: "cache.journal.spool", read: settings.path, problem: error.problem, advice: error.advice)
        }
    }

    /// Adds an entry.
    ///
    /// - Parameter all: What the journal holds, this one included.
    func append(_ entry: InvalidationJournal.Entry, all: some Collection<InvalidationJournal.Entry>) {
        if size > compactionSize {
            write { () throws(SpoolFile.Failure) in
                var bytes = SpoolRecord.fileHeader
                for entry in all { bytes += SpoolRecord.entry(entry).encoded }
                try file.replace(with: bytes)
                self.size = bytes.count
            }
        } else {
            append(.entry(entry))
        }
    }

    /// Notes that everything is to be invalidated. What was noted before no longer matters.
    func appendEverything() {
        append(.everything)
    }

    /// There is nothing left to do.
    func clear() {
        guard size > SpoolRecord.fileHeader.count else { return }
        write { () throws(SpoolFile.Failure) in
            try file.truncate(to: SpoolRecord.fileHeader.count)
            self.size = SpoolRecord.fileHeader.count
        }
    }

    private func append(_ record: SpoolRecord) {
        let bytes = record.encoded
        write { () throws(SpoolFile.Failure) in
            try file.append(bytes)
            self.size += bytes.count
            try self.synchronize()
        }
    }

    private func synchronize() throws(SpoolFile.Failure) {
        switch sync {
        case .never: return
        case .always: break
        case .interval(let interval):
            let now = time.now()
            guard lastSync == MonotonicTime(nanoseconds: .min) || now - lastSync >= interval else { return }
            lastSync = now
        }
        try file.synchronize()
    }

    private func write(_ body: () throws(SpoolFile.Failure) -> Void) {
        do {
            try body()
        } catch {
            // What comes after half a record could not be read.
            try? file.truncate(to: size)
            if !hasFailed { reportFailure(error.problem) }
            hasFailed = true
        }
    }
}

import Synchronization

/// Runs a task's jobs when the test says so.
final class HeldExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let isReleased = Atomic<Bool>(false)

    var count: Int { jobs.withLock { $0.count } }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    func runNext() {
        let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        job?.runSynchronously(on: asUnownedTaskExecutor())
    }

    /// The task has done what it is for.
    func release() { isReleased.store(true, ordering: .sequentiallyConsistent) }

    /// Runs jobs until then, and what is left of the task.
    func runToEnd() async {
        while count > 0 || !isReleased.load(ordering: .sequentiallyConsistent) {
            runNext()
            await Task.yield()
        }
    }
}

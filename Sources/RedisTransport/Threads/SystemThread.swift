import CRedisIO
import Synchronization

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Threads of the operating system, for work that must not block the threads of Swift's tasks.
package enum SystemThread {
    private final class Start {
        let body: @Sendable () -> Void

        init(body: @escaping @Sendable () -> Void) {
            self.body = body
        }
    }

    /// Lets other runnable threads use this processor. Returns at once when there are none.
    package static func yield() {
        sched_yield()
    }

    /// The number of processors that this process may use.
    package static var usableProcessors: Int { Int(rio_usable_processors()) }

    /// The CPU time of all threads of this process.
    package static var processTime: Duration { .nanoseconds(rio_process_nanoseconds()) }

    /// Runs `body` on a detached thread that takes no signals.
    package static func detach(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
        try start(body) { rio_start_thread(name, $0, $1) }
    }

    /// Starts a thread by `create`, which is given the C function to run and its argument.
    fileprivate static func start(
        _ body: @escaping @Sendable () -> Void,
        create: (@escaping @convention(c) (UnsafeMutableRawPointer?) -> Void, UnsafeMutableRawPointer) -> Int32
    ) throws(SystemCallError) {
        let start = Unmanaged.passRetained(Start(body: body))
        let code = create(
            { argument in
                guard let argument else { return }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
            },
            start.toOpaque())
        guard code == 0 else {
            start.release()
            throw SystemCallError(call: "pthread_create", code: code)
        }
    }
}

/// A thread of the operating system whose end can be waited for. It takes no signals, and is detached when the last
/// reference to this object goes.
package final class JoinableThread: Sendable {
    /// `nil` once the thread was joined or detached.
    private let thread: Mutex<rio_thread?>

    /// Starts a thread that runs `body` to its end.
    package init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
        var started: rio_thread = 0
        try SystemThread.start(body) { rio_start_joinable_thread(name, $0, $1, &started) }
        thread = Mutex(started)
    }

    deinit {
        if let thread = thread.withLock({ $0.take() }) { rio_detach_thread(thread) }
    }

    /// Waits until the thread has ended. Returns at once when called a second time or by the thread itself.
    package func join() {
        guard let thread = thread.withLock({ $0.take() }) else { return }
        if rio_is_current_thread(thread) != 0 {
            rio_detach_thread(thread)
        } else {
            rio_join_thread(thread)
        }
    }
}

/// The system's words for an error number.
package func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}

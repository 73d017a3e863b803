import CRedisIO

#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Threads of the operating system, for work that must not block Swift's cooperative threads.
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

    /// Runs `body` on a detached thread that receives no signals.
    package static func detach(name: String, _ body: @escaping @Sendable () -> Void) throws {
        let start = Unmanaged.passRetained(Start(body: body))
        let code = rio_start_thread(
            name,
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

/// The system's message for an error number.
package func systemMessage(_ code: Int32) -> String {
    String(cString: strerror(code))
}

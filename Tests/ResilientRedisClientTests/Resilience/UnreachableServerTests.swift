import RedisTransport
import RedisFaultInjection
import ResilientRedisClient
import Testing

extension Resilience {
    /// Every way in which a server can be unreachable, met in every position a client can be in.
    @Suite("Unreachable servers", .serialized)
    struct UnreachableServerTests {
        /// What the client was doing when the fault began.
        enum Position: String, CaseIterable {
            case firstUse = "first use"
            case idle = "an idle connection"
            case traffic = "the traffic of 50 tasks"
            case trafficWithPoll = "the traffic of 50 tasks, with poll(2)"
        }

        @Test(
            "An unreachable server is detected in time, fails calls at once and is used again after recovery",
            arguments: Fault.all,
            Position.allCases)
        func fault(_ fault: Fault, in position: Position) async throws {
            let server = try ScriptedServer(position == .firstUse ? fault.behaviour : echo())
            defer { server.stop() }
            let client = try client(
                port: server.port, backend: position == .trafficWithPoll ? .poll : .automatic
            ) { configuration in
                configuration.resilience.connectTimeout = fault.connectTimeout
                configuration.resilience.commandTimeout = .seconds(20)
                configuration.resilience.backoff = .milliseconds(150)
            }

            switch position {
            case .firstUse: break
            case .idle:
                #expect(try await client.text("before") == "before")
                try await server.become(fault.behaviour)
            case .traffic, .trafficWithPoll: return try await faultInTraffic(fault, server, client)
            }
            // The call that detects the outage reports its reason; a call just after it may be refused already.
            let attempts = await triedAtOnce(2) { index in try await client.text("key:\(index)") }
            for attempt in attempts {
                let error = try #require(attempt.error, "\(attempt.result)")
                #expect(error.code == fault.code || error.code == .unavailable, "\(error)")
                #expect(attempt.duration < fault.limit, "\(fault)")
            }
            let error = try #require(
                attempts.compactMap(\.error).first { $0.code == fault.code && $0.reply?.name == fault.reply },
                "\(attempts.compactMap(\.error))")
            #expect(error.retryAfter != nil, "\(error)")
            // A read on a connection that turns out to be cut may have run; then it was sent once more.
            #expect(error.outcome == fault.outcome || (position == .idle && error.outcome == .unknown), "\(error)")
            await client.becomesUnavailable(because: fault.causes)
            await expectInstantRefusal(client)
            try await recover(server, client)
        }

        private func faultInTraffic(_ fault: Fault, _ server: ScriptedServer, _ client: RedisClient) async throws {
            let traffic = Traffic(client)
            try await traffic.answers()
            try await server.become(fault.behaviour)
            // While the server changes, its port is closed for a moment; a later probe fails with the fault itself.
            await client.becomesUnavailable(because: fault.causes)
            try await traffic.failures(200)
            try await server.become(echo())
            await client.becomesAvailable()
            try await traffic.answers()
            let report = await traffic.stop()
            #expect(report.wrongAnswers == [])
            #expect(report.strangeErrors == [])
            #expect(report.slowest < fault.limit)
            for failure in report.failures {
                switch failure.error.code {
                case .unavailable: break
                // The cut itself: a write that was under way may have run. A read was sent once more.
                case .connectionLost: #expect(failure.isWrite && failure.error.outcome == .unknown, "\(failure)")
                default: #expect(failure.error.code == fault.code, "\(failure)")
                }
            }
        }

        /// The server works again, and one probe detects it.
        private func recover(_ server: ScriptedServer, _ client: RedisClient) async throws {
            let connections = server.acceptedConnections
            try await server.become(echo())
            await client.becomesAvailable()
            let answers = await triedAtOnce(50) { index in try await client.text("key:\(index)") == "key:\(index)" }
            #expect(answers.allSatisfy { $0.value == true })
            // One more may have failed with the fault just before it ended.
            #expect((1...2).contains(server.acceptedConnections - connections))
        }
    }
}

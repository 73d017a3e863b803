import RedisDrill
import RedisFaultInjection

extension JSONWriter {
    /// Writes all the figures of a drill. Durations are in seconds.
    mutating func drill(_ report: DrillReport) {
        object { json in
            json.member("passed") { $0.boolean(report.isPassed) }
            json.member("place") { $0.string(report.place) }
            json.member("times") { $0.string(report.times) }
            json.member("seconds") { $0.seconds(report.duration) }
            json.member("skipped") { json in
                json.array { json in
                    for skipped in report.skipped {
                        json.skipped(skipped)
                    }
                }
            }
            json.member("interruption") { json in
                if let interruption = report.interruption { json.skipped(interruption) } else { json.null() }
            }
            json.member("scenarios") { json in
                json.array { json in for scenario in report.scenarios { json.scenario(scenario) } }
            }
        }
    }

    private mutating func skipped(_ skipped: DrillReport.Skipped) {
        object { json in
            json.member("name") { $0.string(skipped.name) }
            json.member("reason") { $0.string(skipped.reason) }
        }
    }

    private mutating func scenario(_ scenario: ScenarioResult) {
        object { json in
            json.member("name") { $0.string(scenario.name) }
            json.member("title") { $0.string(scenario.title) }
            json.member("passed") { $0.boolean(scenario.isPassed) }
            json.member("limits") { json in
                json.array { json in
                    for limit in scenario.limits {
                        json.object { json in
                            json.member("promise") { $0.string(limit.promise) }
                            json.member("kept") { $0.boolean(limit.isKept) }
                            json.member("measured") { $0.string(limit.measured) }
                        }
                    }
                }
            }
            json.member("results") { json in
                json.array { json in for result in scenario.results { json.result(result) } }
            }
        }
    }

    private mutating func result(_ result: PolicyResult) {
        let report = result.report
        object { json in
            json.member("policy") { $0.string(result.policy.rawValue) }
            json.counts([("requests", report.calls), ("failed", report.failed)])
            json.member("failures") { json in
                json.object { json in
                    for (name, count) in result.failures { json.member(name) { $0.integer(count) } }
                }
            }
            json.latency(report.latency)
            json.member("detectedAfterSeconds") { $0.seconds(result.timeToDetect) }
            json.member("detectedCause") { json in
                if let cause = result.detectedCause { json.string(cause) } else { json.null() }
            }
            json.member("recovery") { $0.string(result.recovery.name) }
            json.member("recoveredAfterSeconds") { $0.seconds(result.recovery.duration) }
            json.counts([
                ("wrong", report.wrong.count), ("lost", report.lost.count), ("duplicated", report.duplicated.count),
                ("late", report.late.count), ("stuck", report.stuckCalls), ("unverified", report.unverifiedKeys),
                ("sourceLoads", report.sourceLoads),
                ("cacheHits", report.hits), ("processExits", result.processExits),
            ])
            json.member("notes") { json in json.array { json in for note in result.notes { json.string(note) } } }
            json.member("faults") { json in
                json.array { json in
                    for band in result.bands {
                        json.object { json in
                            json.member("name") { $0.string(band.name) }
                            json.member("startSeconds") { $0.seconds(band.start) }
                            json.member("endSeconds") { $0.seconds(band.end) }
                        }
                    }
                }
            }
            json.member("timeline") { $0.timeline(report.timeline) }
        }
    }

    private mutating func timeline(_ timeline: WorkloadTimeline) {
        object { json in
            json.member("sliceSeconds") { $0.seconds(timeline.width) }
            json.member("slices") { json in
                json.array { json in
                    for slice in timeline.slices {
                        json.object { json in
                            json.counts([
                                ("requests", slice.calls), ("failed", slice.failed), ("cachedReads", slice.cachedReads),
                                ("cacheHits", slice.hits), ("sourceLoads", slice.sourceLoads),
                            ])
                            json.latency(slice.latency)
                        }
                    }
                }
            }
        }
    }

    private mutating func latency(_ latency: LatencyHistogram) {
        member("p50Seconds") { $0.seconds(latency.percentile(50)) }
        member("p99Seconds") { $0.seconds(latency.percentile(99)) }
        member("slowestSeconds") { $0.seconds(latency.longest) }
    }

    private mutating func counts(_ counts: [(String, Int)]) {
        for (name, count) in counts { member(name) { $0.integer(count) } }
    }

    private mutating func seconds(_ duration: Duration?) {
        guard let duration else { return null() }
        number((duration / .microseconds(1)).rounded() / 1_000_000)
    }

    private mutating func member(_ name: String, _ value: (inout JSONWriter) -> Void) {
        key(name)
        value(&self)
    }
}

import Foundation
import Support
import Testing

/// `/metrics` of the real daemon, read by the parser that monitoring uses (prometheus_client).
@Suite(.serialized) struct MetricsTests {
    /// A daemon that has mailed one lead, left one to nobody and queued nothing.
    private final class Bench {
        let daemon: RunningDaemon
        let port: UInt16

        init() throws {
            let folder = try TemporaryFolder(named: "daemon")
            port = try Loopback.freePort()
            daemon = try RunningDaemon(
                mailboxes: BadInputTests.maildirs(folder), folder: folder,
                extra: """
                    metrics:
                      listen: 127.0.0.1:\(port)
                    """)
            try daemon.publish(
                """
                  - id: hello
                    email: { subject: Hello, body: Hi. }
                  - id: again
                    after: 3 days
                    email: { subject: Again, body: Hi. }
                """)
            try daemon.json("lead", "add", "mira@north.example")
            try daemon.json("lead", "add", "otto@south.example")
            try daemon.json("enroll", "mira@north.example", "--sequence", "quick")
            let daemon = daemon
            _ = try eventually("the message to leave: \(daemon.log)") {
                try daemon.json("delivery", "list")["items"][0]["state"].text == "accepted"
                    ? true : nil
            }
        }

        func ask(
            _ method: String = "GET", _ path: String = "/metrics", host: String? = nil
        ) throws -> String {
            let lines = [
                "\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")",
                "Accept: application/openmetrics-text", "Connection: close", "", "",
            ]
            return try Loopback.exchange(lines.joined(separator: "\r\n"), port: port)
        }
    }

    private func status(_ answer: String) -> String {
        String(answer.split(separator: "\r\n").first?.dropFirst("HTTP/1.1 ".count).prefix(3) ?? "")
    }

    private func body(_ answer: String) throws -> String {
        let halves = try #require(answer.firstRange(of: "\r\n\r\n"))
        return String(answer[halves.upperBound...])
    }

    /// Each sample as `name{label=value,…}` → value, its family's type and unit; throws what the parser says.
    private static let reader = """
        import json, sys
        from prometheus_client.openmetrics.parser import text_string_to_metric_families
        families = list(text_string_to_metric_families(open(sys.argv[1]).read()))
        samples = {}
        for family in families:
            for sample in family.samples:
                labels = ",".join(f"{k}={v}" for k, v in sorted(sample.labels.items()))
                samples[f"{sample.name}{{{labels}}}"] = str(sample.value)
        print(json.dumps({
            "samples": samples,
            "types": {family.name: family.type for family in families},
            "units": {family.name: family.unit for family in families},
            "helps": [family.name for family in families if not family.documentation],
        }))

        """

    private func parse(_ text: String) throws -> JSON {
        let folder = try TemporaryFolder(named: "metrics")
        let script = try folder.write(Self.reader, to: "read.py")
        let page = try folder.write(text, to: "metrics")
        let ending = try Programs.run("/usr/bin/python3", [script, page])
        guard ending.status == 0 else { throw LaunchError("no OpenMetrics: \(ending.errors)") }
        return try JSON(parsing: ending.output)
    }

    @Test("The monitoring's own parser reads every family, with its type, its unit and its numbers")
    func readable() throws {
        let bench = try Bench()
        let answer = try bench.ask()
        #expect(status(answer) == "200")
        #expect(
            answer.lowercased().contains(
                "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"))
        let page = try parse(try body(answer))
        let samples = page["samples"]
        #expect(page["helps"].items.isEmpty)
        let version = try bench.daemon.ask("--version").output.filter { !$0.isNewline }
        let builds = (samples.value as? [String: Any] ?? [:]).keys.filter {
            $0.hasPrefix("thirdtouch_build_info{")
        }
        #expect(builds.count == 1)
        #expect(builds.first?.hasSuffix("version=\(version)}") == true)
        let mailbox = "mailbox=dana@sender.example"
        for (name, value) in [
            ("thirdtouch_sends_total{\(mailbox)}", "1"),
            ("thirdtouch_queue_depth{\(mailbox)}", "0"),
            ("thirdtouch_queue_age_seconds{\(mailbox)}", "0"),
            ("thirdtouch_sent_in_day{\(mailbox)}", "1"),
            ("thirdtouch_fence_open{\(mailbox)}", "1"),
            ("thirdtouch_deliveries{state=accepted}", "1"),
            ("thirdtouch_deliveries{state=queued}", "0"),
            ("thirdtouch_deliveries_in_doubt{}", "0"),
            ("thirdtouch_enrollments{state=waiting}", "1"),
            ("thirdtouch_due_steps{}", "0"), ("thirdtouch_due_steps_lateness_seconds{}", "0"),
            ("thirdtouch_overdue_tasks{}", "0"),
            ("thirdtouch_gaps{party=system,reason=mailbox-down}", "0"),
            ("thirdtouch_mailbox_state{\(mailbox),thirdtouch_mailbox_state=down}", "0"),
        ] {
            #expect(samples[name].text == value, "\(name)")
        }
        let classes = (samples.value as? [String: String] ?? [:]).filter {
            $0.key.hasPrefix("thirdtouch_hand_offs{")
        }
        #expect(classes.count == 9)
        #expect(classes.values.reduce(0) { $0 + (Double($1) ?? .nan) } == 2)
        let age = Double(samples["thirdtouch_fence_age_seconds{\(mailbox)}"].text ?? "") ?? -1
        #expect((0..<60).contains(age))
        let swept = "thirdtouch_last_sweep_timestamp_seconds{\(mailbox)}"
        let lastSweep = Double(samples[swept].text ?? "") ?? 0
        #expect(abs(Date().timeIntervalSince1970 - lastSweep) < 60)
        #expect(page["types"]["thirdtouch_sends"].text == "counter")
        #expect(page["types"]["thirdtouch_build"].text == "info")
        #expect(page["types"]["thirdtouch_mailbox_state"].text == "stateset")
        #expect(page["units"]["thirdtouch_fence_age_seconds"].text == "seconds")
        #expect(page["units"]["thirdtouch_queue_depth"].text == "")
        #expect(!answer.contains("mira") && !answer.contains("otto"))
        #expect(bench.daemon.stop() == 0)
    }

    @Test("A name that is not ours, another path and another method are turned away")
    func turnedAway() throws {
        let bench = try Bench()
        for (method, path, host, expected) in [
            ("GET", "/metrics", "localhost", "200"), ("GET", "/metrics", "[::1]:99", "200"),
            ("GET", "/metrics", "rebound.example", "421"),
            ("GET", "/metrics", "127.0.0.1.rebound.example:80", "421"),
            ("GET", "/metrics", "127.0.0.1:80@rebound.example", "421"),
            ("GET", "/", "localhost", "404"), ("GET", "/v1/leads", "localhost", "404"),
            ("POST", "/metrics", "localhost", "405"), ("HEAD", "/metrics", "localhost", "200"),
        ] {
            let answer = try bench.ask(method, path, host: host)
            #expect(status(answer) == expected, "\(method) \(path) \(host)")
            if method == "HEAD" { #expect(answer.hasSuffix("\r\n\r\n")) }
        }
        #expect(bench.daemon.stop() == 0)
    }

    @Test("Nothing listens unless it is switched on; a new address takes a new start")
    func switchedOn() throws {
        let folder = try TemporaryFolder(named: "daemon")
        let daemon = try RunningDaemon(mailboxes: BadInputTests.maildirs(folder), folder: folder)
        #expect(!Loopback.accepts(9469))
        let text = TextFile.contents(of: daemon.configurationFile)
        _ = try folder.write("metrics: {}\n" + text, to: "thirdtouchd.yaml")
        daemon.signal(SIGHUP)
        let warning = try eventually("the reload to be refused") {
            try daemon.json("status")["warnings"].items.first {
                $0["code"].text == "reload-refused"
            }
        }
        #expect(warning["message"].text?.contains("metrics: where it is listened") == true)
        #expect(daemon.stop() == 0)
    }
}

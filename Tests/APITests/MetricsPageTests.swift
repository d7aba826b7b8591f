import API
import Testing

/// The text that Prometheus reads; the real daemon's is read by its own parser in CommandLineTests.
struct MetricsPageTests {
    @Test(
        "Names end in their unit, counters' samples in _total, infos' in _info; the end is marked")
    func names() {
        let page = MetricsPage(families: [
            MetricFamily("t_build", .info, help: "What runs.", [.init([.init("version", "1")], 1)]),
            MetricFamily(
                "t_age", .gauge, unit: .seconds, help: "How old.", [.init(1.25)]),
            MetricFamily(
                "t_sends", .counter, help: "How many.",
                [.init([.init("mailbox", "a@x.example")], 12), .init([.init("mailbox", "b")], 0)]),
            MetricFamily("t_unknown", .gauge, help: "Nothing is known.", []),
        ])
        #expect(
            page.text == """
                # TYPE t_build info
                # HELP t_build What runs.
                t_build_info{version="1"} 1
                # TYPE t_age_seconds gauge
                # UNIT t_age_seconds seconds
                # HELP t_age_seconds How old.
                t_age_seconds 1.25
                # TYPE t_sends counter
                # HELP t_sends How many.
                t_sends_total{mailbox="a@x.example"} 12
                t_sends_total{mailbox="b"} 0
                # EOF

                """)
    }

    @Test("What a label or a help says can't end it: quotes, backslashes and lines are escaped")
    func escapes() {
        let page = MetricsPage(families: [
            MetricFamily(
                "t", .gauge, help: "a\nb\\",
                [.init([.init("x", "\"} 1\n# EOF\r\n\\")], 3)])
        ])
        #expect(
            page.text == """
                # TYPE t gauge
                # HELP t a\\nb\\\\
                t{x="\\"} 1\\n# EOF \\n\\\\"} 3
                # EOF

                """)
    }

    private enum Light: String, CaseIterable { case red, green }

    @Test("A state set says 1 of the state that holds, under a label of the family's name")
    func states() {
        let samples = MetricFamily.states(
            of: Light.allCases, now: .green, in: "light", [.init("place", "door")])
        #expect(
            samples == [
                .init([.init("place", "door"), .init("light", "red")], 0),
                .init([.init("place", "door"), .init("light", "green")], 1),
            ])
    }
}

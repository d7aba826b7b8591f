/// Metrics in the OpenMetrics text format 1.0, which Prometheus and its kin read.
package struct MetricsPage: Equatable, Sendable {
    package static let contentType =
        "application/openmetrics-text; version=1.0.0; charset=utf-8"

    package var families: [MetricFamily]

    package init(families: [MetricFamily]) { self.families = families }

    /// One family after the other, none in two pieces, and the mark of the end.
    package var text: String { families.map(\.text).joined() + "# EOF\n" }
}

/// One thing that is measured, with a sample for each set of labels.
///
/// Its names follow from what it is: a unit ends the family's name, a counter's samples end in `_total`, an info's
/// in `_info`.
package struct MetricFamily: Equatable, Sendable {
    package enum Kind: String, Sendable {
        /// Goes up and down.
        case gauge
        /// Goes up alone; reset when the database is another one.
        case counter
        /// Always 1: what it says stands in its labels.
        case info
        /// 1 for the state that holds, 0 for each other one.
        case stateSet = "stateset"
    }

    package enum Unit: String, Sendable {
        case seconds
    }

    package struct Label: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package struct Sample: Equatable, Sendable {
        package var labels: [Label]
        package var value: Double

        package init(_ labels: [Label], _ value: Double) {
            self.labels = labels
            self.value = value
        }

        package init(_ labels: [Label], _ value: Int) { self.init(labels, Double(value)) }

        package init(_ value: Double) { self.init([], value) }

        package init(_ value: Int) { self.init([], Double(value)) }
    }

    package let name: String
    package let kind: Kind
    package let unit: Unit?
    /// A sentence for people.
    package let help: String
    package var samples: [Sample]

    /// `name` is without unit and without `_total`: small letters, digits and `_`.
    package init(
        _ name: String, _ kind: Kind, unit: Unit? = nil, help: String, _ samples: [Sample]
    ) {
        precondition(
            name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || $0 == UInt8(ascii: "_")
            }, "“\(name)” is no name of a metric")
        precondition(unit == nil || kind == .gauge || kind == .counter, "\(name) has no unit")
        self.name = unit.map { "\(name)_\($0.rawValue)" } ?? name
        self.kind = kind
        self.unit = unit
        self.help = help
        self.samples = samples
    }

    /// A sample for each state of `all`, beside `labels`; the state's label has the family's name.
    package static func states<State: RawRepresentable<String> & Equatable>(
        of all: [State], now state: State, in name: String, _ labels: [Label] = []
    ) -> [Sample] {
        all.map { Sample(labels + [Label(name, $0.rawValue)], $0 == state ? 1 : 0) }
    }

    /// A family of which nothing is known is left out.
    fileprivate var text: String {
        guard !samples.isEmpty else { return "" }
        var lines = ["# TYPE \(name) \(kind.rawValue)"]
        if let unit { lines.append("# UNIT \(name) \(unit.rawValue)") }
        lines.append("# HELP \(name) \(Self.escaped(help))")
        lines += samples.map {
            "\(name)\(suffix)\(Self.text(of: $0.labels)) \(Self.text(of: $0.value))"
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private var suffix: String {
        switch kind {
        case .counter: "_total"
        case .info: "_info"
        case .gauge, .stateSet: ""
        }
    }

    private static func text(of labels: [Label]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",")
            + "}"
    }

    /// Whole numbers without a point, as people count.
    private static func text(of value: Double) -> String {
        guard let whole = Int64(exactly: value) else { return "\(value)" }
        return "\(whole)"
    }

    /// Backslash, quote and line feed by the format's own signs; no other control may stand in a line.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            case _ where scalar.properties.generalCategory == .control: escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

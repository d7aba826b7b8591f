import Sequencing

/// What narrows a list, as the query of a GET: the same value writes it and reads it.
package protocol Filter: Equatable, Sendable {
    /// Without the filters that are not set.
    var query: [QueryItem] { get }

    /// Refuses unknown names and malformed values with `usage`.
    init(query: [QueryItem]) throws(APIError)
}

/// One `name=value` of a query, decoded.
package struct QueryItem: Equatable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [QueryItem] {
    /// As after the `?` of a path, percent-encoded; empty for none.
    package var queryText: String {
        map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    mutating func add(_ name: String, _ value: (some CustomStringConvertible)?) {
        if let value { append(QueryItem(name, value.description)) }
    }

    mutating func add(_ name: String, word: (some RawRepresentable<String>)?) {
        add(name, word?.rawValue)
    }
}

/// How many rows a list may have.
package enum PageLimit {
    package static let standard = 100
    package static let allowed = 1...10_000
}

/// Takes the values of a query one by one; what is left at the end is not understood.
struct QueryReader {
    private var rest: [QueryItem]
    private var known: [String] = []

    init(_ items: [QueryItem]) { rest = items }

    mutating func text(_ name: String) throws(APIError) -> String? {
        known.append(name)
        let values = rest.filter { $0.name == name }.map(\.value)
        guard values.count <= 1 else {
            throw APIError(
                .usage, "the filter “\(name)” is given \(values.count) times",
                advice: "give it once")
        }
        rest.removeAll { $0.name == name }
        return values.first
    }

    mutating func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, as type: Word.Type
    ) throws(APIError) -> Word? {
        guard let text = try text(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
            throw APIError(.usage, "“\(text)” is not a \(name)", advice: "use one of: \(words)")
        }
        return word
    }

    mutating func tier(_ name: String) throws(APIError) -> LeadTier? {
        guard let text = try text(name) else { return nil }
        guard let tier = LeadTier(rawValue: text) else {
            throw APIError(.usage, "“\(text)” is not a \(name)", advice: LeadTier.advice)
        }
        return tier
    }

    mutating func instant(_ name: String) throws(APIError) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        guard let timestamp = Timestamp(text: text) else {
            throw APIError(
                .usage, "“\(text)” is not a time", advice: "write it like 2026-03-29T08:30:00Z")
        }
        return timestamp
    }

    mutating func number(_ name: String, in range: ClosedRange<Int>) throws(APIError) -> Int? {
        guard let text = try text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw APIError(
                .usage, "“\(text)” is not a number for \(name)",
                advice: "use \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func flag(_ name: String) throws(APIError) -> Bool {
        switch try text(name) {
        case nil, "false"?: false
        case "true"?: true
        case let other?:
            throw APIError(
                .usage, "“\(other)” is not a value for \(name)", advice: "use true or false")
        }
    }

    mutating func limit() throws(APIError) -> Int {
        try number("limit", in: PageLimit.allowed) ?? PageLimit.standard
    }

    func finish() throws(APIError) {
        guard let stranger = rest.first else { return }
        throw APIError(
            .usage, "there is no filter “\(stranger.name)” here",
            advice: "use one of: \(known.joined(separator: ", "))")
    }
}

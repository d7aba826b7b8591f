internal import Sequencing

extension IMAPResponse {
    /// Reads one response; throws `SweepFailure.malformedResponse` for what breaks the grammar.
    static func parse(_ frame: IMAPFrame, depthLimit: Int) throws -> IMAPResponse {
        var parser = IMAPValueParser(frame, depthLimit: depthLimit)
        let line = parser.restOfLine
        if line.hasPrefix("+") { return .continuation(String(line.dropFirst()).withoutControls) }
        guard line.hasPrefix("* ") else {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, let status = IMAPStatus(parsing: parts[1])
            else { throw SweepFailure.malformedResponse(cause: "neither tagged nor untagged") }
            return .tagged(String(parts[0]), status)
        }
        if let status = IMAPStatus(parsing: line.dropFirst(2)) { return .status(status) }
        _ = try parser.value(depth: 0)
        parser.skipSpaces()
        return try parseData(&parser)
    }

    private static func parseData(_ parser: inout IMAPValueParser) throws -> IMAPResponse {
        let first = try parser.value(depth: 0)
        parser.skipSpaces()
        if let number = first.number {
            let name = try parser.value(depth: 0).text?.uppercased() ?? ""
            switch name {
            case "EXISTS": return .exists(number)
            case "EXPUNGE": return .expunge
            case "FETCH": return .fetch(try IMAPFetch(values: parser.remainingValues()))
            default: return .other(name)
            }
        }
        let name = first.text?.uppercased() ?? ""
        switch name {
        case "LIST", "XLIST":
            let listing = try IMAPListing(values: parser.remainingValues())
            return listing.map { .list($0) } ?? .other(name)
        case "NAMESPACE": return .namespace(IMAPNamespaces(values: try parser.remainingValues()))
        case "SEARCH":
            // CONDSTORE may add a list at the end.
            let numbers = try parser.remainingValues().filter {
                if case .list = $0 { false } else { true }
            }
            return .search(try numbers.map { try $0.uid() })
        case "ESEARCH":
            return .extendedSearch(try IMAPExtendedSearch(values: parser.remainingValues()))
        case "CAPABILITY":
            return .capability(try parser.remainingValues().compactMap { $0.text?.uppercased() })
        default: return .other(name)
        }
    }
}

extension IMAPExtendedSearch {
    /// Reads `(TAG "T5") UID MIN 4 COUNT 3`.
    init(values: [IMAPValue]) throws {
        if case .list(let correlator)? = values.first, correlator.count == 2,
            correlator[0].text?.uppercased() == "TAG"
        {
            tag = correlator[1].text
        }
        count = try Self.number(after: "COUNT", in: values)
        all = try Self.value(after: "ALL", in: values).map { try Self.ranges($0) } ?? []
        minimum = try Self.number(after: "MIN", in: values).map { number in
            guard number > 0, let uid = UInt32(exactly: number) else {
                throw SweepFailure.malformedResponse(cause: "MIN is no UID")
            }
            return uid
        }
    }

    private static func number(after name: String, in values: [IMAPValue]) throws -> Int? {
        guard let value = try value(after: name, in: values) else { return nil }
        guard let number = value.number else {
            throw SweepFailure.malformedResponse(cause: "\(name) is no number")
        }
        return number
    }

    private static func value(after name: String, in values: [IMAPValue]) throws -> IMAPValue? {
        guard let place = values.firstIndex(where: { $0.text?.uppercased() == name }) else {
            return nil
        }
        guard values.indices.contains(place + 1) else {
            throw SweepFailure.malformedResponse(cause: "\(name) without its value")
        }
        return values[place + 1]
    }

    /// Reads `2,10:11`.
    private static func ranges(_ value: IMAPValue) throws -> [ClosedRange<UInt32>] {
        try (value.text ?? "").split(separator: ",", omittingEmptySubsequences: false).map { run in
            let ends = run.split(separator: ":", omittingEmptySubsequences: false).map {
                UInt32($0)
            }
            guard (1...2).contains(ends.count), let first = ends[0],
                let last = ends[ends.count - 1], first > 0, last > 0
            else { throw SweepFailure.malformedResponse(cause: "ALL is no set of UIDs") }
            return min(first, last)...max(first, last)
        }
    }
}

extension IMAPNamespaces {
    /// Reads `(("INBOX." ".")) NIL (("shared." "."))`; what has another shape names nothing.
    init(values: [IMAPValue]) {
        let prefixes = values.map { value -> [String] in
            guard case .list(let namespaces) = value else { return [] }
            return namespaces.compactMap { namespace in
                guard case .list(let parts) = namespace, let prefix = parts.first?.text,
                    !prefix.isEmpty
                else { return nil }
                return prefix
            }
        }
        personal = prefixes.first ?? []
        foreign = prefixes.dropFirst().flatMap(\.self)
    }
}

extension IMAPStatus {
    /// Reads `OK [UIDNEXT 12] Predicted next UID`; nil when it begins with another word.
    init?(parsing line: Substring) {
        let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard let word = parts.first, let kind = Kind(rawValue: word.uppercased()) else {
            return nil
        }
        let rest = parts.count > 1 ? parts[1] : ""
        self.init(kind: kind, text: String(rest).withoutControls)
        guard rest.hasPrefix("["), let end = rest.firstIndex(of: "]") else { return }
        let inner = rest[rest.index(after: rest.startIndex)..<end]
        let words = inner.split(separator: " ", maxSplits: 1)
        code = words.first?.uppercased()
        codeArgument = words.count > 1 ? String(words[1]) : nil
    }
}

extension IMAPFetch {
    init(values: [IMAPValue]) throws {
        self.init()
        guard values.count == 1, case .list(let items) = values[0], items.count % 2 == 0 else {
            throw SweepFailure.malformedResponse(cause: "FETCH without its list of pairs")
        }
        for place in stride(from: 0, to: items.count, by: 2) {
            let value = items[place + 1]
            switch items[place].text?.uppercased() {
            case "UID": uid = try value.uid()
            case "INTERNALDATE": arrivedAt = value.text.flatMap(Instant.init(internalDate:))
            case "FLAGS":
                guard case .list(let flags) = value else { break }
                isDraft = flags.contains { $0.text?.lowercased() == "\\draft" }
            case "BODY[]":
                switch value {
                case .string(let bytes): body = .bytes(bytes)
                case .oversize(let count, let head): body = .oversize(count, head: head)
                case .null: body = nil
                case .atom, .list:
                    throw SweepFailure.malformedResponse(cause: "BODY[] is no string")
                }
            default: break
            }
        }
    }
}

extension IMAPListing {
    /// Reads `(\HasNoChildren \Junk) "." Junk`; nil when its name is no text, unless that folder
    /// would have to be watched.
    init?(values: [IMAPValue]) throws {
        guard values.count >= 3, case .list(let flags) = values[0] else {
            throw SweepFailure.malformedResponse(cause: "LIST without attributes and name")
        }
        let attributes = Set(
            flags.compactMap { $0.text?.lowercased() }.map { Self.formerMarks[$0] ?? $0 })
        guard let name = values[2].text else {
            guard attributes.isDisjoint(with: Self.watchedMarks) else {
                throw SweepFailure.malformedResponse(cause: "a marked folder's name is no text")
            }
            return nil
        }
        let isInbox = name.uppercased() == "INBOX" || attributes.contains("\\inbox")
        self.init(
            attributes: attributes, separator: values[1].text, name: isInbox ? "INBOX" : name)
    }

    /// What XLIST called the marks that RFC 6154 names otherwise.
    private static let formerMarks = ["\\allmail": "\\all", "\\spam": "\\junk"]

    private static let watchedMarks = Set(FolderRole.allCases.map { "\\\($0.rawValue)" })
}

extension IMAPValue {
    fileprivate func uid() throws -> UInt32 {
        guard let number, number > 0, let uid = UInt32(exactly: number) else {
            throw SweepFailure.malformedResponse(cause: "not a UID")
        }
        return uid
    }
}

extension Instant {
    /// Reads ` 7-Feb-1994 21:52:25 -0800`; nil for anything else.
    init?(internalDate text: String) {
        let parts = text.split(separator: " ")
        guard parts.count == 3, parts[2].utf8.count == 5, let zone = Int(parts[2].dropFirst()),
            let date = LocalDate(internalDate: parts[0])
        else { return nil }
        let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
            .compactMap { Int($0) }
        guard clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2]), zone % 100 < 60, zone >= 0
        else { return nil }
        let sign: Int64
        switch parts[2].first {
        case "+": sign = 1
        case "-": sign = -1
        default: return nil
        }
        let offset = sign * Int64(zone / 100 * 3600 + zone % 100 * 60)
        let seconds =
            Int64(date.daysSince1970) * 86400
            + Int64(clock[0] * 3600 + clock[1] * 60 + clock[2]) - offset
        self.init(milliseconds: seconds * 1000)
    }
}

extension LocalDate {
    /// Reads `7-Feb-1994`.
    fileprivate init?(internalDate text: Substring) {
        let months = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ]
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let day = Int(parts[0]), parts[2].utf8.count == 4,
            let month = months.firstIndex(of: parts[1].lowercased()), let year = Int(parts[2]),
            (1...31).contains(day), year > 0
        else { return nil }
        self.init(year: year, month: month + 1, day: day)
    }
}

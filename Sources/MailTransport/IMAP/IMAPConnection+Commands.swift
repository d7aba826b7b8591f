internal import Sequencing

/// What the answers to EXAMINE and SELECT hold.
private struct OpeningAnswer {
    var uidValidity: UInt32?
    var uidNext: UInt32?
    var messageCount = 0

    mutating func note(_ response: IMAPResponse) {
        switch response {
        case .exists(let number): messageCount = number
        case .status(let status) where status.code == "UIDVALIDITY":
            uidValidity = status.codeArgument.flatMap { UInt32($0) }
        case .status(let status) where status.code == "UIDNEXT":
            uidNext = status.codeArgument.flatMap { UInt32($0) }
        case .tagged, .status, .continuation, .expunge, .fetch, .list, .search, .extendedSearch,
            .namespace, .capability, .other:
            break
        }
    }
}

extension IMAPConnection {
    /// Opens a folder for reading only: no flag changes, `\Recent` stays.
    ///
    /// A server that foretells no UIDNEXT (Courier) is asked with SELECT: it writes the UIDs that it
    /// gives out down for nothing less, and gives others the next time; `\Recent` is the price. It is
    /// then asked for the highest UID that this session sees. STATUS would not do: it may count what
    /// the session does not see, and such a message would be proven absent. `cursor` keeps UIDNEXT
    /// from going back when the highest is deleted.
    func open(_ folder: String, after cursor: FolderCursor? = nil) throws -> FolderState {
        let name = try Self.quote(folder)
        var answer = OpeningAnswer()
        if foretellsUIDs {
            try run("EXAMINE \(name)") { answer.note($0) }
            foretellsUIDs = answer.uidNext != nil
        }
        if !foretellsUIDs {
            answer = OpeningAnswer()
            try run("SELECT \(name)") { answer.note($0) }
        }
        guard let validity = answer.uidValidity, validity > 0, answer.uidNext != 0 else {
            throw SweepFailure.malformedResponse(cause: "EXAMINE tells no UIDVALIDITY")
        }
        let count = answer.messageCount
        let uidNext: UInt32
        if let next = answer.uidNext {
            uidNext = next
        } else {
            let known = cursor.flatMap { $0.uidValidity == validity ? $0 : nil }
            let floor = known.map { max($0.lastUID + 1, $0.uidNext ?? 1) } ?? 1
            uidNext = max(floor, try count == 0 ? 1 : highestUID() + 1)
        }
        guard count < uidNext else {
            throw SweepFailure.countMismatch(
                folder: folder, expected: count, seen: Int(uidNext) - 1)
        }
        return FolderState(uidValidity: validity, uidNext: uidNext, messageCount: count)
    }

    /// 0 when there are no messages.
    private func highestUID() throws -> UInt32 {
        var highest: UInt32 = 0
        try run("UID FETCH * (UID)") { response in
            guard case .fetch(let fetch) = response, let uid = fetch.uid else { return }
            highest = max(highest, uid)
        }
        guard highest < UInt32.max else {
            throw SweepFailure.malformedResponse(cause: "there are no UIDs left")
        }
        return highest
    }

    func list() throws -> [IMAPListing] {
        let command: String
        if capabilities.isSuperset(of: ["SPECIAL-USE", "LIST-EXTENDED"]) {
            command = "LIST \"\" \"*\" RETURN (SPECIAL-USE)"
        } else if capabilities.contains("XLIST"), !capabilities.contains("SPECIAL-USE") {
            command = "XLIST \"\" \"*\""
        } else {
            command = "LIST \"\" \"*\""
        }
        var listings: [IMAPListing] = []
        try run(command) { response in
            guard case .list(let listing) = response else { return }
            guard listings.count < limits.listedFolders else {
                throw SweepFailure.malformedResponse(cause: "more folders than can be")
            }
            listings.append(listing)
        }
        return listings
    }

    /// Nothing is known of a server without NAMESPACE.
    func namespaces() throws -> IMAPNamespaces {
        var found = IMAPNamespaces()
        guard capabilities.contains("NAMESPACE") else { return found }
        try run("NAMESPACE") { response in
            if case .namespace(let namespaces) = response { found = namespaces }
        }
        return found
    }

    /// The lowest UID of the messages that came on that day (UTC) or later; nil when there are none.
    func firstUID(since day: LocalDate) throws -> UInt32? {
        let criterion = "SINCE \(day.imapText)"
        guard capabilities.contains("ESEARCH") else {
            var lowest: UInt32?
            try run("UID SEARCH \(criterion)") { response in
                guard case .search(let uids) = response, let first = uids.min() else { return }
                lowest = min(lowest ?? first, first)
            }
            return lowest
        }
        var answer: IMAPExtendedSearch?
        let tag = try begin("UID SEARCH RETURN (MIN COUNT) \(criterion)")
        try finish(tag, named: "SEARCH") { response in
            if case .extendedSearch(let search) = response, search.tag == tag { answer = search }
        }
        guard let answer, let count = answer.count, (count > 0) == (answer.minimum != nil) else {
            throw SweepFailure.malformedResponse(cause: "SEARCH RETURN (MIN COUNT) without them")
        }
        return answer.minimum
    }

    /// The UIDs that the server lists in some ranges, sorted; `receive` gets what else is said.
    func uids(
        in ranges: [ClosedRange<UInt32>], receive: (IMAPResponse) throws -> Void = { _ in }
    ) throws -> [UInt32] {
        let isExtended = capabilities.contains("ESEARCH")
        let set = ranges.map(\.imapSet).joined(separator: ",")
        let tag = try begin("UID SEARCH \(isExtended ? "RETURN (ALL COUNT) " : "")UID \(set)")
        var found: Set<UInt32> = []
        var count: Int?
        func note(_ numbers: some Collection<UInt32>) throws {
            guard found.count + numbers.count <= limits.responsesPerCommand else {
                throw SweepFailure.malformedResponse(cause: "more messages than can be")
            }
            found.formUnion(numbers.filter { uid in ranges.contains { $0.contains(uid) } })
        }
        try finish(tag, named: "SEARCH") { response in
            switch response {
            case .search(let uids): try note(uids)
            case .extendedSearch(let answer) where answer.tag == tag:
                count = answer.count
                for range in answer.all { try note(range) }
            case let other: try receive(other)
            }
        }
        guard !isExtended || count == found.count else {
            throw SweepFailure.malformedResponse(
                cause: "SEARCH RETURN (ALL COUNT) lists \(found.count) of \(count ?? 0)")
        }
        return found.sorted()
    }

    /// Puts a message into a folder as one that was read.
    func append(_ bytes: [UInt8], to folder: String) throws {
        let command = "APPEND \(try Self.quote(folder)) (\\Seen) {\(bytes.count)}"
        let tag = try begin(command)
        // A server that refuses says so instead of asking for the literal.
        while true {
            let response = try nextResponse(within: limits.answer)
            if case .continuation = response { break }
            guard case .tagged(_, let status) = response else { continue }
            throw SweepFailure.connection(
                cause: "APPEND: \(status.kind.rawValue) \(status.text)")
        }
        try send(bytes)
        try send("\r\n")
        try finish(tag, named: command) { _ in }
    }

    /// The one place that writes strings into commands: refuses what could end one.
    static func quote(_ text: String) throws -> String {
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            throw SweepFailure.malformedResponse(cause: "a folder's name holds a control character")
        }
        let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }

    /// The runs of sorted UIDs.
    static func ranges(of uids: [UInt32]) -> [ClosedRange<UInt32>] {
        var ranges: [ClosedRange<UInt32>] = []
        for uid in uids {
            if let last = ranges.last, last.upperBound + 1 == uid {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
        return ranges
    }
}

extension ClosedRange<UInt32> {
    var imapSet: String {
        lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound):\(upperBound)"
    }
}

extension LocalDate {
    /// `7-Feb-1994`, as SEARCH wants it.
    fileprivate var imapText: String {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        return "\(day)-\(months[month - 1])-\(year)"
    }
}

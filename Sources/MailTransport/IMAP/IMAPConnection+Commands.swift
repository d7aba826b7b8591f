internal import Sequencing

/// What EXAMINE says of a folder.
struct IMAPFolderState: Equatable {
    var uidValidity: UInt32
    var uidNext: UInt32
    var messageCount: Int
}

/// One message before its bytes are fetched.
struct IMAPMessageOutline: Equatable {
    var uid: UInt32
    var sizeBytes: Int
    var arrivedAt: Instant?
}

extension IMAPConnection {
    /// Opens a folder for reading only: no flag changes, `\Recent` stays.
    func examine(_ folder: String) throws -> IMAPFolderState {
        var (validity, next): (UInt32?, UInt32?) = (nil, nil)
        var count = 0
        try run("EXAMINE \(try Self.quote(folder))") { response in
            switch response {
            case .exists(let number): count = number
            case .status(let status) where status.code == "UIDVALIDITY":
                validity = status.codeArgument.flatMap { UInt32($0) }
            case .status(let status) where status.code == "UIDNEXT":
                next = status.codeArgument.flatMap { UInt32($0) }
            default: break
            }
        }
        guard let validity, let next, next > 0 else {
            throw SweepFailure.malformedResponse(cause: "EXAMINE tells no UIDVALIDITY or UIDNEXT")
        }
        return IMAPFolderState(uidValidity: validity, uidNext: next, messageCount: count)
    }

    func list() throws -> [IMAPListing] {
        let options = capabilities.contains("SPECIAL-USE") ? " RETURN (SPECIAL-USE)" : ""
        var listings: [IMAPListing] = []
        try run("LIST \"\" \"*\"\(options)") { response in
            guard case .list(let listing) = response else { return }
            guard listings.count < limits.listedFolders else {
                throw SweepFailure.malformedResponse(cause: "more folders than can be")
            }
            listings.append(listing)
        }
        return listings
    }

    /// Size and date of every message in the range, in UID order.
    func outlines(in range: ClosedRange<UInt32>) throws -> [IMAPMessageOutline] {
        var found: [UInt32: IMAPMessageOutline] = [:]
        try run("UID FETCH \(range.imapSet) (UID RFC822.SIZE INTERNALDATE)") { response in
            guard case .fetch(let fetch) = response, let uid = fetch.uid, range.contains(uid),
                let size = fetch.sizeBytes
            else { return }
            found[uid] = IMAPMessageOutline(uid: uid, sizeBytes: size, arrivedAt: fetch.arrivedAt)
        }
        return found.values.sorted { $0.uid < $1.uid }
    }

    /// The bytes of the messages, without setting `\Seen`.
    func bodies(of uids: [UInt32]) throws -> [UInt32: IMAPFetch.Body] {
        guard !uids.isEmpty else { return [:] }
        let wanted = Set(uids)
        var bodies: [UInt32: IMAPFetch.Body] = [:]
        try run("UID FETCH \(Self.set(of: uids)) (UID BODY.PEEK[])") { response in
            guard case .fetch(let fetch) = response, let uid = fetch.uid, wanted.contains(uid),
                let body = fetch.body
            else { return }
            bodies[uid] = body
        }
        return bodies
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

    /// How many messages the server has in the range.
    func count(in range: ClosedRange<UInt32>) throws -> Int {
        if capabilities.contains("ESEARCH") {
            var count: Int?
            try run("UID SEARCH RETURN (COUNT) UID \(range.imapSet)") { response in
                if case .extendedSearch(let number) = response { count = number }
            }
            guard let count else {
                throw SweepFailure.malformedResponse(cause: "SEARCH RETURN (COUNT) without a count")
            }
            return count
        }
        var uids = Set<UInt32>()
        try run("UID SEARCH UID \(range.imapSet)") { response in
            if case .search(let found) = response { uids.formUnion(found.filter(range.contains)) }
        }
        return uids.count
    }

    /// The one place that writes strings into commands: refuses what could end one.
    static func quote(_ text: String) throws -> String {
        guard !text.unicodeScalars.contains(where: \.isControl) else {
            throw SweepFailure.malformedResponse(cause: "a folder's name holds a control character")
        }
        let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }

    /// `1:3,7,9:10`, from sorted UIDs.
    static func set(of uids: [UInt32]) -> String {
        var ranges: [ClosedRange<UInt32>] = []
        for uid in uids {
            if let last = ranges.last, last.upperBound + 1 == uid {
                ranges[ranges.count - 1] = last.lowerBound...uid
            } else {
                ranges.append(uid...uid)
            }
        }
        return ranges.map(\.imapSet).joined(separator: ",")
    }
}

extension ClosedRange<UInt32> {
    fileprivate var imapSet: String {
        lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound):\(upperBound)"
    }
}

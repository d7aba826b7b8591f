internal import Sequencing

/// Messages on their way from one folder: batches are asked for ahead, so that the server reads the
/// next one while the last is being recorded.
///
/// With each batch goes the question whether the server has messages in its range that were not
/// listed. Whoever breaks off leaves commands unfinished, and the connection has to be dropped.
struct IMAPFetching {
    private let connection: IMAPConnection
    private let folder: WatchedFolder
    /// What was asked for and has not come: a server may send more than that, and is not heard.
    private var awaited: Set<UInt32> = []
    private var bodies: [UInt32: IMAPFetch.Body] = [:]
    private var head: [UInt8]?
    private var counts: [String: Int] = [:]
    /// Of plain SEARCH answers, which name no command: of the earliest one that is unfinished.
    private var found: [UInt32] = []

    /// A batch that was asked for.
    struct Request {
        fileprivate var plan: IMAPBatchPlan
        fileprivate var wanted: [UInt32]
        fileprivate var fetch: String?
        fileprivate var proof: Search
    }

    /// A question how many messages of a range are not among those of a set.
    fileprivate struct Search {
        var tag: String
        var range: ClosedRange<UInt32>
        var known: Set<UInt32>
    }

    init(_ folder: WatchedFolder, over connection: IMAPConnection) {
        self.folder = folder
        self.connection = connection
    }

    mutating func begin(_ plan: IMAPBatchPlan) throws -> Request {
        let wanted = plan.outlines.filter { $0.sizeBytes <= connection.limits.messageBytes }
            .map(\.uid)
        let fetch =
            wanted.isEmpty
            ? nil
            : try connection.begin("UID FETCH \(IMAPConnection.set(of: wanted)) (UID BODY.PEEK[])")
        awaited.formUnion(wanted)
        let proof = try beginCount(in: plan.range, except: plan.outlines.map(\.uid))
        return Request(plan: plan, wanted: wanted, fetch: fetch, proof: proof)
    }

    /// The messages of a batch; throws unless every UID of its range was fetched or is proven absent.
    mutating func finish(_ request: Request) throws -> [SweptMessage] {
        if let fetch = request.fetch { try finish(fetch, named: "FETCH") }
        var hidden = try finish(request.proof)
        awaited.subtract(request.wanted)
        let wanted = Set(request.wanted)
        var messages: [SweptMessage] = []
        var missing: [UInt32] = []
        for outline in request.plan.outlines {
            var message = SweptMessage(
                folder: folder.name, role: folder.role, uid: outline.uid,
                arrivedAt: outline.arrivedAt, bytes: nil, sizeBytes: outline.sizeBytes,
                isDraft: outline.isDraft)
            switch bodies.removeValue(forKey: outline.uid) {
            case .bytes(let bytes):
                message.bytes = bytes
                message.sizeBytes = bytes.count
            case .oversize(let count):
                message.sizeBytes = count
                message.head = try head(of: outline.uid)
            case nil where wanted.contains(outline.uid):
                missing.append(outline.uid)
                continue
            case nil: message.head = try head(of: outline.uid)
            }
            messages.append(message)
        }
        // Deleted since they were listed, or held back: the count tells.
        if let first = missing.first, let last = missing.last {
            hidden += try finish(beginCount(in: first...last, except: messages.map(\.uid)))
        }
        guard hidden == 0 else {
            throw SweepFailure.countMismatch(
                folder: folder.name, expected: messages.count + hidden, seen: messages.count)
        }
        return messages
    }

    /// The beginning of a message that is too large; empty when the server refuses.
    private mutating func head(of uid: UInt32) throws -> [UInt8] {
        let command = "UID FETCH \(uid) (UID BODY.PEEK[]<0.\(connection.limits.headBytes)>)"
        head = nil
        do {
            try finish(connection.begin(command), named: "FETCH")
        } catch is IMAPRefusal {
            return []
        }
        return head ?? []
    }

    private func beginCount(
        in range: ClosedRange<UInt32>, except known: [UInt32]
    ) throws -> Search {
        let isExtended = connection.capabilities.contains("ESEARCH")
        let rest = known.isEmpty ? "" : " NOT UID \(IMAPConnection.set(of: known))"
        let command =
            isExtended
            ? "UID SEARCH RETURN (COUNT) UID \(range.imapSet)\(rest)"
            : "UID SEARCH UID \(range.imapSet)\(rest)"
        return Search(tag: try connection.begin(command), range: range, known: Set(known))
    }

    private mutating func finish(_ search: Search) throws -> Int {
        try finish(search.tag, named: "SEARCH")
        guard connection.capabilities.contains("ESEARCH") else {
            defer { found = [] }
            return Set(found.filter(search.range.contains)).subtracting(search.known).count
        }
        guard let count = counts.removeValue(forKey: search.tag) else {
            throw SweepFailure.malformedResponse(cause: "SEARCH RETURN (COUNT) without a count")
        }
        return count
    }

    private mutating func finish(_ tag: String, named command: String) throws {
        try connection.finish(tag, named: command) { response in
            switch response {
            case .fetch(let fetch):
                if let head = fetch.head { self.head = head }
                guard let uid = fetch.uid, let body = fetch.body, awaited.contains(uid) else {
                    return
                }
                bodies[uid] = body
            case .search(let uids):
                guard found.count + uids.count <= connection.limits.responsesPerCommand else {
                    throw SweepFailure.malformedResponse(cause: "more messages than can be")
                }
                found += uids
            case .extendedSearch(let answer):
                if let tag = answer.tag, let count = answer.count { counts[tag] = count }
            case .tagged, .status, .continuation, .exists, .expunge, .list, .namespace,
                .capability, .other:
                break
            }
        }
    }
}

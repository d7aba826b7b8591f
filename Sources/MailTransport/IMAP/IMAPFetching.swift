internal import Sequencing

/// Messages on their way from one folder, in batches; the server reads the next ones while the last
/// are being recorded.
///
/// Two witnesses have to agree: SEARCH has listed the messages, and FETCH is asked for whole ranges
/// without naming them. What only one of them knows is a contradiction, unless it was deleted
/// meanwhile. Whoever breaks off leaves commands unfinished, and the connection has to be dropped.
struct IMAPFetching {
    private let connection: IMAPConnection
    private let folder: WatchedFolder
    private let refusals: IMAPRefusals
    private var plans: ArraySlice<IMAPBatchPlan>
    /// Asked for and not ended, in the order of their UIDs; the first one is being read.
    private var requests: [Request] = []
    /// Of the open requests, by UID; a server may send more than that, and is not heard.
    private var arrived: [UInt32: Arrival] = [:]
    private var arrivedBytes = 0
    /// Of the last request that ended, nil before.
    private var lastBytes: Int?
    /// Whether this server gives messages of this folder out: one that it refuses is at fault itself.
    private var hasRead = false

    /// What was said of one message so far, in one answer or in several.
    private struct Arrival {
        var arrivedAt: Instant?
        var isDraft = false
        var body: IMAPFetch.Body?
    }

    private struct Request {
        var plan: IMAPBatchPlan
        var tag: String
        /// What was not handed over yet, sorted.
        var rest: [UInt32]
        var bytes = 0
    }

    /// Messages, and the UID up to which everything is read with them; nil when it goes no further.
    struct Batch {
        var messages: [SweptMessage]
        var provenUpTo: UInt32?
    }

    init(
        _ plans: [IMAPBatchPlan], of folder: WatchedFolder, over connection: IMAPConnection,
        refusals: IMAPRefusals
    ) {
        (self.folder, self.connection, self.refusals) = (folder, connection, refusals)
        self.plans = plans[...]
    }

    /// The next messages, nil after the last; throws unless every UID was fetched or is proven
    /// absent.
    mutating func next() throws -> Batch? {
        if let batch = try setAsideUnasked() { return batch }
        try askAhead()
        guard let request = requests.first else { return nil }
        var refusal: IMAPRefusal?
        do {
            while let response = try connection.next(of: request.tag, named: "FETCH") {
                try note(response)
                if arrivedBytes >= connection.limits.batchBytes { return handOver() }
            }
        } catch let words as IMAPRefusal {
            refusal = words
        } catch let goodbye as IMAPGoodbye {
            // Dovecot ends the session at a message that it can't read.
            if let uid = request.plan.onlyUID {
                refusals.note(uid, in: folder.name, words: "FETCH: \(goodbye.cause)")
            } else {
                refusals.beCareful(in: folder.name)
            }
            throw goodbye
        }
        return try end(refusal)
    }

    /// Large messages are not asked for ahead: what comes while something else is awaited is kept.
    private mutating func askAhead() throws {
        let areSmall = lastBytes.map { $0 < connection.limits.batchBytes } ?? false
        let depth = areSmall && !refusals.isCareful(in: folder.name) ? 2 : 1
        while requests.count < depth, let plan = plans.popFirst() {
            let tag = try connection.begin(
                "UID FETCH \(plan.range.imapSet) (UID FLAGS INTERNALDATE BODY.PEEK[])")
            requests.append(Request(plan: plan, tag: tag, rest: plan.uids))
        }
    }

    private mutating func note(_ response: IMAPResponse) throws {
        guard case .fetch(let fetch) = response, let uid = fetch.uid,
            let place = requests.firstIndex(where: { $0.plan.range.contains(uid) })
        else { return }
        guard requests[place].rest.contains(sorted: uid) else {
            guard fetch.body != nil, !requests[place].plan.uids.contains(sorted: uid) else {
                return
            }
            let listed = requests[place].plan.uids.count
            throw SweepFailure.countMismatch(
                folder: folder.name, expected: listed, seen: listed + 1)
        }
        var arrival = arrived[uid] ?? Arrival()
        arrival.arrivedAt = fetch.arrivedAt ?? arrival.arrivedAt
        arrival.isDraft = fetch.isDraft ?? arrival.isDraft
        if arrival.body == nil, let body = fetch.body {
            arrival.body = body
            arrivedBytes += body.keptBytes
            requests[place].bytes += body.keptBytes
            hasRead = true
        }
        arrived[uid] = arrival
    }

    private func hasCome(_ uid: UInt32) -> Bool { arrived[uid]?.body != nil }

    /// What has come without a gap; when that is nothing, all that has come, which proves nothing.
    private mutating func handOver() -> Batch {
        for place in requests.indices {
            let ready = requests[place].rest.prefix { hasCome($0) }
            if place == requests.startIndex, let last = ready.last {
                requests[place].rest.removeFirst(ready.count)
                return Batch(messages: ready.compactMap { take($0) }, provenUpTo: last)
            }
            let scattered = requests[place].rest.filter { hasCome($0) }
            guard !scattered.isEmpty else { continue }
            requests[place].rest = requests[place].rest.filter { !hasCome($0) }
            return Batch(messages: scattered.compactMap { take($0) }, provenUpTo: nil)
        }
        return Batch(messages: [], provenUpTo: nil)
    }

    /// The rest of a request whose FETCH has ended.
    private mutating func end(_ refusal: IMAPRefusal?) throws -> Batch {
        let request = requests.removeFirst()
        lastBytes = request.bytes
        let missing = request.rest.filter { !hasCome($0) }
        var messages = request.rest.compactMap { take($0) }
        if missing.isEmpty {
            if let refusal { throw refusal }
        } else {
            messages += try settle(missing, refusal)
        }
        return Batch(messages: messages, provenUpTo: request.plan.range.upperBound)
    }

    private mutating func take(_ uid: UInt32) -> SweptMessage? {
        guard let arrival = arrived.removeValue(forKey: uid), let body = arrival.body else {
            return nil
        }
        arrivedBytes -= body.keptBytes
        var message = SweptMessage(
            folder: folder.name, role: folder.role, uid: uid, arrivedAt: arrival.arrivedAt,
            bytes: nil, sizeBytes: 0, isDraft: arrival.isDraft)
        switch body {
        case .bytes(let bytes): (message.bytes, message.sizeBytes) = (bytes, bytes.count)
        case .oversize(let count, let head): (message.head, message.sizeBytes) = (head, count)
        }
        return message
    }

    // MARK: What FETCH leaves out

    /// Deleted since they were listed, or held back: SEARCH tells.
    private mutating func settle(
        _ missing: [UInt32], _ refusal: IMAPRefusal?
    ) throws -> [SweptMessage] {
        let held = try stillListed(missing)
        guard !held.isEmpty else {
            // Another sweep will not ask for them.
            if let refusal { throw refusal }
            return []
        }
        var messages: [SweptMessage] = []
        var refused: [UInt32] = []
        for uid in held {
            if let message = try fetchAlone(uid) {
                messages.append(message)
            } else if try !stillListed([uid]).isEmpty {
                refused.append(uid)
            }
            // So many are no bad messages but a server in trouble: none is counted.
            guard refused.count <= connection.limits.refusedAtOnce else { break }
        }
        let words = refusal?.cause ?? "FETCH: OK, without the message"
        if refused.count <= connection.limits.refusedAtOnce {
            for uid in refused { refusals.note(uid, in: folder.name, words: words) }
            let shelved = try refused.compactMap { try setAside($0) }
            if shelved.count == refused.count { return messages + shelved }
        }
        throw SweepFailure.connection(cause: "UID \(refused[0]) in \(folder.name): \(words)")
    }

    private mutating func stillListed(_ uids: [UInt32]) throws -> [UInt32] {
        try connection.uids(in: IMAPConnection.ranges(of: uids)) { try note($0) }
    }

    /// Nil when the server refuses it, or says nothing of it.
    private mutating func fetchAlone(_ uid: UInt32) throws -> SweptMessage? {
        let command = "UID FETCH \(uid) (UID FLAGS INTERNALDATE BODY.PEEK[])"
        let plan = IMAPBatchPlan(uids: [uid], range: uid...uid)
        let request = Request(plan: plan, tag: try connection.begin(command), rest: [uid])
        requests.insert(request, at: 0)
        defer { requests.removeFirst() }
        do {
            try connection.finish(request.tag, named: "FETCH") { try note($0) }
        } catch let words as IMAPRefusal {
            guard !words.isPassing else { throw words }
            arrived[uid] = nil
            return nil
        }
        return take(uid)
    }

    /// A message that the server refuses again and again while it gives others out is at fault itself:
    /// it may not keep the mailbox unread for good. Nil as long as that is not known.
    private mutating func setAside(_ uid: UInt32) throws -> SweptMessage? {
        guard refusals.times(uid, in: folder.name) >= connection.limits.refusals,
            try givesOthersOut(than: uid)
        else { return nil }
        return SweptMessage(
            folder: folder.name, role: folder.role, uid: uid, arrivedAt: nil, bytes: nil,
            sizeBytes: 0, refusal: refusals.words(uid, in: folder.name))
    }

    /// The next message is not asked for when that has ended the session each time.
    private mutating func setAsideUnasked() throws -> Batch? {
        guard requests.isEmpty, let plan = plans.first, let uid = plan.onlyUID,
            let message = try setAside(uid)
        else { return nil }
        plans.removeFirst()
        return Batch(messages: [message], provenUpTo: plan.range.upperBound)
    }

    private mutating func givesOthersOut(than uid: UInt32) throws -> Bool {
        if hasRead { return true }
        guard uid > 1,
            let neighbour = try connection.uids(in: [1...uid - 1], receive: { try note($0) }).last
        else { return false }
        return try fetchAlone(neighbour) != nil
    }
}

extension IMAPFetch.Body {
    fileprivate var keptBytes: Int {
        switch self {
        case .bytes(let bytes): bytes.count
        case .oversize(_, let head): head.count
        }
    }
}

extension [UInt32] {
    /// Whether a sorted array holds a number.
    fileprivate func contains(sorted number: UInt32) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == number
    }
}

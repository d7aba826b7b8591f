import API
import Dispatch
import Synchronization

/// Sends the parts of a table: while one is being written, the next is already on its way.
struct ImportSender {
    /// Parts that are on their way at once.
    private static let most = 2

    /// What the daemon says of a part, once it does.
    private final class Answer: Sendable {
        private let result = Mutex<Result<LeadImportReply, ClientError>?>(nil)
        private let came = DispatchSemaphore(value: 0)

        func give(_ result: Result<LeadImportReply, ClientError>) {
            self.result.withLock { $0 = result }
            came.signal()
        }

        func wait() throws(ClientError) -> LeadImportReply {
            came.wait()
            // `give` has set it before it signalled: the reason why this can't be nil.
            return try result.withLock { $0 }!.get()
        }
    }

    private let client: Client
    private var order: LeadImportOrder
    private var waiting: [(part: LeadFile.Part, answer: Answer)] = []

    init(client: Client, order: LeadImportOrder) {
        self.client = client
        self.order = order
    }

    /// Sends a part. Gives those that were answered meanwhile, in the order in which they were sent; throws what was said of the first
    /// that was refused.
    mutating func send(
        _ part: LeadFile.Part
    ) throws(ClientError) -> [(part: LeadFile.Part, reply: LeadImportReply)] {
        let answer = Answer()
        DispatchQueue.global().async { [client, query = order.query] in
            answer.give(
                Result { () throws(ClientError) in
                    try client.post(Routes.importLeads, table: part.bytes, query: query)
                })
        }
        waiting.append((part, answer))
        // Which import it is, its first answer says; until then each part waits for the one before.
        return try answered(leaving: order.batch == nil ? 0 : Self.most - 1)
    }

    /// Waits for all that are on their way.
    mutating func finish() throws(ClientError) -> [(part: LeadFile.Part, reply: LeadImportReply)] {
        try answered(leaving: 0)
    }

    private mutating func answered(
        leaving count: Int
    ) throws(ClientError) -> [(part: LeadFile.Part, reply: LeadImportReply)] {
        if let part = order.part { order.part = part + 1 }
        var answered: [(part: LeadFile.Part, reply: LeadImportReply)] = []
        while waiting.count > count {
            let (part, answer) = waiting.removeFirst()
            let reply = try answer.wait()
            answered.append((part, reply))
            guard order.batch == nil, let batch = reply.batch else { continue }
            (order.batch, order.part) = (batch, 2)
        }
        return answered
    }
}

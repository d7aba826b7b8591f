import Hummingbird
import NIOCore

/// A form that was sent: its fields in their order, a name perhaps several times.
struct PageForm: Equatable, Sendable {
    /// Bytes of a body: a thousand ticked leads are 20 kB.
    static let largestBody = 64 << 10
    static let patience: Duration = .seconds(15)

    var fields: [(name: String, value: String)]

    /// The first of that name.
    subscript(name: String) -> String? { all(name).first }

    func all(_ name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Of `application/x-www-form-urlencoded`; what is not well made is left out.
    init(urlEncoded body: [UInt8]) {
        fields = body.split(separator: UInt8(ascii: "&")).compactMap { pair in
            let halves = pair.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, let name = PathText.decodeForm(halves[0]),
                let value = PathText.decodeForm(halves[1])
            else { return nil }
            return (name, value)
        }
    }

    static func == (left: PageForm, right: PageForm) -> Bool {
        left.fields.map(\.name) == right.fields.map(\.name)
            && left.fields.map(\.value) == right.fields.map(\.value)
    }
}

extension PageForm {
    enum Reading: Sendable {
        case whole(PageForm)
        case otherType
        case tooLarge
        /// It did not arrive whole, or not in time.
        case broken
    }

    static func read(_ request: Request) async -> Reading {
        let type = request.headers[.contentType]?.split(separator: ";").first
        guard type?.lowercased().filter({ $0 != " " }) == "application/x-www-form-urlencoded" else {
            return .otherType
        }
        return await withTaskGroup(of: Reading.self) { group in
            let stream = request.body
            group.addTask {
                do {
                    let buffer = try await stream.collect(upTo: largestBody)
                    return .whole(PageForm(urlEncoded: Array(buffer.readableBytesView)))
                } catch is NIOTooManyBytesError {
                    return .tooLarge
                } catch {
                    return (error as? HTTPError)?.status == .contentTooLarge ? .tooLarge : .broken
                }
            }
            group.addTask {
                // Why the error is dropped: a sleep that is cut short has lost its purpose.
                try? await Task.sleep(for: patience)
                return .broken
            }
            let first = await group.next() ?? .broken
            group.cancelAll()
            return first
        }
    }
}

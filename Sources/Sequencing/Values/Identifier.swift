/// The number of a row, typed by what it numbers, so that a lead can't be taken for a task.
package struct Identifier<Noun: IdentifiedNoun>: Hashable, Comparable, Sendable {
    package var rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What an `Identifier` numbers. `letter` begins the form that people read and type: `E12`.
package protocol IdentifiedNoun: Sendable {
    static var letter: Character { get }
}

extension Identifier: CustomStringConvertible {
    package var description: String { "\(Noun.letter)\(rawValue)" }
}

extension Identifier {
    /// Reads `12`, `E12` or `e12`; nil for anything else.
    package init?(typed text: some StringProtocol) {
        let lead = text.first.map { $0.uppercased() == String(Noun.letter) } ?? false
        guard let number = Int64(lead ? String(text.dropFirst()) : String(text)), number > 0 else {
            return nil
        }
        self.init(number)
    }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

package enum LeadNoun: IdentifiedNoun { package static let letter: Character = "L" }
package enum AccountNoun: IdentifiedNoun { package static let letter: Character = "A" }
package enum HandOffNoun: IdentifiedNoun { package static let letter: Character = "H" }
package enum EnrollmentNoun: IdentifiedNoun { package static let letter: Character = "E" }
package enum DeliveryNoun: IdentifiedNoun { package static let letter: Character = "D" }
package enum TaskNoun: IdentifiedNoun { package static let letter: Character = "T" }
package enum ReplyNoun: IdentifiedNoun { package static let letter: Character = "R" }
/// Of a mail that the rep wrote in their own mail program.
package enum HandwrittenNoun: IdentifiedNoun { package static let letter: Character = "W" }
/// Of a time in which a rep is away (V as in vacation).
package enum AbsenceNoun: IdentifiedNoun { package static let letter: Character = "V" }

package typealias LeadID = Identifier<LeadNoun>
package typealias AccountID = Identifier<AccountNoun>
package typealias HandOffID = Identifier<HandOffNoun>
package typealias EnrollmentID = Identifier<EnrollmentNoun>
package typealias DeliveryID = Identifier<DeliveryNoun>
package typealias TaskID = Identifier<TaskNoun>
package typealias ReplyID = Identifier<ReplyNoun>
package typealias HandwrittenID = Identifier<HandwrittenNoun>
package typealias AbsenceID = Identifier<AbsenceNoun>

import API
import FoundationEssentials
import Sequencing
import Store

/// Reads the leads of a request field by field, and names every mistake with its place.
struct IntakeReader {
    /// Leads of one request, at most.
    static let mostLeads = 1000
    private static let longestSource = 200

    let isRep: (String) -> Bool
    let isZoneKnown: (String) -> Bool

    /// All of them, or every mistake: a request with one is not taken in part.
    func read(_ body: [UInt8]) throws(APIError) -> [NewLead] {
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: Data(body))
        } catch {
            throw APIError(
                .usage, "the body is no JSON", advice: "send {\"lead\": \"name@company.example\"}")
        }
        let items: [(place: String, value: JSONValue)]
        if case .object(let object) = value, let batch = object["handOffs"] {
            guard case .array(let values) = batch, object.count == 1 else {
                throw APIError(
                    .usage, "handOffs must be a list, and alone",
                    advice: "send {\"handOffs\": [{\"lead\": …}, …]}")
            }
            guard values.count <= Self.mostLeads else {
                throw APIError(
                    .tooLarge, "\(values.count) leads at once are too many",
                    advice: "send at most \(Self.mostLeads)")
            }
            items = values.enumerated().map { ("handOffs[\($0.offset)]", $0.element) }
        } else {
            items = [("", value)]
        }
        guard !items.isEmpty else {
            throw APIError(.usage, "there is no lead in handOffs", advice: "send at least one")
        }
        var leads: [NewLead] = []
        var mistakes: [DiagnosticView] = []
        for (place, value) in items {
            var item = Item(place: place, isRep: isRep, isZoneKnown: isZoneKnown)
            if let lead = item.read(value) { leads.append(lead) }
            mistakes += item.mistakes
        }
        guard mistakes.isEmpty else {
            throw APIError(
                .usage,
                mistakes.count == 1 ? "there is a mistake" : "there are \(mistakes.count) mistakes",
                advice: "nothing was taken; mend them, or leave those leads out",
                details: mistakes)
        }
        return leads
    }

    /// One lead of the request.
    private struct Item {
        let place: String
        let isRep: (String) -> Bool
        let isZoneKnown: (String) -> Bool
        private(set) var mistakes: [DiagnosticView] = []

        init(
            place: String, isRep: @escaping (String) -> Bool,
            isZoneKnown: @escaping (String) -> Bool
        ) {
            self.place = place
            self.isRep = isRep
            self.isZoneKnown = isZoneKnown
        }

        private mutating func note(_ field: String, _ message: String, _ advice: String) {
            mistakes.append(
                DiagnosticView(
                    file: place, line: 0, column: 0, field: field, message: message,
                    advice: advice))
        }

        mutating func read(_ value: JSONValue) -> NewLead? {
            guard case .object(var object) = value else {
                note("", "it is no object", "write {\"lead\": \"name@company.example\"}")
                return nil
            }
            let email = address(object.removeValue(forKey: "lead"))
            let source = text(object.removeValue(forKey: "source"), "source")
            if let source, source.utf8.count > IntakeReader.longestSource {
                note("source", "it is longer than 200 bytes", "shorten it")
            }
            if let source, source.unicodeScalars.contains(where: \.isControl) {
                note("source", "it has control characters", "write it on one line")
            }
            if let source, !HandOffSource.isForTemplates(source) {
                note("source", "“\(source)” is a word of our own", "say where the lead came from")
            }
            let owner = text(object.removeValue(forKey: "owner"), "owner")
            if let owner, !isRep(owner) {
                note("owner", "there is no rep “\(owner)”", "name one, or leave it out")
            }
            let isHot = flag(object.removeValue(forKey: "isHot"), "isHot")
            let role = role(object.removeValue(forKey: "role"))
            let tier = tier(object.removeValue(forKey: "tier"))
            let fields = fields(object.removeValue(forKey: "fields"))
            for name in object.keys.sorted() {
                note(
                    name, "there is no such field",
                    "use lead, source, owner, isHot, role, tier, fields")
            }
            guard mistakes.isEmpty, let email else { return nil }
            return NewLead(
                email: email, fields: fields.mergeFields, country: fields.country?.uppercased(),
                zone: fields.zone, role: role, tier: tier, owner: owner, source: source,
                isHot: isHot)
        }

        private mutating func address(_ value: JSONValue?) -> EmailAddress? {
            guard let text = text(value, "lead") else {
                if value == nil || value == .null {
                    note("lead", "it is missing", "write the e-mail address")
                }
                return nil
            }
            do {
                return try EmailAddress(text)
            } catch {
                note("lead", "“\(text)” \(error)", "write the e-mail address alone")
                return nil
            }
        }

        private mutating func role(_ value: JSONValue?) -> BuyingRole {
            guard let word = text(value, "role") else { return .unknown }
            if let role = BuyingRole(rawValue: word) { return role }
            note(
                "role", "“\(word)” is no role",
                "use one of: \(BuyingRole.allCases.map(\.rawValue).joined(separator: ", "))")
            return .unknown
        }

        private mutating func tier(_ value: JSONValue?) -> LeadTier? {
            do throws(APIError) {
                return try LeadFieldCheck.tier(text(value, "tier"))
            } catch {
                note("tier", error.message, error.advice)
                return nil
            }
        }

        private mutating func fields(_ value: JSONValue?) -> LeadFields {
            var fields = LeadFields()
            switch value {
            case nil, .null: return fields
            case .object(let object):
                for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                    if name == "custom" {
                        fields.custom = custom(value)
                    } else if let path = LeadFields.path(of: name) {
                        fields[keyPath: path] = text(value, "fields.\(name)")
                    } else {
                        note(
                            "fields.\(name)", "a lead has no such field",
                            "use \(LeadFields.names.joined(separator: ", ")), or custom")
                    }
                }
            case .string, .number, .bool, .array:
                note("fields", "it is no object", "write {\"firstName\": …}")
            }
            check(fields)
            return fields
        }

        private mutating func check(_ fields: LeadFields) {
            do throws(APIError) {
                try LeadFieldCheck.check(fields, isZoneKnown: isZoneKnown)
            } catch {
                note("fields", error.message, error.advice)
            }
        }

        private mutating func custom(_ value: JSONValue) -> [String: String] {
            guard case .object(let object) = value else {
                note("fields.custom", "it is no object", "write {\"segment\": \"enterprise\"}")
                return [:]
            }
            var custom: [String: String] = [:]
            for (name, value) in object.sorted(by: { $0.key < $1.key }) {
                let isName =
                    !name.isEmpty && name.utf8.count <= 60
                    && name.unicodeScalars.allSatisfy {
                        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
                    }
                guard isName else {
                    note(
                        "fields.custom", "“\(name)” is no name of a field",
                        "use small letters, digits and _")
                    continue
                }
                custom[name] = text(value, "fields.custom.\(name)")
            }
            return custom
        }

        /// Numbers are taken as they are written: marketing tools send sizes so.
        private mutating func text(_ value: JSONValue?, _ field: String) -> String? {
            switch value {
            case nil, .null: return nil
            case .string(let text): return text
            case .number(let number): return number
            case .bool, .array, .object:
                note(field, "it is no text", "write it in quotes")
                return nil
            }
        }

        private mutating func flag(_ value: JSONValue?, _ field: String) -> Bool {
            switch value {
            case nil, .null: return false
            case .bool(let flag): return flag
            case .string, .number, .array, .object:
                note(field, "it is neither true nor false", "write true or false")
                return false
            }
        }
    }
}

/// JSON as it came, before anybody knows what it should have been.
enum JSONValue: Decodable, Equatable {
    case null
    case bool(Bool)
    /// As a person writes it: `12`, `1.5`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
            return
        }
        // Why errors are dropped: each asks whether it is such a value, the last one says what is wrong.
        if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let whole = try? container.decode(Int.self) {
            self = .number("\(whole)")
        } else if let number = try? container.decode(Double.self) {
            self = .number("\(number)")
        } else if let values = try? container.decode([JSONValue].self) {
            self = .array(values)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }
}

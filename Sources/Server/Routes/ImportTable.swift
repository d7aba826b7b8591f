import API
import Sequencing
import Store

/// A part of a table as it came over the wire, read and checked line by line.
struct ImportTable {
    private enum Column {
        case line, email, country, zone, role, tier, owner
        /// A merge field, by its place among `columns`.
        case field(Int)
    }

    /// Merge fields of the table, sorted.
    private(set) var columns: [String] = []
    private(set) var leads: [ImportedLead] = []
    private(set) var problems: [LeadImportProblem] = []

    private static let longestValue = 2000
    private var layout: [Column] = []
    /// Of the values of the line at hand.
    private var places: [Range<Int>] = []
    private let owner: String?
    private let isRep: (String) -> Bool
    private let isZoneKnown: (String) -> Bool
    /// Zones and tiers repeat from line to line: what was found out once holds.
    private var knownZones: Set<String> = []
    private var knownTiers: [String: LeadTier] = [:]

    /// `owner` is for lines that name none. Throws `usage` when it is no such table.
    init(
        _ bytes: [UInt8], owner: String?, isRep: @escaping (String) -> Bool,
        isZoneKnown: @escaping (String) -> Bool
    ) throws(APIError) {
        self.owner = owner
        self.isRep = isRep
        self.isZoneKnown = isZoneKnown
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw APIError(.usage, "the table is not UTF-8", advice: "send it in UTF-8")
        }
        let lines = Self.lines(of: bytes)
        guard let header = lines.first else {
            throw APIError(.usage, "the table is empty", advice: "begin with the columns' names")
        }
        guard lines.count - 1 <= LeadImportOrder.largestPart else {
            throw APIError(
                .tooLarge, "\(lines.count - 1) lines at once are too many",
                advice: "send at most \(LeadImportOrder.largestPart) in one part")
        }
        try read(
            header: bytes[header].split(
                separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false
            ).map { String(decoding: $0, as: UTF8.self) })
        leads.reserveCapacity(lines.count)
        try bytes.withUnsafeBufferPointer { bytes throws(APIError) in
            for line in lines.dropFirst() {
                try take(UnsafeBufferPointer(rebasing: bytes[line]))
            }
        }
    }

    /// Where the lines are that have something on them.
    private static func lines(of bytes: [UInt8]) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            if place > start { lines.append(start..<place) }
            start = place + 1
        }
        if bytes.count > start { lines.append(start..<bytes.count) }
        return lines
    }

    /// Fills `places` with where the values of a line are.
    private mutating func divide(_ line: UnsafeBufferPointer<UInt8>) {
        places.removeAll(keepingCapacity: true)
        var start = 0
        for place in line.indices where line[place] == UInt8(ascii: "\t") {
            places.append(start..<place)
            start = place + 1
        }
        places.append(start..<line.count)
    }

    private mutating func read(header: [String]) throws(APIError) {
        guard header.count == Set(header).count, header.contains("line"),
            header.contains("email")
        else {
            throw APIError(
                .usage, "the columns must be line, email and others, each once",
                advice: "begin with a line of their names, divided by tabs")
        }
        columns = header.filter {
            LeadField.isKnown($0) && !LeadField.isOfRep($0) && $0 != "country"
        }
        .sorted()
        var layout: [Column] = []
        for name in header {
            switch name {
            case "line": layout.append(.line)
            case "email": layout.append(.email)
            case "country": layout.append(.country)
            case "zone": layout.append(.zone)
            case "role": layout.append(.role)
            case "tier": layout.append(.tier)
            case "owner": layout.append(.owner)
            default:
                guard let place = columns.firstIndex(of: name) else {
                    throw APIError(
                        .usage, "there is no column “\(name)” of a lead",
                        advice: LeadField.nearest(to: name).map { "did you mean \($0)?" }
                            ?? "your own fields begin with \(LeadField.customPrefix)")
                }
                layout.append(.field(place))
            }
        }
        self.layout = layout
    }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>) throws(APIError) {
        divide(line)
        guard places.count == layout.count else {
            throw APIError(
                .usage, "a line has \(places.count) values, the first line \(layout.count) names",
                advice: "leave blank values empty, between two tabs")
        }
        var number = 0
        var address = ""
        var lead = (
            country: String?.none, zone: String?.none, role: "", tier: String?.none,
            owner: String?.none
        )
        var values = [String?](repeating: nil, count: columns.count)
        var fault: (column: String, fault: FieldFault)?
        for (column, place) in zip(layout, places) where !place.isEmpty {
            let bytes = UnsafeBufferPointer(rebasing: line[place])
            let text = String(decoding: bytes, as: UTF8.self)
            switch column {
            case .line: number = Int(text) ?? 0
            case .email: address = text
            case .country: lead.country = text
            case .zone: lead.zone = text
            case .role: lead.role = text
            case .tier: lead.tier = text
            case .owner: lead.owner = text
            case .field(let place):
                values[place] = text
                if fault == nil, let found = Self.fault(in: bytes) {
                    fault = (columns[place], found)
                }
            }
        }
        let role = lead.role.isEmpty ? BuyingRole.unknown : BuyingRole(rawValue: lead.role)
        let tier = lead.tier.flatMap { knownTier($0) }
        if let problem = problem(number, country: lead.country, zone: lead.zone)
            ?? fault.map({ Self.problem(number, $0.column, $0.fault) })
            ?? problem(number, role: lead.role, is: role, owner: lead.owner)
            ?? (tier == nil ? lead.tier : nil).map({ Self.problem(number, tier: $0) })
        {
            problems.append(problem)
            return
        }
        do throws(EmailAddress.Mistake) {
            leads.append(
                ImportedLead(
                    line: number, email: try EmailAddress(address),
                    country: lead.country?.uppercased(),
                    zone: lead.zone, role: role ?? .unknown, tier: tier,
                    owner: lead.owner ?? owner, values: values))
        } catch {
            problems.append(
                address.isEmpty
                    ? Self.value(number, "email", "has no address", "add it, or leave the line out")
                    : Self.value(number, "email", "“\(address)” \(error)", ""))
        }
    }

    private mutating func problem(
        _ number: Int, country: String?, zone: String?
    ) -> LeadImportProblem? {
        if let country,
            country.utf8.count != 2
                || !country.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic && $0.isASCII })
        {
            return Self.value(
                number, "country", "“\(country)” is no country code",
                "write two letters, as in DE (ISO 3166-1)")
        }
        if let zone, !knownZones.contains(zone) {
            guard isZoneKnown(zone) else {
                return Self.value(
                    number, "zone", "“\(zone)” is no time zone of this system",
                    "write an IANA name such as Europe/Berlin")
            }
            knownZones.insert(zone)
        }
        return nil
    }

    private enum FieldFault { case tooLong, control }

    /// Control characters: C0 and DEL, and in UTF-8 the C1 controls, C2 80 to C2 9F.
    private static func fault(in bytes: UnsafeBufferPointer<UInt8>) -> FieldFault? {
        if bytes.count > longestValue { return .tooLong }
        var before: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 || byte == 0x7F || before == 0xC2 && byte < 0xA0 { return .control }
            before = byte
        }
        return nil
    }

    private static func problem(
        _ number: Int, _ column: String, _ fault: FieldFault
    ) -> LeadImportProblem {
        switch fault {
        case .tooLong:
            value(number, column, "is longer than \(longestValue) bytes", "shorten it")
        case .control:
            value(
                number, column, "has control characters", "write it on one line, without tabs")
        }
    }

    private func problem(
        _ number: Int, role: String, is known: BuyingRole?, owner: String?
    ) -> LeadImportProblem? {
        if known == nil {
            return Self.value(
                number, "role", "“\(role)” is no role",
                "use one of: " + BuyingRole.allCases.map(\.rawValue).joined(separator: ", "))
        }
        if let owner, !isRep(owner) {
            return Self.value(
                number, "owner", "there is no rep “\(owner)”",
                "write a short name of the configuration, or leave it empty")
        }
        return nil
    }

    private mutating func knownTier(_ text: String) -> LeadTier? {
        if let known = knownTiers[text] { return known }
        let tier = LeadTier(rawValue: text)
        knownTiers[text] = tier
        return tier
    }

    private static func problem(_ number: Int, tier: String) -> LeadImportProblem {
        value(number, "tier", "“\(tier)” is no tier", LeadTier.advice)
    }

    private static func value(
        _ line: Int, _ field: String, _ message: String, _ advice: String
    ) -> LeadImportProblem {
        LeadImportProblem(line: line, code: .value, field: field, message: message, advice: advice)
    }
}

import API
import Sequencing
import SwiftCSV

/// Leads in a file of comma-, semicolon- or tab-separated values, with the names of its columns in the first line.
struct LeadTable {
    /// A line that can't be taken, and why.
    struct BadLine: Encodable, Equatable {
        var line: Int
        var email: String
        var problem: String
    }

    private(set) var leads: [PlanRequest.Lead] = []
    private(set) var badLines: [BadLine] = []
    /// Columns that say nothing that is known of a lead.
    private(set) var ignoredColumns: [String] = []

    private enum Column {
        case email, country, zone
        case field(String)
    }

    private let isZoneKnown: (String) -> Bool

    /// `file` is its name, for messages.
    init(_ text: String, file: String, isZoneKnown: @escaping (String) -> Bool) throws {
        self.isZoneKnown = isZoneKnown
        guard text.count(where: { $0 == "\"" }).isMultiple(of: 2) else {
            throw CommandFailure(
                .refused, "\(file) has a quotation mark that is not closed, so nothing was done.",
                advice: "write two of them for one inside a text: \"say \"\"hi\"\"\"")
        }
        let csv: EnumeratedCSV
        do {
            csv = try EnumeratedCSV(string: text, loadColumns: false)
        } catch {
            throw CommandFailure(
                .refused, "\(file) is no table of separated values: \(error)",
                advice: "export it as CSV in UTF-8, with the columns' names in the first line")
        }
        let columns = try columns(csv.header, file: file)
        var line = 1 + Self.breaks(in: csv.header)
        var seen: [String: Int] = [:]
        for row in csv.rows {
            line += 1
            if row.contains(where: { !$0.isBlank }) {
                take(row, columns, line: line, seen: &seen)
            }
            line += Self.breaks(in: row)
        }
    }

    private static func breaks(in row: [String]) -> Int {
        row.reduce(0) { $0 + $1.count(where: \.isNewline) }
    }

    private mutating func columns(_ header: [String], file: String) throws -> [Column?] {
        var names: Set<String> = []
        let columns = try header.map { title -> Column? in
            let name = ColumnNames.field(for: title) ?? title.trimmed.lowercased()
            guard names.insert(name).inserted else {
                throw CommandFailure(
                    .refused, "\(file) has two columns for “\(name)”, so nothing was done.",
                    advice: "keep one of them")
            }
            switch name {
            case "email": return .email
            case "country": return .country
            case "zone": return .zone
            case _ where LeadField.isKnown(name) && !LeadField.isOfRep(name): return .field(name)
            default:
                ignoredColumns.append(title)
                return nil
            }
        }
        guard names.contains("email") else {
            throw CommandFailure(
                .refused, "\(file) has no column “email”, so nothing was done.",
                advice: "its first line must name the columns: email, first_name, company, …")
        }
        return columns
    }

    private mutating func take(
        _ row: [String], _ columns: [Column?], line: Int, seen: inout [String: Int]
    ) {
        var email = ""
        var fields = LeadFields()
        var values: [String: String] = [:]
        for (column, value) in zip(columns, row) where !value.isBlank {
            switch column {
            case .email: email = value.trimmed
            case .country: fields.country = value.trimmed
            case .zone: fields.zone = value.trimmed
            case .field(let name): values[name] = value.trimmed
            case nil: break
            }
        }
        let (country, zone) = (fields.country, fields.zone)
        fields = LeadFields(mergeFields: values, country: country, zone: zone)
        if let problem = problem(of: values, country: country, zone: zone) {
            badLines.append(BadLine(line: line, email: email, problem: problem))
            return
        }
        do {
            let address = try EmailAddress(email)
            if let first = seen.updateValue(line, forKey: address.canonical) {
                badLines.append(
                    BadLine(line: line, email: email, problem: "is in line \(first) already"))
                return
            }
        } catch {
            badLines.append(
                BadLine(
                    line: line, email: email,
                    problem: email.isEmpty ? "has no address" : "“\(email)” \(error)"))
            return
        }
        leads.append(PlanRequest.Lead(line: line, email: email, fields: fields))
    }

    private func problem(
        of values: [String: String], country: String?, zone: String?
    ) -> String? {
        if let country, country.count != 2 || !country.allSatisfy({ $0.isASCII && $0.isLetter }) {
            return "“\(country)” is no country; write two letters, as in DE"
        }
        if let zone, !isZoneKnown(zone) {
            return "“\(zone)” is no time zone; write an IANA name, as in Europe/Berlin"
        }
        let broken = values.filter { $0.value.unicodeScalars.contains { $0.isControl } }.keys.min()
        return broken.map { "\($0) has a line break or another control character" }
    }
}

extension StringProtocol {
    fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}

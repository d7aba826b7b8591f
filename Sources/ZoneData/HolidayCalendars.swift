import Foundation
package import PlainYAML
package import Sequencing

/// The public holidays of countries, a file each: `DE.yaml` (docs/sequence-file.md).
package struct HolidayCalendars: Equatable, Sendable {
    private var namesByCountry: [String: [LocalDate: String]]

    /// Without any holiday.
    package static let none = HolidayCalendars(namesByCountry: [:])

    private init(namesByCountry: [String: [LocalDate: String]]) {
        self.namesByCountry = namesByCountry
    }

    /// Reads every `XX.yaml` of the folder; all mistakes of all files are thrown together.
    ///
    /// So is a folder that does not exist: who names one wants its holidays kept.
    package init(folder: String) throws(FileMistakes) {
        self = .none
        let mistakes = Mistakes()
        let items: [String]
        do {
            items = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            throw FileMistakes(diagnostics: [
                Self.unreadable(folder, error.localizedDescription)
            ])
        }
        for item in items where item.hasSuffix(".yaml") {
            let path = "\(folder)/\(item)"
            do {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    mistakes.add(Self.unreadable(path, "it is no UTF-8 text"))
                    continue
                }
                try read(text, file: path, country: String(item.dropLast(5)), mistakes)
            } catch let diagnostic as Diagnostic {
                mistakes.add(diagnostic)
            } catch {
                mistakes.add(Self.unreadable(path, error.localizedDescription))
            }
        }
        try mistakes.check()
    }

    /// Reads one calendar; for a program that has the text already.
    package init(text: String, file: String, country: String) throws(FileMistakes) {
        self = .none
        let mistakes = Mistakes()
        do {
            try read(text, file: file, country: country, mistakes)
        } catch {
            mistakes.add(error)
        }
        try mistakes.check()
    }

    /// Another text whenever a holiday is another one.
    package var fingerprint: String {
        countries.map { country in
            let days = namesByCountry[country, default: [:]].keys.sorted().map(\.description)
            return "\(country) \(days.joined(separator: " "))"
        }.joined(separator: "; ")
    }

    /// ISO 3166-1 alpha-2 codes, in order.
    package var countries: [String] { namesByCountry.keys.sorted() }

    /// Empty for a country without a calendar. The code may be in small letters.
    package func holidays(of country: String) -> Set<LocalDate> {
        Set((namesByCountry[country.uppercased()] ?? [:]).keys)
    }

    package func name(of date: LocalDate, in country: String) -> String? {
        namesByCountry[country.uppercased()]?[date]
    }

    private mutating func read(
        _ text: String, file: String, country: String, _ mistakes: Mistakes
    ) throws(Diagnostic) {
        let root = try PlainYAML.parse(text, file: file)
        guard Self.isCountry(country) else {
            mistakes.note(
                root, "\(country.evidence) is no country code",
                advice: "name the file after the country's ISO 3166-1 code: DE.yaml")
            return
        }
        guard let map = Mapping(root, mistakes) else { return }
        if let written = map.required("country", advice: "write country: \(country)"),
            written.text != country
        {
            mistakes.note(
                written, "is not the country in the file's name",
                advice: "write country: \(country)")
        }
        var names: [LocalDate: String] = [:]
        for entry in map.requiredMapping("holidays")?.all ?? [] {
            guard let date = LocalDate(text: entry.key) else {
                map.note(
                    entry, "\(entry.key.evidence) is no date",
                    advice: "write year-month-day, as in 2026-12-25")
                continue
            }
            names[date] = map.text(of: entry.value) ?? ""
        }
        map.refuseUnknownKeys()
        namesByCountry[country] = names
    }

    private static func isCountry(_ code: String) -> Bool {
        code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) }
    }

    private static func unreadable(_ path: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            file: path, line: 1, column: 1, field: "", message: "can't be read (\(reason))",
            advice: "check that it is UTF-8 and that the daemon's user may read it")
    }
}

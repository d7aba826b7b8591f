import API
package import ArgumentParser
import Foundation
package import Sequencing

/// What can be said of a lead, when it is added and when it is edited.
package struct LeadFieldOptions: ParsableArguments {
    @Option(help: "Given name.")
    package var firstName: String?

    @Option(help: "Family name.")
    package var lastName: String?

    @Option(help: "The company's name.")
    package var company: String?

    @Option(help: "What the person does there.")
    package var title: String?

    @Option(help: "Phone number, for call steps.")
    package var phone: String?

    @Option(help: "Address of the profile, for LinkedIn steps.")
    package var linkedin: String?

    @Option(help: "Country, ISO code of two letters, as in DE: its holidays are kept.")
    package var country: String?

    @Option(help: "City.")
    package var city: String?

    @Option(help: "Time zone, IANA name, as in Europe/Berlin.")
    package var zone: String?

    @Option(
        help: "Time zone of the whole account, for people of it whose own nobody knows.")
    package var accountZone: String?

    @Option(help: "The company's website.")
    package var website: String?

    @Option(help: "What the person asked about.")
    package var topic: String?

    @Option(help: "Part in the buying committee.")
    package var role: BuyingRole?

    @Option(
        help: ArgumentHelp("What the account is worth, as in A or strategic.", valueName: "word"))
    package var tier: String?

    @Option(help: ArgumentHelp("The rep who owns the lead.", valueName: "rep"))
    package var owner: String?

    @Option(
        help: ArgumentHelp(
            "Another merge field, as in warehouse_count=7; may be repeated.",
            valueName: "name=value"))
    package var custom: [String] = []

    package init() {}

    package func validate() throws {
        if let country, !country.isEmpty {
            let isCode = country.utf8.count == 2 && country.allSatisfy { $0.isASCII && $0.isLetter }
            guard isCode else {
                throw ValidationError(
                    "“\(country)” is not a country code; write two letters, as in DE.")
            }
        }
        if let tier, !tier.isEmpty { _ = try LeadTier(typed: tier) }
        for pair in custom where Self.parts(of: pair) == nil {
            throw ValidationError(
                "“\(pair)” is not a merge field; write name=value, the name in small letters, "
                    + "digits and _.")
        }
    }

    /// Empty text stays empty text: it takes a field away.
    func fields(_ context: CommandContext) throws -> LeadFields {
        for zone in [zone, accountZone].compactMap({ $0 })
        where !zone.isEmpty && !ZoneFile.isKnown(zone, in: context.zoneFolder) {
            throw CommandFailure(
                .usage, "There is no time zone “\(zone)”.",
                advice: "timedatectl list-timezones shows their names, as in Europe/Berlin")
        }
        let pairs = custom.compactMap(Self.parts)
        return LeadFields(
            firstName: firstName, lastName: lastName, company: company, title: title, phone: phone,
            linkedin: linkedin, city: city, website: website, topic: topic,
            country: country?.uppercased(), zone: zone,
            custom: Dictionary(pairs) { $1 })
    }

    private static func parts(of pair: String) -> (String, String)? {
        guard let sign = pair.firstIndex(of: "=") else { return nil }
        let name = pair[..<sign]
        let isName =
            !name.isEmpty
            && name.allSatisfy {
                $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_")
            }
        return isName ? (String(name), String(pair[pair.index(after: sign)...])) : nil
    }
}

/// The system's zone files.
enum ZoneFile {
    /// Whether the name is that of a file; never leaves the folder.
    static func isKnown(_ name: String, in folder: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            !part.isEmpty && part.first != "."
                && part.allSatisfy {
                    $0.isASCII && ($0.isLetter || $0.isNumber || "_+-".contains($0))
                }
        }
        guard isName else { return false }
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(
            atPath: "\(folder)/\(name)", isDirectory: &isFolder)
        return isThere && !isFolder.boolValue
    }
}

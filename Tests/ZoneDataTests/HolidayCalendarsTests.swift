import Foundation
import PlainYAML
import Sequencing
import Support
import Testing
import ZoneData

struct HolidayCalendarsTests {
    /// `sequences/holidays` of the source tree.
    private static let shipped = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("sequences/holidays").path

    @Test("the shipped calendars are read, and cover twelve years")
    func shippedCalendars() throws {
        let calendars = try HolidayCalendars(folder: Self.shipped)
        #expect(calendars.countries.count >= 25)
        #expect(Set(calendars.countries).isSuperset(of: ["DE", "FR", "GB", "PL", "SE", "US"]))
        for country in calendars.countries {
            let holidays = calendars.holidays(of: country)
            #expect(Set(holidays.map(\.year)) == Set(2025...2036))
            #expect(holidays.contains(LocalDate(year: 2026, month: 1, day: 1)))
            #expect(holidays.contains(LocalDate(year: 2036, month: 12, day: 25)))
        }
    }

    @Test(
        "known holidays stand in the calendars",
        arguments: [
            ("DE", "2026-04-03", "Good Friday"), ("DE", "2026-05-14", "Ascension Day"),
            ("DE", "2027-05-17", "Whit Monday"), ("DE", "2026-10-03", "German Unity Day"),
            ("US", "2026-11-26", "Thanksgiving Day"),
            ("US", "2026-07-03", "Independence Day (observed)"),
            ("US", "2027-05-31", "Memorial Day"), ("GB", "2026-12-28", "Boxing Day (substitute)"),
            ("GB", "2028-01-03", "New Year's Day (substitute)"),
            ("GB", "2026-08-31", "Summer bank holiday"), ("FR", "2028-06-05", "Whit Monday"),
            ("FR", "2027-07-14", "Bastille Day"), ("PL", "2025-06-19", "Corpus Christi"),
            ("SE", "2026-06-19", "Midsummer Eve"), ("IE", "2026-02-02", "Saint Brigid's Day"),
            ("IE", "2030-02-01", "Saint Brigid's Day"), ("NL", "2031-04-26", "King's Day"),
            ("US", "2027-12-31", "New Year's Day (observed)"),
            ("CA", "2027-12-27", "Christmas Day (substitute)"),
        ])
    func known(country: String, text: String, name: String) throws {
        let calendars = try HolidayCalendars(folder: Self.shipped)
        let date = try #require(LocalDate(text: text))
        #expect(calendars.name(of: date, in: country) == name)
    }

    @Test("a country without a calendar has no holidays, and small letters do")
    func unknown() throws {
        let calendars = try HolidayCalendars(folder: Self.shipped)
        #expect(calendars.holidays(of: "ZZ").isEmpty)
        #expect(calendars.holidays(of: "de") == calendars.holidays(of: "DE"))
        #expect(throws: FileMistakes.self) { try HolidayCalendars(folder: "/nonexistent") }
    }

    @Test(
        "a mistake is shown at its line and column",
        arguments: [
            ("holidays:\n  2026-01-01: A\n", "XX.yaml:1:1: the key “country” is missing"),
            ("country: DE\nholidays:\n  2026-01-01: A\n", "XX.yaml:1:10: country: is not the"),
            (
                "country: XX\nholidays:\n  2026-02-30: A\n",
                "XX.yaml:3:3: holidays.2026-02-30: “2026-02-30” is no date"
            ),
            ("country: XX\nholidays:\n  26.12.2026: A\n", "XX.yaml:3:3: holidays.26.12.2026:"),
            (
                "country: XX\nholidays:\n  2026-01-01: A\n  2026-01-01: B\n",
                "XX.yaml:4:3: “2026-01-01” is given twice"
            ),
            ("country: XX\nholiday:\n  2026-01-01: A\n", "did you mean holidays?"),
            ("country: XX\nholidays:\n  2026-01-01: [A]\n", "XX.yaml:3:15: "),
        ])
    func mistakes(text: String, expected: String) throws {
        let error = try #require(throws: FileMistakes.self) {
            try HolidayCalendars(text: text, file: "XX.yaml", country: "XX")
        }
        #expect(error.description.contains(expected), "\(error)")
    }

    @Test("a file that is named after no country is refused")
    func badName() throws {
        let folder = try TemporaryFolder(named: "holidays")
        try folder.write("country: germany\nholidays: {}\n", to: "germany.yaml")
        try folder.write("not a calendar", to: "readme.txt")
        let error = try #require(throws: FileMistakes.self) {
            try HolidayCalendars(folder: folder.path)
        }
        #expect(error.description.contains("“germany” is no country code"))
    }
}

import API
import Sequencing
import Testing

struct TimestampTests {
    @Test(
        "A time is read with any offset and any decimals",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("1970-01-01T00:00:01.5Z", 1500),
            ("1970-01-01T00:00:00.1234567Z", 123), ("1970-01-01T02:00:00+02:00", 0),
            ("1969-12-31T19:30:00-04:30", 0), ("1969-12-31T23:59:59.999Z", -1),
            ("2026-03-02t09:00:00z", 1_772_442_000_000),
        ] as [(String, Int64)])
    func read(_ text: String, _ milliseconds: Int64) {
        #expect(Timestamp(text: text)?.instant == Instant(milliseconds: milliseconds))
    }

    @Test(
        "What is not a time is refused",
        arguments: [
            "", "2026-03-02", "2026-03-02T09:00:00", "2026-02-30T09:00:00Z", "2026-03-02T25:00:00Z",
            "2026-03-02T09:00:60Z", "2026-03-02T09:00:00.Z", "2026-03-02T09:00:00+0200",
            "2026-03-02T09:00:00Z ", "2026-03-02 09:00:00Z", "2026-03-02T09:00:00+24:00",
        ])
    func refuse(_ text: String) {
        #expect(Timestamp(text: text) == nil)
    }

    @Test(
        "Milliseconds are written only when there are some", arguments: [0, 1, 250, -1, 86_399_999])
    func write(_ milliseconds: Int64) {
        let timestamp = Timestamp(Instant(milliseconds: milliseconds))
        #expect(Timestamp(text: timestamp.description) == timestamp)
        #expect(timestamp.description.contains(".") == (milliseconds % 1000 != 0))
    }
}

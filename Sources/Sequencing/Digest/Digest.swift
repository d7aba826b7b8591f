/// What a digest says, as values: from the report of now and the list of the last one.
package struct Digest: Equatable, Sendable {
    /// One hand-off of it.
    package struct Entry: Equatable, Sendable {
        package var handOff: HandOffID
        package var lead: LeadID
        package var email: String
        package var name: String
        package var company: String?
        package var owner: String?
        package var `class`: TouchGapClass
        package var touches: Int
        package var since: Instant?
        package var reason: TouchGapReason?
        package var text: String?
        package var command: String?

        package init(
            handOff: HandOffID, lead: LeadID, email: String, name: String, company: String? = nil,
            owner: String? = nil, class: TouchGapClass, touches: Int = 0, since: Instant? = nil,
            reason: TouchGapReason? = nil, text: String? = nil, command: String? = nil
        ) {
            self.handOff = handOff
            self.lead = lead
            self.email = email
            self.name = name
            self.company = company
            self.owner = owner
            self.class = `class`
            self.touches = touches
            self.since = since
            self.reason = reason
            self.text = text
            self.command = command
        }
    }

    /// A list that is cut, with how long it is.
    package struct List: Equatable, Sendable {
        package var entries: [Entry]
        package var count: Int

        init(_ all: [Entry], most: Int) {
            entries = Array(all.prefix(most))
            count = all.count
        }

        package var more: Int { count - entries.count }
    }

    /// The most that is lost soonest, at the top.
    static let mostLosable = 10
    static let mostOthers = 15

    package var kind: DigestKind
    package var day: LocalDate
    /// When the last one was made; else so long ago as the first one looks back.
    package var since: Instant
    package var handOffs: Int
    package var losable: List
    package var stuck: List
    package var unstuck: List
    /// The gaps of now, for the next one.
    package var gaps: Set<HandOffID>

    /// `entries` are all hand-offs in the order in which they are lost, `before` the gaps of the last digest with
    /// its moment; nil for a first one, which tells what has been stuck for less than its span.
    package init(
        _ period: DigestPeriod, entries: [Entry], before: (gaps: Set<HandOffID>, at: Instant)?,
        now: Instant
    ) {
        let open = entries.filter(\.class.isGap)
        kind = period.kind
        day = period.day
        since = before?.at ?? now - period.span
        handOffs = entries.count
        gaps = Set(open.map(\.handOff))
        losable = List(open, most: Self.mostLosable)
        let start = since
        stuck = List(
            open.filter { entry in
                before.map { !$0.gaps.contains(entry.handOff) }
                    ?? entry.since.map { $0 >= start } ?? false
            }, most: Self.mostOthers)
        unstuck = List(
            entries.filter {
                !$0.class.isGap && before?.gaps.contains($0.handOff) == true
            }, most: Self.mostOthers)
    }

    package var isEmpty: Bool { losable.count == 0 && unstuck.count == 0 }
}

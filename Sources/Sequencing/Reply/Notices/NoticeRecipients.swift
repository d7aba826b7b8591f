/// Whom the words of a notice say could not be reached, and why each.
struct NoticeRecipients {
    struct Found: Equatable {
        var address: String
        /// The lines that speak of it, joined.
        var words: String
    }

    private let signs: ReplySigns
    private var text: NoticeText { signs.noticeText }
    private var ours: Set<String> { signs.noticeOwners }
    /// Every address of the notice's own text, by line.
    private var placed: [Placed] { signs.noticePlaces }

    init(_ signs: ReplySigns) { self.signs = signs }

    static func owners(_ message: ReceivedMessage, _ text: NoticeText) -> Set<String> {
        let senders =
            message.returnedHeaders.filter { $0.isNamed("from") }.map(\.value)
            + text.copies(of: "from")
        return Set(
            message.to.compactMap { NoticeAddress.canonical($0.address) }
                + senders.flatMap { NoticeAddress.all(in: $0) })
    }

    /// Best first: X-Failed-Recipients, addresses that begin a line or follow a label, those in a server's
    /// answer, those in a sentence about delivery, the echo of To, the returned To, any other address.
    func find() -> [Found] {
        let header = failedHeader
        if !header.isEmpty { return header.map { Found(address: $0, words: words(about: $0)) } }
        for place in [NoticeLine.Place.listed, .answered, .told, .hinted, .echoed] {
            let found = allowed(at: place)
            // Nouns alone prove little: `the form of an address is name@customer.example`.
            guard !found.isEmpty, place != .hinted || found.count == 1 else { continue }
            // A sentence may name a helper, too: whom we wrote to is meant.
            let written = found.filter { returnedTo.contains($0.address) }
            return place == .told && !written.isEmpty ? written : found
        }
        return fallback.map { Found(address: $0, words: text.own) }
    }

    /// Whether the text sets somebody apart as people don't: at a line's beginning, after a label, in a
    /// server's answer.
    var isList: Bool {
        placed.contains {
            ($0.place == .listed || $0.place == .answered) && isMeant($0.address)
                && $0.address != signs.fromAddress
        }
    }

    /// Everyone the notice could mean, to match by; best first.
    func candidates() -> [String] {
        distinct(
            find().map(\.address) + returnedTo
                + placed.map(\.address).filter { !ours.contains($0) && !NoticeAddress.isSystem($0) }
        )
    }

    private var failedHeader: [String] {
        let failed = signs.message.headers.filter { $0.isNamed("x-failed-recipients") }
        return distinct(failed.flatMap { NoticeAddress.all(in: $0.value) })
    }

    private var returnedTo: [String] {
        let fields = signs.message.returnedHeaders.filter {
            ["to", "original-rcpt-to", "removal-recipient", "x-failed-recipients"]
                .contains($0.name.lowercased())
        }.map(\.value)
        let outer = ["x-hmxmroriginalrecipient", "x-original-rcpt-to"]
            .compactMap { signs.fields[$0] }
        return distinct(
            (outer + fields + text.copies(of: "to")).flatMap { NoticeAddress.all(in: $0) })
    }

    /// With several in To nobody knows which one it was, unless the text says so.
    private var fallback: [String] {
        let others = distinct(
            placed.filter { $0.place == .mentioned }.map(\.address).filter(isMeant))
        let returned = returnedTo.filter { !NoticeAddress.isSystem($0) }
        let foreign = returned.filter { !ours.contains($0) }
        let named = foreign.filter(others.contains)
        if !named.isEmpty { return named }
        if foreign.count == 1 { return foreign }
        if let bare = bareName ?? list { return [bare] }
        if others.count == 1, returned.isEmpty { return others }
        if returned.count == 1 { return returned }
        return verp.map { [$0] } ?? []
    }

    /// A mailing list whose robot answers for it: `sales-admin@` for `sales@`.
    private var list: String? {
        guard signs.fields["x-mlserver"] != nil || signs.fields["x-ml-name"] != nil,
            let suffix = ["-admin", "-owner", "-request", "-bounces"].first(
                where: signs.fromLocalPart.hasSuffix)
        else { return nil }
        return NoticeAddress.canonical(
            signs.fromLocalPart.dropLast(suffix.count)
                + signs.fromAddress.dropFirst(signs.fromLocalPart.count))
    }

    /// A provider that lists its own names without a domain, as AOL did: `…could not be delivered:` and a
    /// word in the next line.
    private var bareName: String? {
        guard signs.isFromDaemon, let at = signs.fromAddress.firstIndex(of: "@") else { return nil }
        let lines = text.lines.filter { !$0.allSatisfy(\.isWhitespace) }
        for (line, next) in zip(lines, lines.dropFirst()) where line.hasSuffix(":") {
            let words = next.split(whereSeparator: \.isWhitespace)
            if words.count == 1, !words[0].contains("@"), !words[0].contains(":") {
                return NoticeAddress.canonical("\(words[0])\(signs.fromAddress[at...])")
            }
        }
        return nil
    }

    /// The address inside our own return path: `bounces+ada=customer.example@vendor.example`.
    private var verp: String? {
        let local = signs.message.to.first?.address.split(separator: "@").first ?? ""
        guard let equals = local.lastIndex(of: "=") else { return nil }
        let name = local[..<equals]
        let start = name.lastIndex(of: "+") ?? name.firstIndex(of: "-")
        guard let start else { return nil }
        return NoticeAddress.canonical(
            "\(name[name.index(after: start)...])@\(local[local.index(after: equals)...])")
    }

    // MARK: Places

    struct Placed {
        let address: String
        let place: NoticeLine.Place
        let line: Int
    }

    private func isMeant(_ address: String) -> Bool {
        !ours.contains(address) && !NoticeAddress.isSystem(address)
    }

    private func allowed(at place: NoticeLine.Place) -> [Found] {
        let here = placed.filter { $0.place == place && isMeant($0.address) }
        return distinct(here.map(\.address)).map { Found(address: $0, words: words(about: $0)) }
    }

    static func placed(in text: NoticeText) -> [Placed] {
        var found: [Placed] = []
        var before: Substring = ""
        for (index, line) in text.lines.enumerated() {
            let bare = line.drop(while: \.isWhitespace)
            guard !bare.isEmpty else { continue }
            if bare.utf8.contains(UInt8(ascii: "@")) {
                let after = index + 1 < text.lines.count ? text.lines[index + 1] : ""
                found += NoticeLine(bare, before: before, after: after).addresses.map {
                    Placed(address: $0.address, place: $0.place, line: index)
                }
            }
            before = bare
        }
        return found
    }

    /// The lines from the one that names the address to the next one that names another; when these give
    /// no reason, the others that name it; then the whole notice.
    private func words(about address: String) -> String {
        let own = placed.filter { $0.address == address }
        for spot in own where spot.place != .echoed {
            let end =
                placed.first {
                    $0.line > spot.line && $0.address != address && $0.place == spot.place
                }?
                .line ?? text.lines.count
            let chunk = text.lines[spot.line..<min(end, spot.line + 14)].joined(separator: "\n")
            if saysWhy(chunk) { return chunk }
        }
        return text.own
    }

    private func saysWhy(_ chunk: String) -> Bool {
        ServerWords.status(in: chunk) != nil || ServerWords.replyCode(in: chunk) != nil
            || RefusalWords.reason(in: FoldedText(chunk, limit: 3000)) != nil
    }

    private func distinct(_ addresses: [String]) -> [String] {
        var seen: Set<String> = []
        return addresses.filter { seen.insert($0).inserted }
    }
}

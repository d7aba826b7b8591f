import PlainYAML
import Sequencing

/// Reads what a step does.
struct ActReader {
    /// Answers and forwards in the languages whose mail programs mark them.
    private static let replyMarks = [
        "re:", "re[", "fwd:", "fw:", "aw:", "wg:", "sv:", "vs:", "antw:", "tr:", "rv:", "r:",
        "rif:",
        "odp:", "ynt:",
    ]
    private static let variantLimit = 10

    let map: Mapping

    private var mistakes: Mistakes { map.mistakes }
    private var templates: TemplateReader { TemplateReader(mistakes: mistakes) }

    /// Nil when a mistake was noted that leaves nothing to go on with.
    func read(_ channel: Channel) -> Step.Act? {
        defer { map.refuseUnknownKeys() }
        switch channel {
        case .email: return email().map { .email($0) }
        case .call: return manual().map { .call($0) }
        case .task: return manual().map { .task($0) }
        case .linkedIn: return linkedIn().map { .linkedIn($0) }
        }
    }

    private func email() -> EmailAct? {
        let subjectNode = map.optional("subject")
        let replyTo = map.optionalText("reply-to")
        if subjectNode != nil, map.has("reply-to") {
            map.note(
                "reply-to", "an answer takes its subject from the message it answers",
                advice: "remove subject or reply-to")
        } else if subjectNode == nil, replyTo == nil {
            mistakes.note(
                map.node, "the e-mail has neither subject nor reply-to",
                advice: "add subject: …, or reply-to: and the id of an earlier e-mail")
        }
        let subject = subjectNode.flatMap { self.subject($0) }
        let isReviewed = map.optionalFlag("review") ?? false
        let variants = variants()
        guard !variants.isEmpty else { return nil }
        return EmailAct(
            subject: subject, replyTo: replyTo, variants: variants, isReviewed: isReviewed)
    }

    private func subject(_ node: Node) -> MergeTemplate? {
        guard let text = map.text(of: node) else { return nil }
        if text.isBlank {
            mistakes.note(node, "the subject is empty", advice: "write one")
        } else if text.contains(where: \.isNewline) || text.count > 200 {
            mistakes.note(node, "the subject must be one line of at most 200 characters")
        }
        if let mark = Self.feignedMark(in: text) {
            mistakes.note(
                node, "a first message whose subject begins with \(mark.evidence) feigns an answer",
                advice: "remove the mark, or continue a thread with reply-to")
        }
        return templates.template(node)
    }

    /// The mark of an answer with which a subject begins, also where it stands in the first field's fallback
    /// or with a space before its colon, as the French write it.
    private static func feignedMark(in subject: String) -> String? {
        var start = subject.drop(while: \.isWhitespace)
        if start.hasPrefix("{{"), let bar = start.firstIndex(of: "|") {
            start = start[start.index(after: bar)...].drop(while: \.isWhitespace)
        }
        var text = start.prefix(40).lowercased()
        if let colon = text.firstIndex(of: ":") {
            var word = text[..<colon]
            while let last = word.last, last.isWhitespace { word.removeLast() }
            text = String(word) + text[colon...]
        }
        return replyMarks.first { text.hasPrefix($0) }
    }

    private func variants() -> [EmailAct.Variant] {
        guard map.has("variants") else {
            return variant(map, weight: 1).map { [$0] } ?? []
        }
        for key in ["body", "html"] where map.optional(key) != nil {
            map.note(key, "stands beside variants", advice: "move it into one of the variants")
        }
        guard let node = map.required("variants") else { return [] }
        guard case .list(let items) = node.content, (1...Self.variantLimit).contains(items.count)
        else {
            mistakes.note(
                node, "must be a list of 1 to \(Self.variantLimit) variants",
                advice: "write - { weight: 1, body: \"…\" } lines")
            return []
        }
        return items.compactMap { item in
            guard let map = Mapping(item, mistakes) else { return nil }
            let weight = map.optionalInteger("weight", in: 1...1000) ?? 1
            let variant = variant(map, weight: weight)
            map.refuseUnknownKeys()
            return variant
        }
    }

    private func variant(_ map: Mapping, weight: Int) -> EmailAct.Variant? {
        let html = map.optional("html").flatMap { templates.template($0) }
        guard let node = map.required("body", advice: "add body: | and the text below it"),
            let body = templates.filled(node, "the body is empty")
        else { return nil }
        return .init(weight: weight, body: body, html: html)
    }

    private func manual() -> ManualAct? {
        let expires = expires()
        guard let node = map.required("script", advice: "add script: and what to do or say"),
            let script = templates.filled(node, "the script is empty")
        else { return nil }
        return ManualAct(script: script, expires: expires)
    }

    private func linkedIn() -> LinkedInAct? {
        let kinds = LinkedInAct.Kind.allCases.map(\.rawValue).joined(separator: ", ")
        let note = map.optional("note").flatMap { templates.filled($0, "the note is empty") }
        let expires = expires()
        guard let node = map.required("action", advice: "add action: and one of \(kinds)") else {
            return nil
        }
        guard let kind = node.text.flatMap(LinkedInAct.Kind.init(rawValue:)) else {
            mistakes.note(
                node, "\((node.text ?? node.kind).evidence) is no LinkedIn action",
                advice: "write one of \(kinds)")
            return nil
        }
        if kind == .message, !map.has("note") {
            mistakes.note(map.node, "the message has no text", advice: "add note: and the text")
        }
        return LinkedInAct(kind: kind, note: note, expires: expires)
    }

    private func expires() -> Delay.Span? {
        guard let node = map.optional("expires"), let text = map.text(of: node) else { return nil }
        guard let span = Phrase.span(text) else {
            mistakes.note(node, "\(text.evidence) is no span of time", advice: Phrase.spanAdvice)
            return nil
        }
        SpanCheck(mistakes).check(span, least: 1, at: node)
        return span
    }
}

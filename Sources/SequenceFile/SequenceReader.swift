import PlainYAML
import Sequencing

/// Reads the top of a sequence file and hands its parts to their readers.
struct SequenceReader {
    static let stepLimit = 50

    let file: String
    let knownZones: (String) -> Bool
    let mistakes: Mistakes
    /// What is allowed and still deserves a second thought.
    let remarks: Mistakes

    /// Nil, and noted, when there is no sequence in the text; usable only without mistakes.
    func read(_ text: String) -> Sequence? {
        let root: Node
        do {
            root = try PlainYAML.parse(text, file: file)
        } catch {
            mistakes.add(error)
            return nil
        }
        let name = name(root)
        guard let map = Mapping(root, mistakes) else { return nil }
        let title = title(map)
        let window = WindowReader(knownZones: knownZones, mistakes: mistakes)
            .read(map.mapping("window"))
        let (colleagues, outOfOffice) = rules(map)
        let written = phrase(
            "unable-to-reach-after", in: map, Phrase.minimum, Phrase.minimumAdvice)
        let minimum = map.optional("unable-to-reach-after") == nil ? .standard : written
        let steps = steps(map, window: window)
        map.refuseUnknownKeys()
        PlanCheck(steps: steps, mistakes: mistakes, remarks: remarks)
            .run(minimum: minimum, map: map)
        return Sequence(
            name: name, title: title, window: window, colleagueReplies: colleagues,
            outOfOffice: outOfOffice, minimum: minimum ?? .standard, steps: steps.compactMap(\.step)
        )
    }

    private func name(_ root: Node) -> String {
        let last = file.split(separator: "/").last.map(String.init) ?? ""
        let name = last.split(separator: ".").first.map(String.init) ?? ""
        var whole = root
        (whole.line, whole.column) = (1, 1)
        if !name.isStepID || !(last == name || last == "\(name).yaml" || last == "\(name).yml") {
            mistakes.note(
                whole, "the file's name \(last.evidence) is no name for a sequence",
                advice: "use small letters, digits and hyphens, as in inbound-handoff.yaml")
        }
        return name
    }

    private func title(_ map: Mapping) -> String {
        let title = map.requiredText(
            "title", advice: "add title: and a line that says what it is for")
        if title.contains(where: \.isNewline) || title.count > 120 {
            map.note("title", "must be one line of at most 120 characters")
        } else if map.optional("title")?.text?.isBlank == true {
            map.note("title", "is empty", advice: "say in a line what the sequence is for")
        }
        return title
    }

    private func rules(_ map: Mapping) -> (Sequence.ColleagueRule, Sequence.OutOfOfficeRule) {
        guard let when = map.mapping("when") else {
            return (SequenceDefaults.colleagueReplies, SequenceDefaults.outOfOffice)
        }
        let colleagues = phrase(
            "colleague-replies", in: when, Phrase.colleagueRule, Phrase.colleagueAdvice)
        let outOfOffice = phrase(
            "out-of-office", in: when, Phrase.outOfOffice, Phrase.outOfOfficeAdvice)
        when.refuseUnknownKeys()
        return (
            colleagues ?? SequenceDefaults.colleagueReplies,
            outOfOffice ?? SequenceDefaults.outOfOffice
        )
    }

    /// Nil when the key is missing, or its value was noted as a mistake.
    private func phrase<Value>(
        _ key: String, in map: Mapping, _ parse: (String) -> Value?, _ advice: String
    ) -> Value? {
        guard let node = map.optional(key), let text = map.text(of: node) else { return nil }
        if let value = parse(text) { return value }
        mistakes.note(node, "\(text.evidence) can't be read", advice: advice)
        return nil
    }

    private func steps(_ map: Mapping, window: Window) -> [ReadStep] {
        guard let node = map.required("steps", advice: "add steps: and at least one step") else {
            return []
        }
        guard case .list(let items) = node.content else {
            mistakes.note(node, "must be a list of steps", advice: "begin each step with - id: …")
            return []
        }
        if items.isEmpty {
            mistakes.note(node, "there are no steps", advice: "add at least one step")
        }
        if items.count > Self.stepLimit {
            // Nothing else is said of so many: the checks compare every step with every other.
            mistakes.note(
                node, "there are \(items.count) steps; \(Self.stepLimit) are the limit",
                advice: "divide the sequence")
            return []
        }
        return items.compactMap { item in
            Mapping(item, mistakes).map { StepReader(map: $0, window: window).read() }
        }
    }
}

extension StringProtocol {
    var isBlank: Bool { allSatisfy(\.isWhitespace) }

    /// Small letters and digits in groups joined by single hyphens, at most 40.
    var isStepID: Bool {
        guard (1...40).contains(utf8.count) else { return false }
        return split(separator: "-", omittingEmptySubsequences: false).allSatisfy { group in
            !group.isEmpty
                && group.utf8.allSatisfy {
                    (0x61...0x7A).contains($0) || (0x30...0x39).contains($0)
                }
        }
    }
}

import PlainYAML
import SequenceFile
import Testing

/// One wrong file for each rule of a step. The first step begins in line 6.
struct LintStepTests {
    private static let hello = "  - id: hello\n    email: { subject: Hello, body: Hello }\n"
    private static let call = "  - id: ring\n    call: { script: Ring }\n"

    static let shape: [LintRow] = [
        .steps("a text for a step", "  - hello\n", "6:5", "steps[1]", "must be a mapping"),
        .steps(
            "no id", "  - email: { subject: A, body: A }\n", "6:5", "steps[1]", "“id” is missing"),
        .steps(
            "bad id", "  - id: Hello_1\n    email: { subject: A, body: A }\n", "6:9", "steps[1].id",
            "“Hello_1” is no id"),
        .steps(
            "id twice", hello + hello, "8:9", "steps[2].id", "another step is called “hello”"),
        .steps(
            "unknown key", hello + "    afer: 2 hours\n", "8:5", "steps[1].afer", "mean after?"),
        .steps("no channel", "  - id: a\n", "6:5", "steps[1]", "the step does nothing"),
        .steps(
            "two channels", hello + "    call: { script: x }\n", "8:5", "steps[1].call",
            "more than one thing"),
        .steps(
            "a channel with nothing in it", "  - id: a\n    email:\n", "7:5", "steps[1].email",
            "has nothing in it"),
        .steps("delay", hello + "    after: soon\n", "8:12", "steps[1].after", "is no delay"),
        .steps(
            "delay in weeks", hello + "    after: 2 weeks\n", "8:12", "steps[1].after",
            "write 30 minutes, 2 hours, 3 days or 2 business days"),
        .steps(
            "negative delay", hello + "    after: -2 days\n", "8:12", "steps[1].after", "no delay"),
        .steps(
            "delay of two years", hello + "    after: 730 days\n", "8:12", "steps[1].after",
            "write from 0 to 365 days"),
        .steps(
            "delay of too many business days", hello + "    after: 261 business days from start\n",
            "8:12", "steps[1].after", "260 business days"),
        .steps("time", hello + "    at: noon\n", "8:9", "steps[1].at", "is no time of day"),
        .steps("midnight", hello + "    at: 24:00\n", "8:9", "steps[1].at", "is no time of day"),
        .steps(
            "time outside the window", hello + "    at: 18:30\n", "8:9", "steps[1].at",
            "write a time within 09:00-17:00"),
        .steps(
            "hours that are none", hello + "    between: morning\n", "8:14", "steps[1].between",
            "are no hours; write 09:00-17:00"),
        .steps(
            "hours backwards", hello + "    between: 11:00-10:00\n", "8:14", "steps[1].between",
            "ends before it begins"),
        .steps(
            "hours outside the window", hello + "    between: 18:00-19:00\n", "8:14",
            "steps[1].between", "write hours within 09:00-17:00"),
        .steps(
            "hours beside a time", hello + "    at: 09:15\n    between: 09:00-11:00\n", "9:14",
            "steps[1].between", "keep at or between"),
        .steps(
            "condition", hello + "    only-if: phone\n", "8:14", "steps[1].only-if",
            "“phone” is no condition"),
        .steps(
            "unknown field in a condition", hello + "    only-if: lead.phon\n", "8:14",
            "steps[1].only-if", "did you mean phone?"),
        .steps(
            "unknown field in a negation", hello + "    only-if: not lead.shoe_size\n", "8:14",
            "steps[1].only-if", "the field “shoe_size” is unknown; known are first_name"),
        .steps(
            "condition on a later step", hello + "    only-if: ring was busy\n" + call, "8:14",
            "steps[1].only-if", "“ring” is no earlier step"),
        .steps(
            "condition on a misspelt step",
            call + hello + "    only-if: rang was busy\n", "10:14", "steps[2].only-if",
            "did you mean ring?"),
        .steps(
            "condition on an e-mail", hello + call + "    only-if: hello was done\n", "10:14",
            "steps[2].only-if", "an e-mail has no outcome"),
        .steps(
            "unknown outcome in a condition", call + hello + "    only-if: ring was done\n",
            "10:14",
            "steps[2].only-if", "“done” is no outcome of “ring”; known there: connected"),
        .steps(
            "condition on an outcome that ends",
            call + "    on: { connected: end }\n" + hello + "    only-if: ring was connected\n",
            "11:14", "steps[2].only-if", "can't be reached"),
        .steps(
            "condition on a meeting", call + hello + "    only-if: ring was meeting-booked\n",
            "10:14", "steps[2].only-if", "can't be reached"),
        .steps(
            "after a step that always ends",
            "  - id: a\n    task: { script: x }\n    on: { done: end }\n" + hello, "9:5",
            "steps[2]",
            "can't be reached: every outcome of “a” ends"),
        .steps(
            "outcome of an e-mail", hello + "    on: { connected: end }\n", "8:11",
            "steps[1].on.connected", "no outcome of a step on email; remove on"),
        .steps(
            "misspelt outcome", call + "    on: { conected: end }\n", "8:11",
            "steps[1].on.conected", "did you mean connected?"),
        .steps(
            "outcome of a call on LinkedIn",
            "  - id: a\n    linkedin: { action: view }\n    on: { busy: end }\n", "8:11",
            "steps[1].on.busy", "known here: done, accepted, no-account"),
        .steps(
            "unknown rule", call + "    on: { busy: retry }\n", "8:17", "steps[1].on.busy",
            "write end (the sequence is over) or next"),
        .steps(
            "a meeting that goes on", call + "    on: { meeting-booked: next }\n", "8:27",
            "steps[1].on.meeting-booked", "always ends"),
    ]

    @Test("a wrong step is refused at its place", arguments: shape)
    func refusedShape(_ row: LintRow) throws {
        try row.check()
    }

    static let acts: [LintRow] = [
        .steps(
            "no subject", "  - id: a\n    email:\n      body: A\n", "8:7", "steps[1].email",
            "neither subject nor reply-to"),
        .steps(
            "subject and reply-to",
            hello + "  - id: b\n    email:\n      subject: B\n"
                + "      reply-to: hello\n      body: B\n", "11:7", "steps[2].email.reply-to",
            "remove subject or reply-to"),
        .steps(
            "empty subject", "  - id: a\n    email:\n      subject: \"\"\n      body: A\n", "8:16",
            "steps[1].email.subject", "the subject is empty"),
        .steps(
            "two lines of subject",
            "  - id: a\n    email:\n      subject: \"a\\nb\"\n      body: A\n",
            "8:16", "steps[1].email.subject", "one line"),
        .steps(
            "subject that is a field without quotes",
            "  - id: a\n    email:\n      subject: {{company}}\n      body: A\n", "8:17",
            "steps[1].email.subject", "put {{field}}"),
        .steps(
            "reply-to a later step",
            "  - id: b\n    email:\n      reply-to: hello\n      body: B\n" + hello, "8:17",
            "steps[1].email.reply-to", "no earlier e-mail step; there is none before this step"),
        .steps(
            "reply-to a call",
            call + hello + "  - id: b\n    email:\n      reply-to: ring\n"
                + "      body: B\n", "12:17", "steps[3].email.reply-to", "write one of hello"),
        .steps(
            "reply-to itself", "  - id: b\n    email:\n      reply-to: b\n      body: B\n", "8:17",
            "steps[1].email.reply-to", "“b” is no earlier e-mail step"),
        .steps(
            "no body", "  - id: a\n    email:\n      subject: A\n", "8:7", "steps[1].email",
            "“body” is missing"),
        .steps(
            "blank body", "  - id: a\n    email:\n      subject: A\n      body: \"  \"\n", "9:13",
            "steps[1].email.body", "the body is empty"),
        .steps(
            "unknown key in an e-mail",
            "  - id: a\n    email:\n      subject: A\n      revew: true\n      body: A\n", "9:7",
            "steps[1].email.revew", "did you mean review?"),
        .steps(
            "review", "  - id: a\n    email:\n      subject: A\n      body: A\n      review: yes\n",
            "10:15", "steps[1].email.review", "must be true or false"),
        .steps(
            "body beside variants",
            "  - id: a\n    email:\n      subject: A\n      body: A\n"
                + "      variants: [{ body: B }]\n", "9:7", "steps[1].email.body",
            "stands beside variants"),
        .steps(
            "no variants", "  - id: a\n    email:\n      subject: A\n      variants: []\n", "9:17",
            "steps[1].email.variants", "a list of 1 to 10"),
        .steps(
            "weight",
            "  - id: a\n    email:\n      subject: A\n      variants:\n"
                + "        - { weight: 0, body: B }\n", "10:21",
            "steps[1].email.variants[1].weight", "write a number from 1 to 1000"),
        .steps(
            "variant without a body",
            "  - id: a\n    email:\n      subject: A\n"
                + "      variants:\n        - { weight: 2 }\n", "10:11",
            "steps[1].email.variants[1]", "“body” is missing"),
        .steps(
            "no script", "  - id: a\n    call: {}\n", "7:11", "steps[1].call", "“script” is missing"
        ),
        .steps(
            "blank script", "  - id: a\n    task: { script: \" \" }\n", "7:21",
            "steps[1].task.script", "the script is empty"),
        .steps(
            "expires", "  - id: a\n    task: { script: x, expires: never }\n", "7:33",
            "steps[1].task.expires", "is no span of time"),
        .steps(
            "expires at once", "  - id: a\n    task: { script: x, expires: 0 hours }\n", "7:33",
            "steps[1].task.expires", "write from 1 to 2160 hours"),
        .steps(
            "no action", "  - id: a\n    linkedin: { note: x }\n", "7:15", "steps[1].linkedin",
            "one of connect, message, view"),
        .steps(
            "unknown action", "  - id: a\n    linkedin: { action: like }\n", "7:25",
            "steps[1].linkedin.action", "is no LinkedIn action"),
        .steps(
            "message without a text", "  - id: a\n    linkedin: { action: message }\n", "7:15",
            "steps[1].linkedin", "the message has no text"),
        .steps(
            "unknown field in a subject",
            "  - id: a\n    email:\n      subject: \"Hi {{frist_name}}\"\n      body: A\n", "8:20",
            "steps[1].email.subject", "did you mean first_name?"),
        .steps(
            "unknown field in a block",
            "  - id: a\n    email:\n      subject: A\n      body: |\n"
                + "        Hi {{first_name}},\n\n        at {{compny|x}} and\n", "12:12",
            "steps[1].email.body", "the field “compny” is unknown; did you mean company?"),
        .steps(
            "unknown field in HTML",
            "  - id: a\n    email:\n      subject: A\n      body: A\n"
                + "      html: <p>{{nme}}</p>\n", "10:16", "steps[1].email.html", "“nme” is unknown"
        ),
        .steps(
            "open field in a script", "  - id: a\n    call: { script: \"Ask {{topic\" }\n", "7:26",
            "steps[1].call.script", "not closed"),
    ]

    @Test("a wrong act is refused at its place", arguments: acts)
    func refusedAct(_ row: LintRow) throws {
        try row.check()
    }

    @Test(
        "a first message may not feign an answer",
        arguments: [
            "Re: Hi", "RE:Hi", "RE : Hi", "{{topic|Re: x}}", "Fwd: Hi", "FW: Hi", "AW: Hi",
            " WG: Hi", "Re[2]: Hi", "Sv: Hi",
        ])
    func feigned(subject: String) throws {
        try LintRow.steps(
            subject, "  - id: a\n    email: { subject: \"\(subject)\", body: A }\n", "7:23",
            "steps[1].email.subject", "feigns an answer"
        ).check()
    }

    @Test(
        "an innocent subject passes",
        arguments: ["Regarding {{topic}}", "Are we on?", "Forward look", "Reply wanted: yes or no"])
    func innocent(subject: String) throws {
        let text =
            LintRow.top + "  - id: a\n    email: { subject: \"\(subject)\", body: A }\n"
        _ = try SequenceFile.read(text, file: "a.yaml", knownZones: { _ in true })
    }

    @Test(
        "a fifth e-mail in a row is remarked on once, and a touch on another channel ends the row",
        arguments: [
            ("eeee", [String]()), ("eeeee", ["s5"]), ("eeeeeee", ["s5"]), ("eeceeee", []),
            ("eeeeceeeee", ["s10"]), ("eeeee" + "c" + "eeeee", ["s5", "s11"]),
        ])
    func emailsInARow(plan: String, remarked: [String]) throws {
        let steps = plan.enumerated().map { place, kind in
            let act =
                kind == "c" ? "call: { script: Ring }" : "email: { subject: Hello, body: Hello }"
            return "  - id: s\(place + 1)\n    \(act)\n"
        }
        let remarks = try SequenceFile.lint(
            LintRow.top + steps.joined(), file: "a.yaml", knownZones: { _ in true }
        ).remarks
        #expect(
            remarks.map(\.message)
                == remarked.map { "“\($0)” is the 5th e-mail in a row, on no other channel" })
        let lines = remarked.compactMap { Int($0.dropFirst()) }.map { 6 + 2 * ($0 - 1) }
        #expect(remarks.map(\.line) == lines)
    }

    @Test("all mistakes are shown in one run, in the order of the file, with what to write")
    func together() throws {
        let text = """
            titel: T
            window:
              zone: Mars/Base
            unable-to-reach-after: 1 touch on 1 channel in 1 business day
            steps:
              - id: a
                after: soon
                email:
                  subject: "Re: hi"
                  body: Hi {{nam}}
            """
        let errors = try #require(throws: SequenceFileErrors.self) {
            try SequenceFile.read(text, file: "folder/x.yaml", knownZones: { _ in false })
        }
        #expect(
            errors.description == """
                folder/x.yaml:1:1: the key “title” is missing; \
                add title: and a line that says what it is for
                folder/x.yaml:1:1: titel: the key “titel” is unknown; did you mean title?
                folder/x.yaml:3:9: window.zone: the zone “Mars/Base” is unknown; \
                write lead, rep or an IANA name like Europe/Berlin
                folder/x.yaml:7:12: steps[1].after: “soon” is no delay; write 30 minutes, 2 hours, \
                3 days or 2 business days, and “from start” after it to count from the enrollment
                folder/x.yaml:9:16: steps[1].email.subject: a first message whose subject begins \
                with “re:” feigns an answer; remove the mark, or continue a thread with reply-to
                folder/x.yaml:10:16: steps[1].email.body: the field “nam” is unknown; \
                known are first_name, last_name, full_name, email, phone, company, title, linkedin, \
                country, city, website, topic, source, rep_name, rep_first_name, rep_email, \
                rep_phone, signature and custom_…
                """)
    }
}

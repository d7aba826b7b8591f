package import Sequencing

/// What a sequence file means when it doesn't say.
package enum SequenceDefaults {
    package static let hours = [
        Window.Hours(
            opens: LocalTime(hour: 9, minute: 0), closes: LocalTime(hour: 17, minute: 0))
    ]

    package static let window = Window(
        days: Window.workdays, hours: hours, zone: .lead, holidays: .lead)

    package static let colleagueReplies = Sequence.ColleagueRule.pause(businessDays: 5)

    package static let outOfOffice = Sequence.OutOfOfficeRule(
        businessDaysAfterReturn: 1, defaultDays: 14)
}

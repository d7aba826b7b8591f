import API
import Engine
import Sequencing
import Store

extension ViewBuilder {
    func handOffReport(_ report: TouchGapReport) -> HandOffReportView {
        let entries = report.lines.map(\.ledgerEntry)
        let total = LedgerSums(entries)
        let sources = Dictionary(grouping: entries, by: \.source).map { source, entries in
            row(LedgerSums(entries), source: source)
        }.sorted { ($1.given, $0.source ?? "~") < ($0.given, $1.source ?? "~") }
        return HandOffReportView(
            asOf: Timestamp(report.asOf), total: row(total, source: nil), sources: sources,
            cohorts: HandOffCohort.cohorts(of: entries).map { cohort in
                view(cohort, now: report.asOf, medianToQualify: total.medianToQualify)
            }, medianDaysToQualify: days(total.medianToQualify))
    }

    private func row(_ sums: LedgerSums, source: String?) -> LedgerRow {
        LedgerRow(
            source: source, given: sums.given, accepted: sums.accepted, touched: sums.touched,
            workedToMinimum: sums.workedToMinimum, open: sums.results[.open] ?? 0,
            rejected: sums.results[.rejected] ?? 0, qualified: sums.results[.qualified] ?? 0,
            disqualified: sums.results[.disqualified] ?? 0, recycled: sums.results[.recycled] ?? 0,
            dispositions: sums.dispositions, medianDaysToAccept: days(sums.medianToAccept),
            medianDaysToFirstTouch: days(sums.medianToFirstTouch),
            medianDaysToQualify: days(sums.medianToQualify))
    }

    private func view(
        _ cohort: HandOffCohort, now: Instant, medianToQualify: Duration?
    ) -> CohortView {
        CohortView(
            week: "\(cohort.week)", given: cohort.entries.count,
            isTooEarly: cohort.isTooEarly(at: now, medianToQualify: medianToQualify),
            readings: HandOffCohort.ages.compactMap { age in
                cohort.sums(atAge: age, now: now).map { sums in
                    CohortReading(
                        days: age, touched: sums.touched, workedToMinimum: sums.workedToMinimum,
                        qualified: sums.results[.qualified] ?? 0,
                        disqualified: sums.results[.disqualified] ?? 0,
                        rejected: sums.results[.rejected] ?? 0)
                }
            })
    }

    /// To a tenth.
    private func days(_ duration: Duration?) -> Double? {
        duration.map { Double(($0.wholeMilliseconds + 4_320_000) / 8_640_000) / 10 }
    }
}

extension TouchGapReport.Line {
    fileprivate var ledgerEntry: LedgerEntry {
        let times = times
        return LedgerEntry(
            source: row.source, givenAt: row.givenAt, acceptedAt: row.acceptedAt,
            firstTouchAt: times.touches.first?.at,
            minimumAt: times.minimumAt(in: calendar),
            disposition: times.disposedAt == nil ? nil : row.disposition,
            disposedAt: times.disposedAt)
    }
}

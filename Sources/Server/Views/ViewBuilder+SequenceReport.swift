import API
import Engine
import Sequencing

extension ViewBuilder {
    func sequenceReport(_ question: ReportQuestion) throws -> SequenceReportView {
        let reports = try engine.sequenceReport(question)
        return SequenceReportView(
            asOf: Timestamp(question.asOf ?? engine.now),
            versions: reports.map { view($0, step: question.step) })
    }

    private func view(_ report: SequenceReport, step: Int?) -> VersionSurvival {
        let steps = zip(report.sequence.steps, report.steps).enumerated().map { index, pair in
            let (step, survival) = pair
            return StepSurvivalView(
                step: index + 1, id: step.id, channel: step.channel, due: survival.due,
                onTime: survival[.onTime], late: survival[.late], never: survival[.never],
                open: survival[.open], overtaken: survival[.overtaken])
        }
        return VersionSurvival(
            sequence: report.version.name, version: report.version.version,
            title: report.sequence.title, enrollments: report.enrollments, ended: report.ended,
            steps: steps.filter { step == nil || $0.step == step },
            killingStep: report.steps.killingStep.map { report.sequence.steps[$0].id })
    }
}

import Engine
import Sequencing
import Simulation
import Store
import Testing

/// Books of hand-offs to which anything happens, drawn at random: at every instant, also of the future and without a
/// row being written, the report from the tally is that of judging everything.
struct TallyCourseScenarios {
    @Test(
        "Whatever happens to a book of hand-offs, its report is right before and after it is counted, and in all that comes",
        arguments: [1, 2, 3] as [UInt64])
    func course(_ seed: UInt64) throws {
        let course = try Course(seed: seed)
        let stage = course.stage
        var met: Set<TouchGapClass> = []
        for round in 0..<12 {
            stage.time.run(until: stage.time.now() + .hours(5 + course.pick(30)))
            for _ in 0..<6 { course.happen() }
            #expect(try course.mistakes([stage.time.now(), stage.time.now() + .days(3)]).isEmpty)
            guard round % 3 == 2 else { continue }
            try course.tend()
            let mark = try stage.store.tallyMark()
            let now = stage.time.now()
            let ahead = (0..<6).map { _ in now + .seconds(course.pick(70 * 86_400)) }
            #expect(try course.mistakes([now, now + .milliseconds(1)] + ahead).isEmpty)
            #expect(try stage.store.tallyMark() == mark)
            met.formUnion(
                try stage.engine.touchGapReport(asOf: ahead[0]).lines.map(\.assessment.class))
        }
        #expect(met.count >= 5, "too little has happened: \(met)")
    }
}

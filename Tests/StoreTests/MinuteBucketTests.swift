import Sequencing
import Testing

@testable import Store

/// Minutes are counted in buckets that lose none of them, and kept as bytes that give them back.
struct MinuteBucketTests {
    @Test(
        "Buckets follow one another without a gap, and none is wider than a sixty-fourth of its minutes"
    )
    func buckets() {
        var last = -1
        var minutes = 0
        while minutes < 3_000_000 {
            let bucket = MinuteBucket.of(minutes)
            let range = MinuteBucket.minutes(in: bucket)
            #expect(bucket == last + 1 && range.lowerBound == minutes)
            #expect(MinuteBucket.of(range.upperBound) == bucket)
            #expect((range.count - 1) * 64 <= range.lowerBound)
            (last, minutes) = (bucket, range.upperBound + 1)
        }
        #expect(MinuteBucket.minutes(in: MinuteBucket.of(-7)) == -7...(-7))
    }

    @Test("What is written as bytes is read again, and bytes of nobody's are refused")
    func bytes() {
        let values = [0, 1, -1, 63, 64, -65, 129_600, -5_000_000, Int(Int32.max)].enumerated().map {
            SeriesMinutes(series: $0 % 26, minutes: $1)
        }
        #expect(MinuteBytes.decode(MinuteBytes.encode(values)) == values)
        #expect(MinuteBytes.decode([]) == [])
        #expect(MinuteBytes.decode([0x80]) == nil && MinuteBytes.decode([1]) == nil)
    }
}

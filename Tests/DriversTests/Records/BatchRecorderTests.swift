import Platform
import Runtime
import ScheduleLang
import Synchronization
import Testing

@testable import Drivers

/// A sink that hangs until it is let go, and then keeps what it is given.
private struct HeldSink: RecordSink {
  let gate: Doorbell
  let taken: Taken

  final class Taken: Sendable {
    let seconds = Mutex<[Int64]>([])
  }

  mutating func write(_ samples: ArraySlice<Sample>) throws(RecordError) -> Int {
    _ = gate.wait(until: MonotonicClock.deadline(after: .milliseconds(60_000)))
    gate.ring()
    taken.seconds.withLock { $0 += samples.map(\.instant.seconds) }
    return samples.count
  }
}

@Suite("Recording off the control path", .timeLimit(.minutes(10)))
struct BatchRecorderTests {
  @Test("nobody waits for a sink that hangs; the oldest samples make room")
  func overflow() {
    let gate = Doorbell()
    let taken = HeldSink.Taken()
    let recorder = BatchRecorder(
      status: RecordStatus(name: "record"), interval: .seconds(3600),
      sink: HeldSink(gate: gate, taken: taken))
    for second in Int64(0)..<10_000 {
      recorder.record(Sample(instant: Instant(seconds: second), action: .idle))
    }
    #expect(recorder.close(by: MonotonicClock.deadline(after: .milliseconds(10))) == .late)

    gate.ring()
    #expect(recorder.close(by: MonotonicClock.deadline(after: .milliseconds(30_000))) == .done)
    let seconds = taken.seconds.withLock { $0 }
    #expect(seconds == seconds.sorted())
    #expect(Set(seconds).count == seconds.count)
    #expect(seconds.suffix(4096) == Array(5904..<10_000))
    #expect(recorder.status.counts.dropped == 10_000 - seconds.count)
    #expect(recorder.status.counts.dropped > 0)
  }

  @Test("what was recorded last is written when the recorder is closed")
  func closing() {
    let gate = Doorbell()
    gate.ring()
    let taken = HeldSink.Taken()
    let recorder = BatchRecorder(
      status: RecordStatus(name: "record"), interval: .seconds(3600),
      sink: HeldSink(gate: gate, taken: taken))
    for second in Int64(0)..<7 { recorder.record(Sample(instant: Instant(seconds: second), action: .idle)) }
    #expect(recorder.close(by: MonotonicClock.deadline(after: .milliseconds(30_000))) == .done)
    #expect(taken.seconds.withLock { $0 } == Array(0..<7))
  }
}

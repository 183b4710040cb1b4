import Platform
import Glibc
import Insights
import Runtime
import ScheduleLang
import Testing

@testable import Drivers
@testable import simulate_faults

/// The faults of the original controller, each of them left behind.
@Suite("Original faults")
struct OriginalFaultsTests {
  @Test(
    "a locked, queued or finished charger has not lost communication, and goes on when it may",
    arguments: [UInt16(5), 6, 8, 9, 10])
  func documentedStates(state: UInt16) throws {
    let home = try DrivenHome("otherwise: charge at 10A")
    home.run(5)
    #expect(home.world.charger.flow == 10)
    home.world.charger.hold(state: state)
    home.run(3600)
    #expect(home.failures.isEmpty)
    home.world.charger.recover(resumes: false)
    // A charger that was told to start is left alone for 22 s; in state 5 it takes orders and moves no power, and is by now
    // started every 15 minutes.
    home.run(state == 5 ? 925 : 25)
    #expect(home.world.charger.flow == 10)
  }

  @Test("a meter that fails once, or for good, does not end the loop while the charger keeps its current")
  func failedMeter() throws {
    let home = try DrivenHome("otherwise: charge at 10A")
    home.run(5)
    home.world.meterLink.outage = .hung
    home.run(1)
    home.world.meterLink.outage = nil
    home.run(4)
    #expect(home.failures == [.failed(.meter, .timeout), .recovered(.meter)])
    #expect(home.world.charger.flow == 10)
    home.world.meterLink.outage = .silence
    home.run(40)
    #expect(home.ticks.count == 50)
    #expect(zip(home.ticks.dropFirst(), home.ticks).allSatisfy { $0 - $1 == 1 })
    #expect(home.world.charger.flow == 0)
    home.world.meterLink.outage = nil
    home.run(5)
    #expect(home.world.charger.flow == 10)
  }

  @Test("a rule that the charger's SoC range keeps from acting is pointed out")
  func powerlessRule() throws {
    func codes(_ soc: ClosedRange<Int>) throws -> [DiagnosticCode] {
      let text = DrivenHome.text(
        """
        during 16:00-19:00, when soc <= 10%: V2H at least 3A
            otherwise: S2V
        """, soc: soc)
      let compiler = ScheduleCompiler()
      let program = try #require(
        compiler.compile(SourceFile(path: "run.evs", bytes: Array(text.utf8))).program)
      let subject = try #require(try HomeSchedule(program))
      let today = try #require(CivilDate(year: 2026, month: 11, day: 23))
      return Analysis(subject, today: today).diagnostics().map(\.code)
    }
    #expect(try codes(20...97).contains(.powerlessRule))
    #expect(try !codes(5...97).contains(.powerlessRule))
  }

  @Test("the charger's own time-out stays armed between commands, and stops it when the program dies")
  func failsafe() throws {
    let home = try DrivenHome("otherwise: charge at 10A")
    home.run(60)
    #expect(home.world.charger.control == 1)
    #expect(home.world.charger.failsafeTimeout == 60)
    home.liveAlone(62)
    #expect(home.world.charger.flow == 0)
  }

  @Test("a database that hangs holds up no tick", .timeLimit(.minutes(10)))
  func hangingDatabase() throws {
    let gate = Doorbell()
    let recorder = BatchRecorder(
      status: RecordStatus(name: "record"), interval: .milliseconds(1), sink: HangingSink(gate: gate))
    defer { gate.ring() }
    let home = try DrivenHome("otherwise: charge at 10A")
    for _ in 0..<600 {
      home.run(1)
      if case .ticked(let snapshot) = home.events.last { recorder.record(Sample(snapshot, rule: nil)) }
    }
    #expect(home.ticks.count == 600)
    #expect(home.world.charger.flow == 10)
    #expect(recorder.status.counts.dropped == 0)
    #expect(recorder.status.counts.written == 0)
  }

  @Test("the end of the program stops the charger and hands it back")
  func end() throws {
    let home = try DrivenHome("otherwise: V2G")
    home.run(30)
    #expect(home.world.charger.flow < 0)
    #expect(throws: Never.self) { try home.loop.shutDown() }
    home.liveAlone(1)
    #expect(home.world.charger.flow == 0)
    #expect(home.world.charger.setPoint == 0)
    #expect(home.world.charger.control == 0)
  }
}

/// A sink that hangs until it is let go.
private struct HangingSink: RecordSink {
  let gate: Doorbell

  mutating func write(_ samples: ArraySlice<Sample>) throws(RecordError) -> Int {
    _ = gate.wait(until: MonotonicClock.deadline(after: .milliseconds(60_000)))
    gate.ring()
    return samples.count
  }
}

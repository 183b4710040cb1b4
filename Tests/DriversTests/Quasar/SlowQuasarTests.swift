import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@testable import Drivers

/// A charger that is slow but right, driven by the real loop on a virtual clock.
@Suite("A slow Quasar")
struct SlowQuasarTests {
  static let latencies = [0, 50, 150, 250, 300, 400, 500, 800, 1000, 1200, 1500]

  @Test("is under control, on time, and never taken for a dead one", arguments: latencies)
  func control(milliseconds: Int) throws {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }))
    home.run(45)
    #expect(home.peer.current == 10)
    #expect(home.peer.control == 1 && home.peer.timeout == 60)
    #expect(home.delays.allSatisfy { $0 == 0 })
    #expect(home.mostLosses < 8)
    // It goes on being read, and is not told over and over what it does already.
    let writes = home.peer.writes.count
    home.run(60)
    #expect(home.peer.writes.count == writes)
    let snapshot = try #require(home.last)
    #expect(snapshot.charger?.state == .charging)
    #expect(snapshot.setPoint == Amperes(10))
    #expect(snapshot.readings.soc == 50)
    #expect(home.failures.filter { $0 != .timeout }.isEmpty)
    #expect(home.loop.chargerLosses == 0)
  }

  @Test("stops within a few replies, and is handed back at the end", arguments: latencies)
  func stopping(milliseconds: Int) throws {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }))
    home.run(60)
    let asked = home.peer.time
    home.loop.order = Order(.stop)
    home.run(10)
    let stop = try #require(
      home.peer.writes.first { $0.time >= asked && $0.register == 0x101 && $0.value == 2 })
    // What it does already it does first.
    #expect(stop.time - asked <= UInt64(2 * milliseconds + 10) * 1_000_000)
    #expect(home.peer.current == 0)
    home.loop.order = nil
    home.run(60)
    #expect(home.peer.current == 10)
    let end = home.peer.time
    #expect(throws: Never.self) { try home.loop.shutDown() }
    #expect(home.peer.current == 0 && home.peer.control == 0)
    #expect(home.peer.time - end <= 12_500_000_000)
  }

  @Test("is not asked on while a stop waits, and what it said lately holds")
  func stopWaiting() throws {
    let home = DrivenQuasar(.init(latency: { _ in 300 }))
    home.run(60)
    func tick() -> UInt64 {
      let begun = home.peer.time
      home.loop.tick(at: home.peer.now)
      return home.peer.time - begun
    }
    #expect(tick() > 310_000_000)
    _ = home.peer.sleep(until: Instant(seconds: home.peer.now.seconds + 1))
    let begun = home.peer.time
    home.charger.heed { home.peer.time > begun }
    #expect(tick() <= 310_000_000)
    let snapshot = try #require(home.last)
    #expect(snapshot.charger?.state == .charging && snapshot.setPoint == Amperes(10))
    #expect(home.loop.chargerLosses == 0)
  }

  @Test("one whose replies take now this long, now that", arguments: 1...20)
  func jitter(seed: Int) {
    let home = DrivenQuasar(.init(latency: { ($0 &* 7919 &+ seed &* 104_729) % 1600 }))
    home.run(60)
    #expect(home.peer.current == 10 && home.peer.timeout == 60)
    home.decision = .idle
    home.run(60)
    #expect(home.peer.current == 0)
    #expect(home.delays.allSatisfy { $0 == 0 })
    #expect(home.mostLosses < 8)
  }

  @Test("one that becomes slow while it runs, and fast again")
  func change() {
    let home = DrivenQuasar(.init())
    home.run(10)
    for latency in [1500, 5, 800, 300, 1500] {
      home.peer.manner.latency = { _ in latency }
      home.run(60)
      home.decision = home.decision == .idle ? Decision(.charge, 10, 10) : .idle
      home.run(60)
      #expect(home.peer.current == Double(home.decision.maximumCurrent))
    }
    #expect(home.mostLosses < 8)
  }

  @Test("one that understands only one request at a time", arguments: [300, 800, 1500])
  func oneByOne(milliseconds: Int) {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }, losesSecondRequest: true))
    home.run(60)
    #expect(home.peer.current == 10)
    home.loop.order = Order(.stop)
    home.run(20)
    #expect(home.peer.current == 0)
  }

  @Test("a wish that changes each second does not keep it from starting", arguments: [300, 800, 1500])
  func wavering(milliseconds: Int) {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }))
    for second in 0..<60 {
      home.decision = Decision(.charge, 8 + second % 3, 8 + second % 3)
      // Another order each time has the schedule evaluated anew.
      home.loop.order = Order(.charge(to: 90), until: Instant(seconds: 3_000_000_000 + Int64(second)))
      home.run(1)
    }
    #expect(home.peer.current >= 8)
  }

  @Test("one that takes a current has it, however often the wish has changed", arguments: 1...40)
  func wishes(seed: Int) throws {
    let home = DrivenQuasar(.init(latency: { 300 + ($0 &* 7919 &+ seed &* 104_729) % 1200 }))
    var seen = 0
    for second in 0..<120 {
      let current = [3, 6, 8][((second &+ seed) &* 7919 &+ seed) % 7 % 3]
      home.decision = Decision(.charge, current, current)
      home.loop.order = Order(.charge(to: 90), until: Instant(seconds: 3_000_000_000 + Int64(second)))
      home.run(1)
      for event in home.events.dropFirst(seen) {
        if case .commanded(.start(let current)) = event { #expect(home.peer.setPoint == current.value) }
      }
      seen = home.events.count
    }
  }

  @Test("one that becomes slow when it is to be stopped", arguments: [800, 1000, 1200, 1500])
  func stopping(fromThenOn milliseconds: Int) {
    let home = DrivenQuasar(.init())
    home.run(20)
    home.peer.manner.latency = { _ in milliseconds }
    home.loop.order = Order(.stop)
    home.run(20)
    #expect(home.peer.current == 0)
    #expect(home.last?.chargerAnswer?.state == .paused)
    home.loop.order = nil
    home.run(30)
    #expect(home.peer.current == 10)
  }

  @Test(
    "a stop gets through a network that loses most of what is sent",
    arguments: [2, 600, 1200, 1500], [[], [.connection]] as [[ModelQuasar.Passage]])
  func stoppingRoughly(milliseconds: Int, alsoLost: [ModelQuasar.Passage]) {
    for seed in 1...25 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      let home = DrivenQuasar(.init())
      home.run(20)
      home.peer.manner.latency = { _ in milliseconds }
      home.peer.manner.loses = { passage in
        let percent = random.next() % 100
        return passage == .connection ? alsoLost.contains(passage) && percent < 25 : percent < 70
      }
      home.loop.order = Order(.stop)
      var seconds = 0
      while home.peer.current != 0, seconds < 200 {
        home.run(1)
        seconds += 1
      }
      #expect(seconds <= 60)
    }
  }

  @Test("one that falls silent is missed, and only then", arguments: [2, 300, 1500])
  func silence(milliseconds: Int) {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }))
    home.run(60)
    #expect(home.loop.chargerLosses == 0)
    home.peer.manner.isSilent = true
    home.run(20)
    #expect(home.loop.chargerLosses >= 10)
    #expect(home.failures.last == .timeout)
    home.peer.manner.isSilent = false
    home.run(20)
    #expect(home.loop.chargerLosses == 0)
    #expect(home.peer.current == 10)
  }

  @Test(
    "one that hangs is missed also while a stop is owed, which keeps it from being asked",
    arguments: [2, 300, 1500])
  func silenceBeforeAStop(milliseconds: Int) {
    let home = DrivenQuasar(.init(latency: { _ in milliseconds }))
    home.run(60)
    home.peer.manner.isSilent = true
    home.loop.order = Order(.stop)
    home.run(30)
    #expect(home.loop.chargerLosses >= RestartPolicy().losses)
    home.peer.manner.isSilent = false
    home.run(20)
    #expect(home.loop.chargerLosses == 0)
    #expect(home.peer.current == 0)
  }

  @Test(
    "one that takes longer than it is waited for is stopped all the same, and counts as silent",
    arguments: [2000, 2500, 3000])
  func tooSlow(milliseconds: Int) {
    let home = DrivenQuasar(.init())
    home.run(20)
    #expect(home.peer.current == 10)
    home.peer.manner.latency = { _ in milliseconds }
    home.loop.order = Order(.stop)
    home.run(30)
    #expect(home.peer.current == 0)
    #expect(home.mostLosses >= RestartPolicy().losses)
    home.peer.manner.latency = { _ in 2 }
    home.loop.order = nil
    home.run(60)
    #expect(home.peer.current == 10)
  }
}

import Platform
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

/// Hours of life at random, the same for the same seed: weather, faults, plugging and changing decisions.
@Suite("Loop simulation")
struct LoopSimulationTests {
  static let decisions = [
    Decision.idle, Decision(.charge, 16, 16), Decision(.charge, 3, 3), Decision(.followSun, 0, 16),
    Decision(.followSun, 6, 16), Decision(.followHouse, -16, 0), Decision(.followHouse, -16, -3),
    Decision(.followBoth, -16, 16), Decision(.discharge, -16, -16),
  ]
  static let importLimit = 6000.0
  static let exportLimit = 3680.0

  static func rig() -> LoopRig {
    LoopRig(.idle) {
      $0.importLimit = Watts(importLimit)
      $0.exportLimit = Watts(exportLimit)
      $0.chargerSoC = 5...97
    }
  }

  /// Lets something happen to the home, perhaps.
  static func disturb(_ rig: LoopRig, using random: inout SeededGenerator) {
    let home = rig.home
    func now(oneIn odds: Int) -> Bool { Int.random(in: 0..<odds, using: &random) == 0 }
    if now(oneIn: 20) { home.house = Double.random(in: 100...7000, using: &random) }
    if now(oneIn: 20) { home.solar = now(oneIn: 10) ? nil : Double.random(in: 0...6000, using: &random) }
    if now(oneIn: 90) { rig.decision = decisions.randomElement(using: &random) ?? .idle }
    if now(oneIn: 100) { home.soc = now(oneIn: 5) ? nil : Int.random(in: 0...100, using: &random) }
    if now(oneIn: 150) {
      let states = [ChargerState.unplugged, .paused, .paused, .unavailable("locked"), .fault("7")]
      home.fall(to: states.randomElement(using: &random) ?? .paused)
    }
    if now(oneIn: 150) { home.meterError = now(oneIn: 2) ? nil : .timeout }
    if now(oneIn: 150) { home.statusError = now(oneIn: 2) ? nil : .transport("reset") }
    if now(oneIn: 150) { home.commandError = now(oneIn: 2) ? nil : .refused("busy") }
    if now(oneIn: 200) { home.latency = now(oneIn: 2) ? .zero : .milliseconds(400) }
  }

  @Test("never leaves what is allowed", arguments: UInt64(1)...20)
  func neverLeavesWhatIsAllowed(seed: UInt64) throws {
    let rig = Self.rig()
    var random = SeededGenerator(seed: seed)
    for second in 0..<1800 {
      Self.disturb(rig, using: &random)
      let (before, calls) = (rig.home.current, rig.home.calls.count)
      rig.run()
      let snapshot = try #require(rig.lastTick)
      #expect(snapshot.instant == rig.start.adding(seconds: second), "a tick is missing or late")
      #expect(rig.home.calls.count <= calls + 1, "more than one command a second")

      let current = rig.home.current
      #expect(current == 0 || (3...16).contains(abs(current)))
      if current != before, current != 0 {
        // Limits may bring a current below its floor but not to the other sign.
        let allowed = min(0, snapshot.applied.minimumCurrent)...max(0, snapshot.applied.maximumCurrent)
        let isReduction = current * before > 0 && abs(current) < abs(before)
        #expect(isReduction || allowed.contains(current), "\(current) A for \(snapshot.applied)")
      }
      if rig.home.state == .unplugged { #expect(current == 0) }
      if rig.isHealthy {
        let grid = rig.home.house - (rig.home.solar ?? 0) + Double(current) * 230
        #expect(current <= 0 || grid <= Self.importLimit + 1e-6, "imports \(grid) W at second \(second)")
        #expect(current >= 0 || grid >= -Self.exportLimit - 1e-6, "exports \(-grid) W at second \(second)")
      }
    }
    (rig.home.commandError, rig.home.statusError) = (nil, nil)
    rig.home.latency = .zero
    #expect(throws: Never.self) { try rig.loop.shutDown() }
    #expect(rig.home.current == 0)
    #expect(rig.home.calls.suffix(2) == [.stop, .release])
  }

  @Test("is the same for the same seed")
  func isTheSameForTheSameSeed() {
    func events(seed: UInt64) -> [RunEvent] {
      let rig = Self.rig()
      var random = SeededGenerator(seed: seed)
      for _ in 0..<1800 {
        Self.disturb(rig, using: &random)
        rig.run()
      }
      return rig.events
    }
    #expect(events(seed: 5) == events(seed: 5))
    #expect(events(seed: 5) != events(seed: 6))
  }
}

extension LoopRig {
  /// Whether every device was heard and obeyed in this second.
  fileprivate var isHealthy: Bool {
    guard home.meterError == nil, home.statusError == nil, home.commandError == nil, home.latency == .zero,
      home.meterTries.last?.seconds == clock.now.seconds - 1
    else { return false }
    return home.statusTries.last?.seconds == clock.now.seconds - 1
  }
}

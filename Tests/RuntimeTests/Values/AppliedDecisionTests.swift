import Runtime
import ScheduleLang
import Testing

@Suite("Applied decision")
struct AppliedDecisionTests {
  static let all = [
    Decision.idle, Decision(.charge, 16, 16), Decision(.followSun, 6, 16), Decision(.followHouse, -16, -3),
    Decision(.followBoth, -16, 16), Decision(.discharge, -16, -16),
  ]

  @Test("keeps everything inside the range and while unknown", arguments: all)
  func keepsEverythingInsideTheRangeAndWhileUnknown(decision: Decision) {
    for soc in [nil, 6, 50, 96] {
      #expect(decision.applied(soc: soc, range: 5...97) == decision)
    }
  }

  @Test("takes charging away at the upper end", arguments: [97, 98, 100])
  func takesChargingAwayAtTheUpperEnd(soc: Int) {
    let expected = [
      Decision.idle, .idle, .idle, Decision(.followHouse, -16, -3), Decision(.followHouse, -16, 0),
      Decision(.discharge, -16, -16),
    ]
    #expect(Self.all.map { $0.applied(soc: soc, range: 5...97) } == expected)
  }

  @Test("takes discharging away at the lower end", arguments: [5, 4, 0])
  func takesDischargingAwayAtTheLowerEnd(soc: Int) {
    let expected = [
      Decision.idle, Decision(.charge, 16, 16), Decision(.followSun, 6, 16), .idle,
      Decision(.followSun, 0, 16), .idle,
    ]
    #expect(Self.all.map { $0.applied(soc: soc, range: 5...97) } == expected)
  }

  @Test("a range of one value idles at it")
  func aRangeOfOneValueIdlesAtIt() {
    for decision in Self.all { #expect(decision.applied(soc: 50, range: 50...50) == .idle) }
  }
}

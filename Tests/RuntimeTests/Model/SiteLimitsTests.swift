import Runtime
import ScheduleLang
import Testing

@Suite("Site limits")
struct SiteLimitsTests {
  func clip(
    _ current: Int, _ action: ActionKind, grid: Double?, importLimit: Double? = nil,
    exportLimit: Double? = nil
  ) -> Int {
    SiteLimits(
      importLimit: importLimit.map { Watts($0) }, exportLimit: exportLimit.map { Watts($0) },
      smallestCurrent: 3
    ).clip(Amperes(current), of: action, grid: grid.map { Watts($0) }, voltage: Volts(230)).value
  }

  @Test("never draws or feeds more than allowed nor less than it could")
  func neverDrawsOrFeedsMoreThanAllowedNorLessThanItCould() {
    for grid in stride(from: -9000, through: 9000, by: 10) {
      for wanted in [-16, -10, -3, 0, 3, 10, 16] {
        let clipped = clip(
          wanted, .followBoth, grid: Double(grid), importLimit: 5000, exportLimit: 3680)
        let possible = [0] + (3...16).map { wanted < 0 ? -$0 : $0 }
        let fitting = possible.filter {
          abs($0) <= abs(wanted)
            && ($0 == 0 || ($0 > 0 ? grid + $0 * 230 <= 5000 : grid + $0 * 230 >= -3680))
        }
        #expect(abs(clipped) == fitting.map { abs($0) }.max(), "wanted \(wanted) A at \(grid) W")
        #expect(clipped * wanted >= 0, "the sign turned")
      }
    }
  }

  @Test("goes below a floor and to zero below the smallest current")
  func goesBelowAFloorAndToZeroBelowTheSmallestCurrent() {
    #expect(clip(6, .followSun, grid: 4000, importLimit: 5000) == 4)
    #expect(clip(6, .followSun, grid: 4400, importLimit: 5000) == 0)
    #expect(clip(-3, .followHouse, grid: -3500, exportLimit: 3680) == 0)
  }

  @Test("leaves what relieves the grid alone")
  func leavesWhatRelievesTheGridAlone() {
    #expect(clip(-16, .discharge, grid: 9000, importLimit: 5000) == -16)
    #expect(clip(16, .charge, grid: -9000, exportLimit: 3680) == 16)
  }

  @Test("is cautious while the grid is unknown")
  func isCautiousWhileTheGridIsUnknown() {
    #expect(clip(16, .charge, grid: nil, importLimit: 5000) == 3)
    #expect(clip(16, .charge, grid: nil, exportLimit: 5000) == 16)
    #expect(clip(-16, .discharge, grid: nil, exportLimit: 3680) == 0)
    #expect(clip(-16, .discharge, grid: nil, importLimit: 3680) == -16)
    #expect(clip(6, .followSun, grid: nil, importLimit: 5000) == 6)
    #expect(clip(-3, .followHouse, grid: nil, exportLimit: 3680) == -3)
    #expect(clip(16, .charge, grid: .nan, importLimit: 5000) == 3)
  }
}

import Runtime
import ScheduleLang
import Testing

@Suite("Load follower")
struct LoadFollowerTests {
  let follower = LoadFollower(smallestCurrent: 3)

  func target(_ decision: Decision, _ grid: Double?, volts: Double = 230) -> Int {
    follower.goal(for: decision, grid: grid.map { Watts($0) }, voltage: Volts(volts)).value
  }

  /// Every current the charger can have within the bounds; what each would leave at the grid meter decides.
  func oracle(_ decision: Decision, grid: Int, volts: Int) -> Int {
    let possible = (-16...16).filter { $0 == 0 || abs($0) >= 3 }
    let wanted: Int
    switch decision.action {
    case .followSun:  // the most that does not import for it
      wanted = possible.filter { $0 >= 0 && ($0 == 0 || grid + $0 * volts <= 0) }.max() ?? 0
    case .followHouse:  // the most that does not export
      wanted = possible.filter { $0 <= 0 && ($0 == 0 || grid + $0 * volts >= 0) }.min() ?? 0
    case .followBoth:  // the least at the meter; more current on a tie, and 3 A from 2.5 A up
      let twice = -2 * grid  // half amperes times volts
      if abs(twice) < 5 * volts {
        wanted = 0
      } else {
        wanted =
          possible.filter { $0 != 0 && ($0 > 0) == (grid < 0) }.min {
            let (a, b) = (abs(grid + $0 * volts), abs(grid + $1 * volts))
            return a == b ? abs($0) > abs($1) : a < b
          } ?? 0
      }
    default: wanted = decision.minimumCurrent
    }
    return min(max(wanted, decision.minimumCurrent), decision.maximumCurrent)
  }

  @Test(
    "agrees with a search over all currents",
    arguments: [
      Decision.idle, Decision(.charge, 16, 16), Decision(.charge, 3, 3), Decision(.followSun, 0, 16),
      Decision(.followSun, 6, 16), Decision(.followSun, 6, 10), Decision(.followHouse, -16, 0),
      Decision(.followHouse, -16, -3), Decision(.followHouse, -10, -6), Decision(.followBoth, -16, 16),
      Decision(.followBoth, -10, 10), Decision(.discharge, -16, -16), Decision(.discharge, -10, -10),
    ])
  func agreesWithASearchOverAllCurrents(decision: Decision) {
    for volts in [207, 230, 253] {
      let wrong = stride(from: -6000, through: 6000, by: 5).filter { grid in
        target(decision, Double(grid), volts: Double(volts)) != oracle(decision, grid: grid, volts: volts)
      }
      #expect(wrong.isEmpty, "W at \(volts) V")
    }
  }

  @Test("rounds towards zero in one direction alone")
  func roundsTowardsZeroInOneDirectionAlone() {
    #expect(target(Decision(.followSun, 0, 16), -5.99 * 230) == 5)
    #expect(target(Decision(.followSun, 0, 16), -3 * 230) == 3)
    #expect(target(Decision(.followSun, 0, 16), -2.99 * 230) == 0)
    #expect(target(Decision(.followHouse, -16, 0), 5.99 * 230) == -5)
    #expect(target(Decision(.followHouse, -16, 0), 2.99 * 230) == 0)
  }

  @Test("rounds to the nearest in both directions")
  func roundsToTheNearestInBothDirections() {
    let both = Decision(.followBoth, -16, 16)
    #expect([2.49, 2.5, 3.49, 3.5].map { target(both, -$0 * 230) } == [0, 3, 3, 4])
    #expect([2.49, 2.5, 3.49, 3.5].map { target(both, $0 * 230) } == [0, -3, -3, -4])
  }

  @Test("reaches up to a larger smallest current from half an ampere below")
  func reachesUpToALargerSmallestCurrentFromHalfAnAmpereBelow() {
    let follower = LoadFollower(smallestCurrent: 6)
    let targets = [5.49, 5.5, 6.49, 6.5].map {
      follower.goal(for: Decision(.followBoth, -16, 16), grid: Watts(-$0 * 230), voltage: Volts(230)).value
    }
    #expect(targets == [0, 6, 6, 7])
  }

  @Test("takes the floor or nothing while the grid is unknown")
  func takesTheFloorOrNothingWhileTheGridIsUnknown() {
    #expect(target(Decision(.followSun, 0, 16), nil) == 0)
    #expect(target(Decision(.followSun, 6, 16), nil) == 6)
    #expect(target(Decision(.followHouse, -16, -3), nil) == -3)
    #expect(target(Decision(.followBoth, -16, 16), nil) == 0)
    #expect(target(Decision(.charge, 16, 16), nil) == 16)
    #expect(target(Decision(.discharge, -16, -16), nil) == -16)
  }

  @Test("does nothing below the smallest current however it was asked for")
  func doesNothingBelowTheSmallestCurrentHoweverItWasAskedFor() {
    #expect(target(Decision(.charge, 2, 2), 0) == 0)
    #expect(target(Decision(.followSun, 0, 2), -5000) == 0)
  }

  @Test("survives powers that make no sense", arguments: [Double.nan, .infinity, -.infinity, 1e300])
  func survivesPowersThatMakeNoSense(grid: Double) {
    for volts in [230, 0, .nan] {
      let current = target(Decision(.followSun, 0, 16), grid, volts: volts)
      #expect(current == 0 || current == 16)
    }
  }
}

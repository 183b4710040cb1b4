import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@Suite("Policy maps")
struct PolicyMapTests {
  /// Rules, clauses and windows at random, over few facts.
  private static func randomSchedule(_ random: inout SeededGenerator) -> Schedule {
    var schedule = Schedule.of()
    schedule.clocks = ["Europe/London", "Europe/Paris"]
    let actions: [Action] = [.idle, .charge, .followSun, .followHouse, .followBoth, .discharge]
    func randomGuard() -> Guard {
      switch Int.random(in: 0...4, using: &random) {
      case 0:
        let start = Int.random(in: 0..<1440, using: &random)
        let end = (start + Int.random(in: 1..<1439, using: &random)) % 1440
        return .during(
          Window(
            .daily(start: start, end: end), clock: Int.random(in: 0...1, using: &random),
            days: Bool.random(using: &random) ? nil : .weekdays(.monday, .saturday)))
      case 1: return .on(.weekdays(.tuesday, .wednesday))
      case 2:
        let threshold = Double(Int.random(in: 0...100, using: &random))
        return schedule.when(.compare(.soc, .less, threshold, slot: nil))
      case 3: return schedule.when(.compare(.home, .greater, 500, slot: nil))
      default: return schedule.when(Bool.random(using: &random) ? .pluggedIn : .unknown(.solar))
      }
    }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      let guards = (0..<Int.random(in: 0...2, using: &random)).map { _ in randomGuard() }
      let action = actions.randomElement(using: &random) ?? .idle
      schedule.rules.append(Rule(guards: guards, action: action, range: nowhere))
    }
    let kinds: [NeverClause.Kind] = [.charge, .discharge, .export, .over(6)]
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      schedule.nevers.append(.of(kinds.randomElement(using: &random) ?? .charge, randomGuard()))
    }
    return schedule
  }

  @Test("every minute and every SoC is in exactly one cell")
  func partition() throws {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<5 {
      let map = PolicyMap(of: try .of(Self.randomSchedule(&random)), around: monday)
      var hits = [UInt8](repeating: 0, count: 7 * 1440 * 102)
      for cell in map.cells {
        for minute in cell.minutes {
          for soc in cell.soc ?? 101...101 {
            hits[(Int(cell.day.rawValue) * 1440 + minute) * 102 + soc] += 1
          }
        }
      }
      #expect(hits.allSatisfy { $0 == 1 })
    }
  }

  @Test("a cell holds what the schedule decides at every minute and SoC in it")
  func decisions() throws {
    var random = SeededGenerator(seed: 2)
    for _ in 0..<5 {
      let subject = try HomeSchedule.of(Self.randomSchedule(&random))
      let map = PolicyMap(of: subject, around: monday.adding(days: 3))
      #expect(map.monday == monday)
      for cell in map.cells {
        let date = monday.adding(days: Int(cell.day.rawValue))
        for minute in [cell.minutes.lowerBound, cell.minutes.upperBound - 1] + cell.minutes.prefix(20) {
          for soc in cell.soc.map({ [$0.lowerBound, $0.upperBound] as [Int?] }) ?? [nil] {
            var readings = Readings.soc(soc)
            readings.pluggedIn = true
            let outcome = subject.schedule.decide(subject.moment(date, minute), readings)
            #expect(outcome.decision == cell.policy.decision)
            #expect(outcome.ruleIndex == cell.policy.ruleIndex)
            #expect(outcome.decision.applied(soc: soc, range: 5...97) == cell.policy.applied)
          }
        }
      }
    }
  }

  /// All that the random schedules can see besides the time and the SoC.
  private struct Facts: Hashable {
    var home: Double?
    var solarKnown = false
    var pluggedIn: Bool? = true

    static let all: [Facts] = [nil, 100, 900].flatMap { home in
      [false, true].flatMap { solar in
        [nil, true, false].map { Facts(home: home, solarKnown: solar, pluggedIn: $0) }
      }
    }

    func readings(soc: Int?) -> Readings {
      var readings = Readings.soc(soc)
      readings.home = home.map { Watts($0) }
      readings.solar = solarKnown ? Watts(0) : nil
      readings.pluggedIn = pluggedIn
      return readings
    }
  }

  @Test("whatever could change a cell's decision is among what it depends on")
  func dependencies() throws {
    var random = SeededGenerator(seed: 3)
    var found = 0
    for _ in 0..<20 {
      let subject = try HomeSchedule.of(Self.randomSchedule(&random))
      for cell in PolicyMap(of: subject, around: monday).cells
      where cell.day == .monday || cell.day == .tuesday {
        let moment = subject.moment(monday.adding(days: Int(cell.day.rawValue)), cell.minutes.lowerBound)
        func decision(_ facts: Facts) -> Decision {
          subject.schedule.decide(moment, facts.readings(soc: cell.soc?.lowerBound)).decision
        }
        var matters: Set<String> = []
        for facts in Facts.all {
          let here = decision(facts)
          for other in Facts.all where decision(other) != here {
            var changed = facts
            changed.home = other.home
            if changed == other { matters.insert("home") }
            changed = facts
            changed.solarKnown = other.solarKnown
            if changed == other { matters.insert("solar") }
            changed = facts
            changed.pluggedIn = other.pluggedIn
            if changed == other { matters.insert("plugged in") }
          }
        }
        found += matters.count
        #expect(matters.isSubset(of: cell.policy.dependsOn))
        if matters.isEmpty { #expect(Set(Facts.all.map(decision)).count == 1) }
      }
    }
    #expect(found > 100)
  }

  /// What one cell of an all-day schedule at 50 % depends on.
  private func dependsOn(_ schedule: Schedule, soc: Int = 50) throws -> [String] {
    let cells = PolicyMap(of: try .of(schedule), around: monday).cells
    return try #require(cells.first { $0.soc?.contains(soc) == true }).policy.dependsOn
  }

  @Test("a rule that would decide alike is no dependency")
  func sameDecision() throws {
    var schedule = Schedule.of()
    let sunny = schedule.when(.compare(.solar, .greater, 1000, slot: nil))
    schedule.rules = [.of(sunny, action: .followSun), .of(action: .followSun)]
    #expect(try dependsOn(schedule) == [])
    schedule.rules = [.of(sunny, action: .followSun), .of(action: .charge)]
    #expect(try dependsOn(schedule) == ["solar"])
    schedule.nevers = [.of(.charge)]
    #expect(try dependsOn(schedule) == [])
  }

  @Test("a rule behind one that surely applies is no dependency")
  func unreachable() throws {
    var schedule = Schedule.of()
    let sunny = schedule.when(.compare(.solar, .greater, 1000, slot: nil))
    schedule.rules = [.of(action: .charge), .of(sunny, action: .followSun)]
    #expect(try dependsOn(schedule) == [])
  }

  @Test("memory is a dependency where a duration or hysteresis could have begun")
  func memory() throws {
    var schedule = Schedule.of()
    schedule.hysteresis = 3
    schedule.hysteresisSlots = 1
    schedule.rules = [.of(schedule.when(.compare(.soc, .less, 50, slot: 0)), action: .charge)]
    #expect(
      try [47, 49, 50, 52, 53].map { try dependsOn(schedule, soc: $0) } == [
        [], [], ["memory"], ["memory"], [],
      ])

    var lasting = Schedule.of()
    let root = lasting.condition(.compare(.soc, .less, 50, slot: nil))
    lasting.holdSlots = 1
    lasting.rules = [
      .of(Guard(.when(root: root, held: .init(seconds: 60, slot: 0)), range: nowhere), action: .charge)
    ]
    #expect(try [49, 50].map { try dependsOn(lasting, soc: $0) } == [["memory"], []])
  }

  @Test("a fixed price is known, one that is still to come is not")
  func prices() throws {
    var schedule = Schedule.of()
    schedule.rules = [.of(schedule.when(.compare(.importPrice, .less, 10, slot: nil)), action: .charge)]
    let allDay = [Window(.daily(start: 0, end: 1440))]
    schedule.importTariff = Tariff(
      name: "Flat", timezone: "Europe/London",
      periods: [.init(name: "all", windows: allDay, importPrice: Price(8), exportPrice: nil)])
    let fixed = PolicyMap(of: try .of(schedule), around: monday).cells
    #expect(fixed.allSatisfy { $0.policy.decision.action == .charge && $0.policy.dependsOn == [] })
    schedule.importTariff = Tariff(
      name: "Agile", timezone: "Europe/London", periods: [], source: .csv(path: "prices.csv"))
    let open = PolicyMap(of: try .of(schedule), around: monday).cells
    #expect(open.allSatisfy { $0.policy.decision == .idle && $0.policy.dependsOn == ["import price"] })
  }
}

@Suite("Policy maps of deadlines")
struct PolicyMapDeadlineTests {
  @Test("a rule with a deadline stands aside and is named by what depends on it")
  func deadline() throws {
    let action = Action(
      Decision(.charge, 16, 16), target: 80, deadline: Deadline(minute: 420), range: nowhere)
    let subject = try HomeSchedule.of(
      .of(.of(.during(Window(.daily(start: 0, end: 420))), action: action), .of(action: .idle)))
    let map = PolicyMap(of: subject, around: monday)
    for cell in map.cells {
      #expect(cell.policy.decision == .idle)
      let mayCharge = cell.minutes.upperBound <= 420 && (cell.soc.map { $0.upperBound < 80 } ?? false)
      #expect(cell.policy.dependsOn == (mayCharge ? ["deadline"] : []), "\(cell)")
    }
  }
}

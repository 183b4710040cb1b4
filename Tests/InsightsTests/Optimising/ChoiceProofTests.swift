import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

@testable import Insights
@testable import Runtime

/// What is proved of schedules that choose, against what they really chose, minute by minute.
@Suite("Proofs over choices")
struct ChoiceProofTests {
  /// Claims of which some hold and some do not, whichever the schedule is.
  private static let claims = [
    "never discharge, when soc <= 20%", "never discharge, when soc <= 35%", "never discharge",
    "never charge, when soc >= 80%", "never charge, when soc >= 92%", "never V2G",
    "never V2G, when soc <= 50%",
    "never V2G, during 06:00-10:00", "never over 10A", "never over 10A, during 23:00-06:00",
    "never over 6A, when soc > 90%", "charge, when soc < 20%", "idle, during 12:00-13:00",
    "never charge, during 17:00-19:00", "never discharge, when soc unknown",
  ]

  private func schedule(_ random: inout SeededGenerator) -> String {
    func one(_ texts: [String]) -> String { texts[Int.random(in: texts.indices, using: &random)] }
    return """
          \(one(["", "reserve 20%", "reserve 35%"]))
          \(one(["", "never V2G, when soc <= 50%", "never V2G, during 06:00-10:00", "never V2G"]))
          \(one(["", "never over 10A, during 23:00-06:00", "never over 10A", "never charge, during 17:00-19:00"]))
          \(one(["", "during 12:00-13:00: idle", "when soc < 20%: charge", "when home > 1kW: V2H"]))
          otherwise: optimise \(one(["", "20%..80%", "35%..92%"]))\(one(["", ", without selling", ", 85% by 07:00"]))\(one(["", ", at most 10A"]))
      """
  }

  @Test("what was proved held at every minute", arguments: 1...10)
  func proved(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rules = schedule(&random)
    let text = """
      site "home" {
          timezone "Europe/London"
          battery 52kWh
          charger simulated { current 3A..16A   soc 5%..97% }
          meter simulated
          tariff Flux
      }
      schedule "x" {
      \(Self.claims.map { "prove \($0)" }.joined(separator: "\n"))
      \(rules)
      }
      """
    let subject = try CompiledText(text).subject
    let space = DecisionSpace(subject, from: CivilDate(dayNumber: 20_780))
    var findings = ProofFindings()
    space.forEachScene { findings.note($0, in: space) }
    let proved = subject.schedule.proofs.indices.filter { !findings.failedProofs.contains($0) }
    #expect(!proved.isEmpty && proved.count < Self.claims.count)
    var broken = Set<Int>()
    let home = HomeProfile(seed: seed)
    let days = Thoroughness.cases(8, of: 365)
    let readings = (0..<days * 1440).map { minute in
      home.reading(at: subject.clocks.moment(at: OptimisedHome.start.adding(seconds: minute * 60)))
    }
    let series = HouseSeries(start: OptimisedHome.start, readings: readings, name: "invented")
    var before = 50.0
    _ = Simulation(of: subject, over: series, soc: before) { minute in
      var reading = Readings.soc(Int(before))
      (reading.home, reading.pluggedIn) = (minute.house.home, true)
      before = minute.soc.value
      for index in subject.schedule.proofs.indices {
        let proof = subject.schedule.proofs[index]
        let holds = subject.schedule.truth(
          of: proof.guards, at: subject.clocks.moment(at: minute.instant), readings: reading,
          memory: ConditionMemory())
        if holds == .yes, !proof.claim.holds(for: minute.outcome.decision) { broken.insert(index) }
      }
    }
    #expect(
      broken.isDisjoint(with: proved), "\(broken.intersection(proved).map { Self.claims[$0] })\n\(rules)")
  }
}

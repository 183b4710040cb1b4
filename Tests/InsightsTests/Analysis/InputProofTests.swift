import Insights
import Runtime
import ScheduleLang
import ScheduleSupport
import SeededRandomness
import Testing

/// Proofs over inputs, against every value written into the text by itself.
@Suite("Proofs over inputs")
struct InputProofTests {
  private static let today = CivilDate(year: 2026, month: 11, day: 30)!

  private static func diagnostics(_ text: String) throws -> [Diagnostic] {
    let compiled = try CompiledText(text)
    return Analysis(compiled.subject, today: today).diagnostics()
  }

  private static func failedProofs(_ text: String, shift: Int = 0) throws -> Set<Int> {
    Set(try diagnostics(text).filter { $0.code == .failedProof }.map { $0.range.start + shift })
  }

  /// A program whose inputs have these declarations, each on a line of its own.
  private static func program(_ declarations: [String], _ body: String) -> String {
    declarations.map { $0 + String(repeating: " ", count: max(0, 44 - $0.utf8.count)) + "\n" }.joined()
      + """
      site "home" {
          timezone "UTC"
          battery 52kWh
          charger simulated { current 3A..16A   soc 5%..97% }
          meter simulated
      }
      schedule "x" {
      \(body)
      }
      """
  }

  /// A body whose thresholds, windows and claims are drawn around the inputs `a`, `b` (percentages) and `t` (a time).
  private static func body(_ generator: inout SeededGenerator) -> String {
    func pick(_ choices: [String]) -> String { choices[Int.random(in: 0..<choices.count, using: &generator)] }
    let soc = ["a", "b", "a", "30%", "32%", "35%", "40%"]
    let time = ["t", "t", "01:00", "02:00", "05:00"]
    func window() -> String {
      let ends = pick(["t-05:00", "00:30-t", "01:00-03:00", "t-01:30", "22:00-t"])
      return "during \(ends)"
    }
    func guardText() -> String {
      let condition = "soc \(pick(["<", "<=", ">", ">="])) \(pick(soc))"
      return pick([condition, "not \(condition)", "soc in 10%..\(pick(soc))"])
    }
    _ = time
    var lines = pick(["", "hysteresis 2%"]) + "\n" + pick(["", "reserve \(pick(soc))"])
    for _ in 0..<3 {
      lines +=
        "\nprove never \(pick(["charge", "discharge", "over 10A"])), \(pick(["", window() + ", "]))when \(guardText())"
    }
    if Bool.random(using: &generator) { lines += "\nnever discharge, when \(guardText())" }
    for _ in 0..<3 {
      lines +=
        "\n\(pick([window() + ", when \(guardText())", "when \(guardText())", window()])): "
        + pick([
          "charge to \(pick(soc))", "charge at 8A", "V2G to \(pick(soc))", "idle",
          "charge to \(pick(soc)) by t",
        ])
    }
    return lines
      + "\notherwise: \(pick(["idle", "V2H", "charge at 6A", "optimise_never"]))"
      .replacing("optimise_never", with: "S2V")
  }

  @Test("a claim holds exactly where it holds with every value written in its place")
  func bruteForce() throws {
    var generator = SeededGenerator(seed: 7)
    var (failing, holding) = (0, 0)
    for _ in 0..<(Thoroughness.isFull ? 60 : 6) {
      let body = Self.body(&generator)
      let (low, high) = (29...42).randomPair(&generator)
      let declared = Self.program(
        [
          "input a = \(low)% in \(low)%..\(high)%", "input b = 34% in 33%..36%",
          "input t = 01:00 in 00:58..01:03",
        ], body)
      var expected: Set<Int> = []
      for a in low...high {
        for b in 33...36 {
          for t in 58...63 {
            let text = Self.program(
              ["let a = \(a)%", "let b = \(b)%", "let t = \(t < 60 ? "00:\(t)" : "01:0\(t - 60)")"], body)
            // What makes no sense cannot be set.
            let compiler = ScheduleCompiler(knowsTimezone: { _ in true })
            let compilation = compiler.compile(SourceFile(path: "test.evs", bytes: Array(text.utf8)))
            guard let program = compilation.program, let subject = try HomeSchedule(program) else { continue }
            let found = Analysis(subject, today: Self.today).diagnostics()
            expected.formUnion(found.filter { $0.code == .failedProof }.map(\.range.start))
          }
        }
      }
      let compiler = ScheduleCompiler(knowsTimezone: { _ in true })
      let compilation = compiler.compile(SourceFile(path: "test.evs", bytes: Array(declared.utf8)))
      guard let program = compilation.program, let subject = try HomeSchedule(program) else { continue }
      for most in [Int.max, 0] {
        let analysis = Analysis(subject, today: Self.today, mostSettings: most)
        let found = analysis.diagnostics().filter { $0.code == .failedProof }
        #expect(Set(found.map(\.range.start)) == expected, "\(most) of \(declared)")
      }
      failing += expected.count
      holding += 3 - expected.count
    }
    #expect(failing > 3 && holding > 3, "\(failing) fail and \(holding) hold")
  }

  @Test("where the settings are too many to be all gone through, their order decides")
  func manyInputs() throws {
    func text(_ proof: String) -> String {
      Self.program(
        [
          "input a = 80% in 0%..100%", "input b = 34% in 0%..100%", "input t = 05:00",
          "input p = 900W in 0W..5kW",
        ],
        """
        \(proof)
        never V2G, when soc <= a
        when soc unknown: idle
        during 00:30-04:00, when soc > b and home < p: V2G
        when soc > 99%: charge to 100% by t
        otherwise: idle
        """)
    }
    #expect(try Self.failedProofs(text("prove never V2G, during 03:00-04:30, when soc <= 50%")).count == 1)
    #expect(try Self.failedProofs(text("prove never V2G, when soc <= a")).isEmpty)
    #expect(try Self.failedProofs(text("prove never V2G, when soc <= b")).isEmpty)
    #expect(try Self.failedProofs(text("prove never V2G, when soc > a and soc < 71%")).count == 1)
    #expect(try Self.failedProofs(text("prove never V2G, when home >= p")).isEmpty)
    #expect(try Self.failedProofs(text("prove never V2G, when home >= 4.9kW")).count == 1)
    #expect(try Self.failedProofs(text("prove never V2G, when home >= 5kW")).isEmpty)
  }

  @Test("the setting with which a claim fails is named; what is said of every setting holds for all")
  func notes() throws {
    let text = Self.program(
      ["input a = 50% in 20%..80%"],
      """
      prove never V2G, when soc <= 30%
      when soc < a: idle
      when soc < 60%: V2G
      otherwise: V2G
      """)
    let found = try Self.diagnostics(text)
    #expect(found.first { $0.code == .failedProof }?.notes.contains("It is so with a at 20%.") == true)
    // With 50% the first rule below 50% leaves it something; with 80% nothing.
    #expect(!found.contains { $0.code == .unreachableRule })
  }

  @Test("schedules that one setting tells apart are never called equal")
  func comparison() throws {
    func subject(_ high: Int, _ rule: String) throws -> HomeSchedule {
      try CompiledText(
        Self.program(["input a = 50% in 20%..\(high)%"], "when soc < a: charge\n\(rule)\notherwise: idle")
      ).subject
    }
    let one = try subject(80, "when soc < 40%: charge")
    #expect(ProgramComparison(from: one, to: one, start: Self.today).verdict == .equal)
    let other = try subject(80, "when soc < 45%: charge")
    #expect(ProgramComparison(from: one, to: other, start: Self.today).verdict != .equal)
    #expect(
      ProgramComparison(from: one, to: try subject(70, "when soc < 40%: charge"), start: Self.today).verdict
        != .equal)
  }
}

extension ClosedRange<Int> {
  fileprivate func randomPair(_ generator: inout SeededGenerator) -> (Int, Int) {
    let pair = [Int.random(in: self, using: &generator), Int.random(in: self, using: &generator)].sorted()
    return (pair[0], pair[1])
  }
}

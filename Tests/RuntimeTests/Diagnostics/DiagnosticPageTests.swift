import Runtime
import ScheduleLang
import Testing

@Suite("Pages about codes")
struct DiagnosticPageTests {
  /// Everything that `--check` says of a file, on a day before all dates of the examples but the past ones.
  private func check(_ text: String, of page: DiagnosticPage) throws -> [Diagnostic] {
    var bytes: [UInt8] = []
    for part in text.split(separator: #"\xE9"#, omittingEmptySubsequences: false) {
      if part.startIndex != text.startIndex { bytes.append(0xE9) }
      bytes += Array(part.utf8)
    }
    let compiler = ScheduleCompiler(
      read: { path in
        if path == "example.evs" { return .success(bytes) }
        return page.uses[path].map { .success(Array($0.utf8)) } ?? .failure(.init("there is no such file"))
      }, knowsTimezone: { (try? ZoneRules(identifier: $0)) != nil })
    let compilation = compiler.compile(SourceFile(path: "example.evs", bytes: bytes))
    guard let program = compilation.program, let schedule = program.schedule else {
      return compilation.applyingAllowances()
    }
    let clocks = try ClockSet(identifiers: schedule.clocks)
    let subject = ReportSubject(
      site: program.site, schedule: schedule, sources: program.sources, clocks: clocks)
    let today = try #require(CivilDate(year: 2026, month: 11, day: 23))
    return compilation.applyingAllowances(
      to: Analysis(subject, tests: program.tests, today: today).diagnostics())
  }

  @Test("every code has one", arguments: DiagnosticCode.allCases)
  func complete(code: DiagnosticCode) { #expect(code.page != nil) }

  /// The codes whose analyses are still to come.
  private static let pending: Set<DiagnosticCode> = [
    .unusedTariff, .daysOnLastWindow, .targetOutsideCharger, .swallowedWindow, .doubledWindow,
    .calendarDayGuard,
    .exceptedEvening, .earlyWindow, .impossibleTarget, .unreachedTarget, .tightDeadline, .reserveGap,
  ]

  @Test(
    "the example gives the diagnostic, the mended one does not, nor an error",
    arguments: DiagnosticCode.allCases.filter { !pending.contains($0) })
  func examples(code: DiagnosticCode) throws {
    let page = try #require(code.page)
    let failing = try check(page.example, of: page)
    #expect(failing.contains { $0.code == code }, "\(failing.map(\.message))")
    // One mistake at a time, or the reader looks at the wrong one.
    #expect(failing.allSatisfy { $0.code == code || $0.severity == .warning || code.severity == .error })
    let mended = try check(page.mended, of: page)
    #expect(!mended.contains { $0.code == code || $0.severity == .error }, "\(mended.map(\.message))")
  }

  @Test("a code is found by its number and by its name, in any case")
  func spelling() {
    for code in DiagnosticCode.allCases {
      #expect(DiagnosticCode(spelling: code.rawValue.lowercased()) == code)
      #expect(DiagnosticCode(spelling: code.name.uppercased()) == code)
    }
    #expect(DiagnosticCode(spelling: "E9999") == nil)
  }
}

import Foundation
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Edits of the page's forms")
struct FormEditTests {
  private static let text = """
    # Comment, kept as it is.
    schedule "s" {   # behind the brace
      reserve 15%

      when soc < 20%:   charge
      otherwise: S2V
    }

    """

  private func edit(_ json: String) throws -> FormEdit {
    try JSONDecoder().decode(FormEdit.self, from: Data(json.utf8))
  }

  /// The lines that an edit takes away and puts in.
  private func changes(_ edit: FormEdit, in text: String = text) throws -> [String] {
    let (old, new) = (text.split(separator: "\n"), try edit.applied(to: text).split(separator: "\n"))
    return new.difference(from: old).map { change in
      switch change {
      case .insert(_, let line, _): "+" + line
      case .remove(_, let line, _): "-" + line
      }
    }.sorted()
  }

  private func errors(in text: String) -> [String] {
    let site = "site { timezone \"UTC\"  battery 50kWh  charger simulated  meter simulated }\n"
    return ProgramFile(complaints: Complaints(coloured: false) { _, _ in })
      .compile(SourceFile(path: "x.evs", bytes: Array((site + text).utf8))).diagnostics
      .filter { $0.severity == .error }.map(\.message)
  }

  @Test(
    "rules go to the top, with the indentation of their neighbours, and a reserve takes the place of the one before",
    arguments: [
      (
        #"{"kind":"charge","soc":80,"date":"2026-11-30","time":"07:05"}"#,
        ["+  charge to 80% by 2026-11-30 07:05"]
      ),
      (
        #"{"kind":"trip","soc":100,"date":"2026-11-30","time":"07:00"}"#,
        ["+  charge to 100% by 2026-11-30 07:00"]
      ),
      (
        #"{"kind":"trip","soc":100,"date":"2026-11-30","time":"07:00","holdDate":"2026-11-29","holdTime":"18:00"}"#,
        [
          "+  charge to 100% by 2026-11-30 07:00",
          "+  never discharge, during 2026-11-29 18:00..2026-11-30 07:00",
        ]
      ), (#"{"kind":"reserve","soc":30}"#, ["+  reserve 30%", "-  reserve 15%"]),
      (
        #"{"kind":"pause","date":"2026-12-24","through":"2026-12-26"}"#,
        ["+  during 2026-12-24 00:00..2026-12-27 00:00: idle"]
      ),
    ])
  func lines(json: String, expected: [String]) throws {
    let edit = try edit(json)
    #expect(try changes(edit) == expected)
    let text = try edit.applied(to: Self.text)
    #expect(errors(in: text).isEmpty)
    #expect(try edit.applied(to: text) == text, "twice is once")
    if !json.contains("reserve") {
      let position = try #require(text.range(of: "\n" + expected[0].dropFirst()))
      #expect(text.range(of: "reserve 15%").map { position.lowerBound < $0.lowerBound } == true)
    }
  }

  @Test("another target for the same day takes the first one's place, one for another day does not")
  func replacing() throws {
    let first = try FormEdit.charge(to: 80, by: LocalTime(date: day(1), minute: 420)).applied(to: Self.text)
    let later = LocalTime(date: day(1), minute: 480)
    #expect(
      try changes(.trip(to: 100, leaving: later, hold: LocalTime(date: day(0), minute: 0)), in: first) == [
        "+  charge to 100% by \(later)", "+  never discharge, during \(day(0)) 00:00..\(later)",
        "-  charge to 80% by \(day(1)) 07:00",
      ])
    #expect(
      try changes(.charge(to: 90, by: LocalTime(date: day(2), minute: 0)), in: first)
        == ["+  charge to 90% by \(day(2)) 00:00"])
  }

  @Test("what the owner has written in another way stays")
  func others() throws {
    let text = """
      schedule "s" {
          when soc < 50%: charge to 80% by 2026-11-30 07:00
          charge at 6A to 80% by 2026-11-30 07:00 then idle
          otherwise: idle
      }

      """
    let edit = FormEdit.charge(to: 90, by: LocalTime(date: day(1), minute: 0))
    #expect(try changes(edit, in: text) == ["+    charge to 90% by \(day(1)) 00:00"])
  }

  @Test("a block on one line, an empty one and line ends of either kind")
  func layouts() throws {
    for text in [
      "schedule \"s\" { otherwise: idle }", "schedule \"s\" {}",
      "schedule \"s\" {\r\n    otherwise: idle\r\n}\r\n",
      "schedule \"s\" over \"t\" {\n\totherwise: idle\n}",
    ] {
      let edited = try FormEdit.reserve(20).applied(to: text)
      #expect(edited.contains("reserve 20%"))
      #expect(
        edited.contains("\r\n") == edited.contains("\r") && edited.contains("\r") == text.contains("\r"))
      #expect(
        Parser.parse(SourceFile(path: "", bytes: Array(edited.utf8)), file: 0).diagnostics.isEmpty,
        "\(edited)")
    }
  }

  @Test("a text without a schedule of its own, or with two, is not edited")
  func none() {
    for text in ["", "use \"x.evs\"", "schedule", "schedule \"a\" { idle }\nschedule \"b\" { idle }", "}{"] {
      #expect(throws: FormEditError.noSchedule) { try FormEdit.reserve(20).applied(to: text) }
    }
  }

  @Test(
    "what makes no sense is said",
    arguments: [
      #"{"kind":"charge","soc":0,"date":"2026-11-30","time":"07:00"}"#, #"{"kind":"reserve","soc":101}"#,
      #"{"kind":"pause","date":"2026-12-24","through":"2026-12-23"}"#,
      #"{"kind":"trip","soc":90,"date":"2026-11-30","time":"07:00","holdDate":"2026-11-30","holdTime":"07:00"}"#,
    ])
  func senseless(json: String) throws {
    let edit = try edit(json)
    do throws(FormEditError) {
      _ = try edit.applied(to: Self.text)
      Issue.record("it is carried out")
    } catch {
      if case .noSchedule = error { Issue.record("it is said to have no schedule") }
    }
  }

  @Test(
    "what is no date or time is no request",
    arguments: [
      #"{"kind":"charge","soc":80,"date":"2026-02-30","time":"07:00"}"#,
      #"{"kind":"charge","soc":80,"date":"2026-11-30","time":"24:00"}"#,
      #"{"kind":"charge","soc":80,"date":"2026-11-30","time":"7:00"}"#,
      #"{"kind":"charge","soc":80,"date":"+026-11-30","time":"07:00"}"#,
      #"{"kind":"charge","soc":80.5,"date":"2026-11-30","time":"07:00"}"#, #"{"kind":"sell"}"#, "{}",
    ])
  func malformed(json: String) { #expect(throws: (any Error).self) { try edit(json) } }

  private func day(_ ahead: Int) -> CivilDate {
    CivilDate(year: 2026, month: 11, day: 29)!.adding(days: ahead)
  }
}

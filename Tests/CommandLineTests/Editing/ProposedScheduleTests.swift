import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Testing

@testable import evse_run

@Suite("A text that is to be saved")
struct ProposedScheduleTests {
  private static let meter =
    "meter shelly-em at \"192.0.2.1\" { grid channel 0   user env \"U\"   password file \"secret\" }"

  private static let file = ScheduleFile(path: "/x/test.evs", stateFolder: nil)

  private func site(
    _ charger: String = "simulated { current 3A..16A }", _ more: String = meter
  ) -> String {
    "site \"s\" { timezone \"UTC\"\n battery 50kWh\n charger \(charger)\n \(more) }\nschedule \"s\" { otherwise: idle }\n"
  }

  private func subject(_ text: String) throws -> HomeSchedule {
    try #require(ProposedSchedule(text, in: Self.file, after: Self.permissive(text)).subject)
  }

  /// A run of `text`, as its own file had it read.
  private static func permissive(_ text: String) -> HomeSchedule? {
    let compilation = ProgramFile(complaints: Complaints(coloured: false) { _, _ in })
      .compile(SourceFile(path: "/x/test.evs", bytes: Array(text.utf8)))
    return compilation.program.flatMap { try? HomeSchedule($0) }
  }

  private func proposed(_ text: String) throws -> ProposedSchedule {
    ProposedSchedule(text, in: Self.file, after: try subject(site()))
  }

  @Test("what is in order is taken over at once")
  func fine() throws {
    let same = try proposed(site() + "# more\n")
    #expect(same.objections.isEmpty && same.restarts.isEmpty && same.subject != nil)
    let other = try proposed(site("simulated { current 3A..16A }", "meter simulated\n settle 5min"))
    #expect(other.objections.isEmpty && other.restarts.isEmpty)
  }

  @Test("mistakes are told by their lines, a few of them")
  func mistakes() throws {
    let text = site() + String(repeating: "nonsense\n", count: 9)
    let objections = try proposed(text).objections
    #expect(objections.first?.hasPrefix("line 6: ") == true && objections.last == "and 6 more")
    #expect(
      try proposed("site { timezone \"UTC\"  charger simulated }").objections.first?.contains("no schedule")
        == true)
  }

  @Test(
    "what only a restart takes over is told",
    arguments: [
      ("wallbox-quasar at \"192.0.2.9\" { failsafe required }", "", "charger"),
      ("simulated { current 3A..16A   seed 7 }", "", "charger"),
      ("simulated { current 3A..16A }", "record csv to \"x\"", "recorded"),
      ("simulated { current 3A..16A }", "metrics at \"127.0.0.1:1\"", "recorded"),
      ("simulated { current 3A..16A }", "dashboard at \"127.0.0.1:1\"", "page"),
    ])
  func restarts(charger: String, more: String, word: String) throws {
    let proposed = try proposed(site(charger, Self.meter + "\n " + more))
    #expect(proposed.objections.isEmpty)
    #expect(proposed.restarts.count == 1 && proposed.restarts[0].contains(word), "\(proposed.restarts)")
  }

  @Test(
    "which secrets are read, and where they go, is not changed from the page",
    arguments: [
      "meter shelly-em at \"192.0.2.2\" { grid channel 0   user env \"U\"   password file \"secret\" }",
      "meter shelly-em at \"192.0.2.1\" { grid channel 0   user env \"U\"   password file \"other\" }",
      "meter shelly-em at \"192.0.2.1\" { grid channel 0   user env \"V\"   password file \"secret\" }",
      "meter shelly-em at \"192.0.2.1\" { grid channel 0   user env \"U\"   password file \"secret\"   login basic }",
      meter + "\n record influxdb at \"http://192.0.2.3\" { org \"o\"   bucket \"b\"   token env \"T\" }",
    ])
  func secrets(devices: String) throws {
    let objections = try proposed(site("simulated { current 3A..16A }", devices)).objections
    #expect(objections.count == 1 && objections[0].contains("secrets"), "\(objections)")
  }

  @Test(
    "files are written beside the schedule only, or where they were before",
    arguments: [
      ("record csv to \"records\"", true), ("log to \"log/of/it\"", true), ("log to \"/x/log\"", true),
      ("record csv to \"/etc\"", false), ("log to \"../log\"", false), ("log to \"/xlog\"", false),
      ("record csv to \"a/../../b\"", false),
    ])
  func folders(setting: String, isAllowed: Bool) throws {
    let text = site("simulated { current 3A..16A }", Self.meter + "\n " + setting)
    let objections = try proposed(text).objections
    #expect(
      objections.isEmpty == isAllowed && objections.allSatisfy { $0.contains("folder") }, "\(objections)")
    let old = try #require(Self.permissive(text))
    let same = ProposedSchedule(text + "# more\n", in: Self.file, after: old)
    #expect(same.objections.isEmpty && same.restarts.isEmpty, "\(same.objections) \(same.restarts)")
  }

  @Test("a path from the folder of the run is the same file from the root")
  func relative() throws {
    let text = site("simulated { current 3A..16A }", Self.meter + "\n record csv to \"records\"")
    let file = ScheduleFile(path: "test.evs", stateFolder: nil)
    let compilation = ProgramFile(complaints: Complaints(coloured: false) { _, _ in })
      .compile(SourceFile(path: "test.evs", bytes: Array(text.utf8)))
    let old = try #require(try compilation.program.flatMap { try HomeSchedule($0) })
    let proposed = ProposedSchedule(text, in: file, after: old)
    #expect(proposed.objections.isEmpty && proposed.restarts.isEmpty, "\(proposed)")
  }

  @Test("what is no secret may change on a device that has some")
  func others() throws {
    let other = Self.meter.replacing("channel 0", with: "channel 1   solar channel 0")
    #expect(try proposed(site("simulated { current 3A..16A }", other)).objections.isEmpty)
  }

  @Test("only schedules, prices and what is read already are read")
  func reading() throws {
    let folder = TemporaryFolder()
    try folder.write("let secret = 5%", as: "secret.txt")
    try folder.write("let low = 5%", as: "low.evs")
    let reading = EditorReading(besides: [])
    for path in ["/etc/passwd", "-", "/dev/zero", folder.url.path + "/secret.txt"] {
      #expect {
        try reading.read(path)
      } throws: {
        ($0 as? ReadError)?.reason.contains(".evs") == true
      }
    }
    for (path, reading) in [
      ("low.evs", reading),
      ("secret.txt", EditorReading(besides: [SourceFile(path: folder.url.path + "/secret.txt", bytes: [])])),
    ] {
      #expect(throws: Never.self) { try reading.read(folder.url.path + "/" + path) }
    }
  }

  @Test("the page's language server keeps no conversation, and answers many requests about one text")
  func language() throws {
    let session = LanguageSession(path: "/x/test.evs")
    let text = "schedule \"s\" {\n    otherwis: idle\n}\n"
    let requests = try JSONDecoder().decode(
      [LanguageSession.Request].self,
      from: Data(
        """
        [{"method":"shutdown"},{"method":"textDocument/hover","params":{"position":{"line":0,"character":2}}},
         {"method":"textDocument/codeAction","params":{"range":{"start":{"line":1,"character":5},"end":{"line":1,"character":5}}}},
         {"method":"nonsense"}]
        """.utf8))
    for _ in 0..<2 {
      let answer = session.answer(requests, about: text, reading: EditorReading(besides: []))
      #expect(answer.uri == "file:///x/test.evs" && answer.diagnostics.first?["code"] == "E0201")
      #expect(answer.results.count == 4 && answer.results[0] == .null && answer.results[3] == .null)
      #expect(answer.results[1]["contents"]?["value"]?.string?.contains("schedule") == true)
      #expect(answer.results[2].array?.first?["kind"] == "quickfix")
    }
    let mended = text.replacing("otherwis", with: "otherwise")
    #expect(
      session.answer([], about: mended, reading: EditorReading(besides: [])).diagnostics.allSatisfy {
        $0["severity"] != 1
      })
  }
}

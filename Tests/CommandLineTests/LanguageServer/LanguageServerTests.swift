import Foundation
import ScheduleLang
import Testing

@testable import evse_run

@Suite("Language server")
struct LanguageServerTests {
  private static let home = """
    site "home" {
        timezone "Europe/London"
        battery 52kWh
        charger simulated { current 3A..16A   soc 5%..97% }
        meter simulated
    }
    let low = 20%
    schedule "base" { otherwise: S2V }
    """

  // MARK: Conversation

  @Test("requests are refused before `initialize` and after `shutdown`")
  func phases() {
    var editor = EditorSession(initialized: false)
    #expect(editor.request("textDocument/hover", [:])["error"]?["code"] == -32002)
    #expect(editor.request("initialize", [:])["result"]?["capabilities"]?["positionEncoding"] == "utf-16")
    #expect(editor.request("nonsense", [:])["error"]?["code"] == -32601)
    #expect(editor.request("textDocument/hover", [:])["error"]?["code"] == -32602)
    #expect(editor.request("shutdown", .null)["result"] == .null)
    #expect(editor.request("textDocument/hover", [:])["error"]?["code"] == -32600)
    editor.notify("exit", .null)
    #expect(editor.server.phase == .ended(orderly: true))

    var hasty = EditorSession()
    hasty.notify("exit", .null)
    #expect(hasty.server.phase == .ended(orderly: false))
  }

  @Test("an answer has the id of its request, whatever that is", arguments: ["7", "\"x\"", "-1.5"])
  func identifiers(id: String) {
    var editor = EditorSession()
    let answer = editor.server.receive(Array("{\"id\":\(id),\"method\":\"shutdown\"}".utf8))
    #expect(answer.first?["id"] == JSONValue(Array(id.utf8)))
  }

  @Test(
    "no message stops it",
    arguments: [
      "", "{", "[]", "1", "null", "{}", "{\"id\":1}", "{\"method\":5}", "{\"id\":{},\"method\":\"x\"}",
      "{\"method\":\"textDocument/didOpen\"}", "{\"method\":\"textDocument/didOpen\",\"params\":[]}",
      "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"\",\"text\":\"\\u0000}\"}}}",
      "{\"method\":\"textDocument/didChange\",\"params\":{\"textDocument\":{\"uri\":\"x\"},\"contentChanges\":1}}",
      "{\"id\":1,\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":\"\"},\"position\":{\"line\":-1,\"character\":1e999}}}",
      "{\"id\":1,\"method\":\"textDocument/codeAction\",\"params\":{\"textDocument\":{\"uri\":\"\"},\"range\":{}}}",
      "{\"result\":1}", "\u{FF}", String(repeating: "[", count: 100_000),
      String(repeating: "{\"a\":", count: 400) + "1" + String(repeating: "}", count: 400),
    ])
  func garbage(text: String) {
    var editor = EditorSession()
    _ = editor.server.receive(Array(text.utf8))
    #expect(editor.server.phase == .running)
    editor.open("let a = 5 %")
    #expect(editor.diagnostics["file:///home/a.evs"]?.count == 1)
  }

  @Test("every request can be made at every place of every text, even outside it")
  func everywhere() {
    var editor = EditorSession(files: ["/home/home.evs": Self.home])
    let text = """
      use "home.evs"
      let peak_hours = 07:00-09:00  # ☀😀
      schedule "é" over "base" { during Flux peak, when soc < low { V2G to 30% }
      on (Mon, x) except: charge at 6A..
      test "x" { at 12:00, soc
      """
    for end in stride(from: 0, through: text.count, by: 9) {
      editor.open(String(text.prefix(end)))
      for line in 0...6 {
        for character in stride(from: 0, to: 75, by: 6) {
          let position = EditorPosition(line: line, character: character).json
          for method in ["hover", "completion", "definition", "formatting", "codeAction"] {
            let answer = editor.request(
              "textDocument/" + method,
              [
                "textDocument": ["uri": "file:///home/a.evs"], "position": position,
                "range": ["start": position, "end": position],
              ])
            #expect(answer["error"] == nil)
          }
        }
      }
    }
  }

  // MARK: Diagnostics

  @Test("mistakes are told while typing, and taken back")
  func diagnostics() throws {
    var editor = EditorSession()
    editor.open("# 😀\nschedule \"😀\" { when soc <= 30 %: charge }")
    let told = try #require(editor.diagnostics["file:///home/a.evs"]?.first)
    #expect(told["code"] == "E0109")
    #expect(told["severity"] == 1)
    // Both halves of the face count: the gap is at 30 in UTF-16 and at 29 in characters.
    #expect(told["range"]?["start"] == EditorPosition(line: 1, character: 30).json)
    editor.change("schedule \"x\" { when soc <= 30%: charge\notherwise: S2V }")
    #expect(editor.diagnostics["file:///home/a.evs"] != nil)
    #expect(editor.diagnostics["file:///home/a.evs"]?.contains { $0["severity"] == 1 } == false)
  }

  @Test("a second place comes as related information, with the document it is in")
  func related() throws {
    var editor = EditorSession(files: ["/home/home.evs": Self.home])
    editor.open("use \"home.evs\"\nlet low = 10%")
    let told = try #require(editor.diagnostics["file:///home/a.evs"]?.first)
    #expect(told["code"] == "E0302")
    let related = try #require(told["relatedInformation"]?.array?.first)
    #expect(related["location"]?["uri"] == "file:///home/home.evs")
    #expect(related["location"]?["range"]?["start"] == EditorPosition(line: 6, character: 4).json)
  }

  @Test("a mistake in a used file is told at its `use`; the editor's text of it counts, not the disk's")
  func usedFiles() {
    var editor = EditorSession(files: ["/home/home.evs": "site \"home\" {"])
    editor.open(
      "# first\nuse \"home.evs\"\nschedule \"x\" { when soc unknown: charge\notherwise: charge to low then S2V }"
    )
    let told = editor.diagnostics["file:///home/a.evs"]?.first { $0["code"] == "E0203" }
    #expect(told?["range"]?["start"] == EditorPosition(line: 1, character: 4).json)
    editor.open(Self.home, uri: "file:///home/home.evs")
    #expect(editor.diagnostics["file:///home/a.evs"]?.contains { $0["severity"] == 1 } == false)
    editor.notify("textDocument/didClose", ["textDocument": ["uri": "file:///home/home.evs"]])
    #expect(editor.diagnostics["file:///home/a.evs"]?.contains { $0["code"] == "E0203" } == true)
    #expect(editor.diagnostics["file:///home/home.evs"] == [])
  }

  @Test("closing a document takes its diagnostics back")
  func close() {
    var editor = EditorSession()
    editor.open("let")
    #expect(editor.diagnostics["file:///home/a.evs"]?.isEmpty == false)
    editor.notify("textDocument/didClose", ["textDocument": ["uri": "file:///home/a.evs"]])
    #expect(editor.diagnostics["file:///home/a.evs"] == [])
  }

  // MARK: Hover

  private func text(_ hover: JSONValue?) -> String { hover?["contents"]?["value"]?.string ?? "" }

  @Test("hovering over a rule says what it does and when it is next in force")
  func hoverRule() {
    var editor = EditorSession()
    let head = "schedule \"x\" {\nduring Flux peak {\n"
    let rest = "\n}\notherwise: S2V\n}"
    let rule = text(editor.ask("hover", about: head + "when soc > 50%: |V2G at 10A" + rest))
    #expect(rule.contains("**V2G at 10A**, `during Flux peak` and `when soc > 50%`"))
    #expect(rule.contains("from Mon 2026-11-23 16:00 until Mon 2026-11-23 19:00, if its condition holds."))
    let block = text(
      editor.ask("hover", about: "schedule \"x\" {\ndu|ring 11:00-13:00 {\nwhen soc > 50%: V2G" + rest))
    #expect(block.contains("In force now until Mon 2026-11-23 13:00."))
    let past = "schedule \"x\" {\n|during 2020-01-01 00:00..2020-01-02 00:00: charge\notherwise: S2V\n}"
    #expect(text(editor.ask("hover", about: past)).contains("Not in force within a year"))
  }

  @Test("hovering over a name shows its declaration, over a word what it means")
  func hoverNames() {
    var editor = EditorSession(files: ["/home/home.evs": Self.home])
    let use = "use \"home.evs\"\nschedule \"x\" { "
    #expect(text(editor.ask("hover", about: use + "when soc <= lo|w: charge }")).contains("let low = 20%"))
    #expect(text(editor.ask("hover", about: use + "during Flux |peak: charge }")).contains("16:00-19:00"))
    #expect(text(editor.ask("hover", about: use + "during |Flux peak: charge }")).contains("tariff Flux"))
    #expect(text(editor.ask("hover", about: use + "|otherwise: charge }")).contains("no guard"))
    #expect(editor.ask("hover", about: "# |comment") == .null)
  }

  @Test("every word of the language is explained")
  func explanations() {
    for keyword in Keyword.allCases {
      #expect(keyword.explanation.hasSuffix(".") || keyword.explanation.hasSuffix("`."))
    }
  }

  // MARK: Completion

  @Test("what can stand at a place is offered there")
  func completion() {
    var editor = EditorSession(files: ["/home/home.evs": Self.home])
    let head = "use \"home.evs\"\nlet trickle = charge at 6A\n"
    func expect(_ text: String, has wanted: [String], not unwanted: [String] = []) {
      let labels = editor.labels(at: head + text)
      for label in wanted { #expect(labels.contains(label), "\(text) lacks \(label): \(labels)") }
      for label in unwanted { #expect(!labels.contains(label), "\(text) has \(label)") }
    }
    expect("|", has: ["site", "schedule", "tariff", "let"], not: ["during"])
    expect("sch|", has: ["schedule"])
    expect("site { |", has: ["timezone", "battery", "margin"], not: ["during"])
    expect("site { timezone \"UTC\"   ba|", has: ["battery"])
    expect("site { charger |", has: ["wallbox-quasar", "simulated"], not: ["shelly-em"])
    expect("site { charger wallbox-quasar at \"x\" { |", has: ["failsafe", "restart"], not: ["seed"])
    expect("site { meter shelly-em at \"x\" { grid channel 0   |", has: ["solar channel"])
    expect("site { tariff |", has: ["Flux", "Agile"])
    expect("tariff T { |", has: ["timezone"])
    expect("schedule \"x\" { |", has: ["during", "when", "charge", "never", "trickle"], not: ["site"])
    expect("schedule \"x\" { during |", has: ["Flux", "cheapest"])
    expect("schedule \"x\" { during Flux |", has: ["peak", "cheap"], not: ["Flux"])
    expect("schedule \"x\" { during Flux pe|", has: ["peak"])
    expect("schedule \"x\" { on |", has: ["Mon", "weekdays", "Dec"])
    expect("schedule \"x\" { when |", has: ["soc", "import price", "unplugged"])
    expect("schedule \"x\" { when soc |", has: ["<=", "in", "unknown"])
    expect("schedule \"x\" { when soc <= |", has: ["low"])
    expect("schedule \"x\" { when soc <= 5%, |", has: ["during", "when"])
    expect("schedule \"x\" { when soc <= 5%: |", has: ["charge", "V2G", "S2V + V2H", "trickle"])
    expect("schedule \"x\" { otherwise: charge |", has: ["at", "to", "allow"])
    expect("schedule \"x\" { otherwise: charge allow |", has: ["floor-outranks-promise"])
    expect("schedule \"x\" { never |", has: ["discharge", "over"], not: ["idle"])
    let scenario = "test \"t\" {\n    from "
    expect("test \"t\" { |", has: ["at", "from"], not: ["during"])
    expect(scenario + "|", has: ["Mon"])
    expect(scenario + "Mon 15:00, soc 60%, |", has: ["every", "stale", "home", "unplugged"])
    expect(scenario + "Mon 15:00, soc 60%, every 1min -0.3% |", has: ["for"], not: ["to"])
    expect(scenario + "Mon 15:00, soc 60%:\n        |", has: ["at"], not: ["charge"])
    expect(scenario + "Mon 15:00, soc 60%:\n        at 16:00: |", has: ["charge", "V2G"])
    expect("test \"x\" { |", has: ["at"], not: ["during"])
    expect("test \"x\" { at 12:00, |", has: ["soc", "unplugged"], not: ["during"])
    expect("test \"x\" { at 12:00, soc 5%: |", has: ["idle"])
    #expect(editor.labels(at: "use \"|\"") == [])
  }

  // MARK: Definition

  @Test("names lead to their declarations")
  func definition() {
    var editor = EditorSession(files: ["/home/home.evs": Self.home])
    let use = "use \"home.evs\"\n"
    let low = editor.ask("definition", about: use + "schedule \"x\" { when soc <= LO|W: charge }")
    #expect(low?["uri"] == "file:///home/home.evs")
    #expect(low?["range"]?["start"] == EditorPosition(line: 6, character: 4).json)
    let file = editor.ask("definition", about: "use \"home|.evs\"")
    #expect(file?["uri"] == "file:///home/home.evs")
    let base = editor.ask("definition", about: use + "schedule \"x\" over \"ba|se\" { }")
    #expect(base?["range"]?["start"] == EditorPosition(line: 7, character: 9).json)
    let own = "tariff T { night 00:00-07:00\nday otherwise }\nschedule \"x\" { during T "
    let period = editor.ask("definition", about: own + "|day: charge }")
    #expect(period?["uri"] == "file:///home/a.evs")
    #expect(period?["range"]?["start"] == EditorPosition(line: 1, character: 0).json)
    #expect(editor.ask("definition", about: "schedule \"x\" { during |Flux peak: charge }") == .null)
  }

  // MARK: Editing

  @Test("formatting replaces the text, and leaves a faulty one alone")
  func formatting() {
    var editor = EditorSession()
    func edits(_ text: String) -> JSONValue? {
      editor.open(text)
      return editor.request("textDocument/formatting", ["textDocument": ["uri": "file:///home/a.evs"]])[
        "result"]
    }
    let edit = edits("let a=5%\nlet b=\n6%")?.array?.first
    #expect(edit?["newText"] == "let a = 5%\nlet b =\n    6%\n")
    #expect(edit?["range"]?["end"] == EditorPosition(line: 2, character: 2).json)
    #expect(edits("let a = 5%\n") == [])
    #expect(edits("let a = ") == .null)
  }

  @Test("a quick fix mends its diagnostic")
  func quickFix() throws {
    var editor = EditorSession()
    let text = "schedule \"😀\" { when soc <= 30 %: charge }"
    editor.open(text)
    let place = EditorPosition(line: 0, character: 30).json
    let uri = "file:///home/a.evs"
    func actions(_ start: JSONValue, _ end: JSONValue) -> [JSONValue] {
      let params: JSONValue = ["textDocument": ["uri": .string(uri)], "range": ["start": start, "end": end]]
      return editor.request("textDocument/codeAction", params)["result"]?.array ?? []
    }
    let action = try #require(actions(place, place).first)
    #expect(action["kind"] == "quickfix")
    let edit = try #require(action["edit"]?["changes"]?[uri]?.array?.first)
    let start = try #require(EditorPosition(edit["range"]?["start"]))
    let end = try #require(EditorPosition(edit["range"]?["end"]))
    var units = Array(text.utf16)
    units.replaceSubrange(start.character..<end.character, with: try #require(edit["newText"]?.string).utf16)
    editor.change(String(decoding: units, as: UTF16.self))
    #expect(editor.diagnostics[uri]?.contains { $0["code"] == "E0109" } == false)
    let nowhere = EditorPosition(line: 0, character: 2).json
    #expect(actions(nowhere, nowhere).isEmpty)
  }
}

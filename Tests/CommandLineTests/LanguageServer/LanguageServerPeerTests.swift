import Foundation
import PeerSupport
import Testing

@Suite("--language-server", .waits)
struct LanguageServerPeerTests {
  /// Speaks to the built program and gives its exit code and answers.
  private func converse(_ messages: [[String: Any]]) throws -> (code: Int32, answers: [[String: Any]]) {
    var input = Data()
    for message in messages {
      let body = try JSONSerialization.data(withJSONObject: message)
      input += Data("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }
    let run = try ProgramRun(["--language-server"], input: String(decoding: input, as: UTF8.self))
    var output = Data(run.output.utf8)[...]
    var answers: [[String: Any]] = []
    while let end = output.range(of: Data("\r\n\r\n".utf8)) {
      let head = String(decoding: output[..<end.lowerBound], as: UTF8.self)
      let length = try #require(Int(head.replacing("Content-Length: ", with: "")))
      let body = output[end.upperBound...].prefix(length)
      answers.append(try #require(try JSONSerialization.jsonObject(with: body) as? [String: Any]))
      output = output[end.upperBound...].dropFirst(length)
    }
    #expect(output.isEmpty)
    return (run.exitCode, answers)
  }

  private func message(_ method: String, _ params: [String: Any] = [:], id: Int? = nil) -> [String: Any] {
    var message: [String: Any] = ["jsonrpc": "2.0", "method": method, "params": params]
    message["id"] = id
    return message
  }

  @Test("a shipped schedule is opened, asked about and closed in the way of the protocol")
  func conversation() throws {
    let file = ProgramRun.package.appendingPathComponent("schedules/flux.evs")
    let text = try String(contentsOf: file, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("during Flux cheap") })
    let use = try #require(lines.firstIndex { $0.hasPrefix("use ") })
    let document: [String: Any] = ["uri": file.absoluteString]
    let (code, answers) = try converse([
      message("initialize", ["processId": NSNull(), "rootUri": NSNull(), "capabilities": [:]], id: 1),
      message("initialized"),
      message(
        "textDocument/didOpen",
        ["textDocument": ["uri": file.absoluteString, "languageId": "evs", "version": 1, "text": text]]),
      message(
        "textDocument/hover", ["textDocument": document, "position": ["line": line, "character": 24]], id: 2),
      message(
        "textDocument/definition", ["textDocument": document, "position": ["line": use, "character": 7]],
        id: 3),
      message("textDocument/formatting", ["textDocument": document, "options": ["tabSize": 4]], id: 4),
      message("shutdown", id: 5),
      message("exit"),
    ])
    #expect(code == 0)
    #expect(answers.compactMap { $0["id"] as? Int } == [1, 2, 3, 4, 5])
    let diagnostics = try #require(
      answers.first { $0["method"] as? String == "textDocument/publishDiagnostics" })
    let published = try #require(diagnostics["params"] as? [String: Any])
    #expect((published["diagnostics"] as? [[String: Any]])?.contains { $0["severity"] as? Int == 1 } == false)
    let hover = try #require((answers.first { $0["id"] as? Int == 2 })?["result"] as? [String: Any])
    let contents = try #require(hover["contents"] as? [String: Any])
    #expect((contents["value"] as? String)?.contains("during Flux cheap") == true)
    let definition = (answers.first { $0["id"] as? Int == 3 })?["result"] as? [String: Any]
    #expect((definition?["uri"] as? String)?.hasSuffix("/schedules/home.evs") == true)
    #expect(((answers.first { $0["id"] as? Int == 4 })?["result"] as? [Any])?.isEmpty == true)
  }

  @Test("an editor that goes away without a word, or talks nonsense, ends it with 1")
  func endings() throws {
    #expect(try converse([]).code == 1)
    #expect(try converse([message("exit")]).code == 1)
    #expect(try ProgramRun(["--language-server"], input: "hello\r\n\r\n").exitCode == 1)
    #expect(try ProgramRun(["--language-server", "x.evs"]).exitCode == 2)
  }
}

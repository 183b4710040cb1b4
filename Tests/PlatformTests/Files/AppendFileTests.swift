import PeerSupport
import Foundation
import Testing

import Platform

@Suite("A file to which records are added")
struct AppendFileTests {
  private static let long = String(repeating: "x", count: 4097)

  @Test(
    "a torn line is taken away, the first one too, but nothing whose end cannot be seen",
    arguments: [
      ("", ""), ("whole\n", "whole\n"), ("whole\ntorn", "whole\n"), ("torn", ""),
      (String(long.dropLast()), ""), (long, long), ("\n" + long, "\n" + long),
    ])
  func tornLine(text: String, rest: String) throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/file"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var file = try AppendFile(path: path, permissions: 0o600)
    file.removeTornLine()
    #expect(file.size == rest.utf8.count)
    try file.append(Array("next\n".utf8))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == rest + "next\n")
  }
}

import Foundation
import Testing

@testable import evse_run

@Suite("The page's token")
struct AccessTokenTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "token-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String) throws {
    try text.write(toFile: folder + "/dashboard-token", atomically: true, encoding: .utf8)
  }

  @Test("is made once, by chance, for this user alone")
  func made() throws {
    let text = AccessToken(folder: folder).text
    #expect(text.utf8.count == 64)
    #expect(AccessToken(folder: folder).text == text)
    let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/dashboard-token")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try FileManager.default.removeItem(atPath: folder + "/dashboard-token")
    #expect(AccessToken(folder: folder).text != text)
  }

  @Test("may be replaced by one's own, but not by one that could be guessed")
  func replaced() throws {
    let own = String(repeating: "secret ", count: 6).trimmingCharacters(in: .whitespaces)
    try write(own + "\n")
    #expect(AccessToken(folder: folder).text == own)
    try write("1234")
    #expect(AccessToken(folder: folder).text.utf8.count == 64)
  }

  @Test("one that is being written is waited for, and nobody is let in meanwhile", .timeLimit(.minutes(1)))
  func written() throws {
    let own = String(repeating: "s", count: 40)
    let token = AccessToken(folder: folder)
    _ = token.text
    try write("")
    while !token.text.isEmpty { usleep(10_000) }
    try write(own)
    while token.text.isEmpty { usleep(10_000) }
    #expect(token.text == own)
  }

  @Test("is none where it can neither be read nor made")
  func unusable() { #expect(AccessToken(folder: "/dev/null/nowhere").text == "") }
}

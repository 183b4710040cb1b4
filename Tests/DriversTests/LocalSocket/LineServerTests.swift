import Foundation
import Runtime
import Testing

@testable import Drivers

@Suite struct LineServerTests {
  private let folder: ScratchFolder
  private let path: String
  private let server: LineServer

  init() throws {
    folder = try ScratchFolder()
    path = folder.path + "/a.sock"
    server = try LineServer(path: path) { $0.reversed() }
  }

  private func ask(_ text: String) throws -> String {
    let deadline = MonotonicClock.deadline(after: .seconds(10))
    return String(decoding: try LineClient.ask(path, Array(text.utf8), by: deadline), as: UTF8.self)
  }

  @Test func answersEachLine() throws {
    defer { server.close() }
    for text in ["abc", "", "x"] { #expect(try ask(text) == String(text.reversed())) }
    let long = String(repeating: "ab", count: 30_000)
    #expect(try ask(long) == String(long.reversed()))
  }

  @Test func mayBeUsedByItsOwnerOnly() throws {
    defer { server.close() }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test func dropsWhoSaysTooMuchAndWhoSaysNothing() throws {
    defer { server.close() }
    let silent = try LineConnection(path: path)
    #expect(throws: (any Error).self) {
      try ask(String(repeating: "x", count: LineConnection.sizeLimit + 8192))
    }
    #expect(try ask("ok") == "ko")
    #expect(throws: DeviceError.self) {
      try silent.receive(by: MonotonicClock.deadline(after: .seconds(10)))
    }
  }

  @Test func isFoundWhileItServes() throws {
    #expect(LineClient.sockets(in: folder.path).map(\.name.description) == ["a"])
    #expect(try LineClient.isServed(path))
    server.close()
    #expect(LineClient.sockets(in: folder.path).isEmpty)
    #expect(try !LineClient.isServed(path))
  }

  @Test func takesThePlaceOfASocketThatACrashLeftBehind() throws {
    server.close()
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    let address = try #require(LocalAddress(path: path))
    #expect(address.withPointer { bind(number, $0, $1) } == 0)
    close(number)
    #expect(try !LineClient.isServed(path))
    let next = try LineServer(path: path) { _ in [0x31] }
    defer { next.close() }
    #expect(try ask("?") == "1")
  }

  @Test func refusesAPathThatIsTooLongForASocket() {
    server.close()
    #expect(throws: LocalSocketError.self) {
      try LineServer(path: folder.path + "/" + String(repeating: "x", count: 100)) { $0 }
    }
  }
}

import Platform
import Foundation
import PeerSupport
import Testing

@testable import Drivers

@Suite("Line server", .waits)
struct LineServerTests {
  private let folder: TemporaryFolder
  private let path: String
  private let server: LineServer

  init() throws {
    folder = TemporaryFolder()
    path = folder.path + "/a.sock"
    server = try LineServer(path: path) { $0.reversed() }
  }

  private func ask(_ text: String) throws -> String {
    let deadline = MonotonicClock.deadline(after: .seconds(10))
    return String(decoding: try LineClient.ask(path, Array(text.utf8), by: deadline), as: UTF8.self)
  }

  private func connect() throws -> LineConnection {
    try LineConnection(path: path, by: MonotonicClock.deadline(after: .seconds(10)))
  }

  @Test("answers each line")
  func answersEachLine() throws {
    defer { server.close() }
    for text in ["abc", "", "x"] { #expect(try ask(text) == String(text.reversed())) }
    let long = String(repeating: "ab", count: 30_000)
    #expect(try ask(long) == String(long.reversed()))
  }

  @Test("may be used by its owner only")
  func mayBeUsedByItsOwnerOnly() throws {
    defer { server.close() }
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test("drops who says too much and who says nothing")
  func dropsWhoSaysTooMuchAndWhoSaysNothing() throws {
    defer { server.close() }
    let silent = try connect()
    #expect(throws: (any Error).self) {
      try ask(String(repeating: "x", count: LineConnection.sizeLimit + 8192))
    }
    #expect(try ask("ok") == "ko")
    #expect(throws: DeviceError.self) {
      try silent.receive(by: MonotonicClock.deadline(after: .seconds(10)))
    }
  }

  @Test("answers beside those who say nothing")
  func answersBesideThoseWhoSayNothing() throws {
    defer { server.close() }
    let silent = try (0..<20).map { _ in try connect() }
    for connection in silent.prefix(10) { #expect(send(connection.number, "x", 1, 0) == 1) }
    #expect(try ask("ok") == "ko")
  }

  @Test("answers in a crowd")
  func answersInACrowd() throws {
    defer { server.close() }
    let silent = try (0..<200).map { _ in try connect() }
    #expect(try ask("ok") == "ko")
    withExtendedLifetime(silent) {}
  }

  @Test("waits for a server that has no room")
  func waitsForAServerThatHasNoRoom() throws {
    server.close()
    let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    let address = try #require(LocalAddress(path: path))
    try #require(address.withPointer { bind(number, $0, $1) } == 0 && listen(number, 0) == 0)
    var waiting: [LineConnection] = []
    #expect(throws: LocalSocketError(path: path, reason: .busy)) {
      while waiting.count < 100 {
        waiting.append(try LineConnection(path: path, by: MonotonicClock.deadline(after: .zero)))
      }
    }
    #expect(try LineClient.isServed(path), "somebody is there")
    let taker = Thread {
      usleep(200_000)
      while true {
        let taken = accept(number, nil, nil)
        guard taken >= 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 2)
        if recv(taken, &bytes, 2, 0) > 0 { write(taken, "y\n", 2) }
        close(taken)
      }
    }
    taker.start()
    waiting = []
    #expect(try ask("x") == "y")
    shutdown(number, Int32(SHUT_RDWR))
  }

  @Test("is found while it serves")
  func isFoundWhileItServes() throws {
    #expect(LineClient.sockets(in: folder.path).map(\.name.description) == ["a"])
    #expect(try LineClient.isServed(path))
    server.close()
    #expect(LineClient.sockets(in: folder.path).isEmpty)
    #expect(try !LineClient.isServed(path))
  }

  @Test("takes the place of a socket that a crash left behind")
  func takesThePlaceOfASocketThatACrashLeftBehind() throws {
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

  @Test("refuses a path that is too long for a socket")
  func refusesAPathThatIsTooLongForASocket() {
    server.close()
    #expect(throws: LocalSocketError.self) {
      try LineServer(path: folder.path + "/" + String(repeating: "x", count: 100)) { $0 }
    }
  }
}

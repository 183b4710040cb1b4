import Foundation
import PeerSupport
import Testing

@testable import Platform

@Suite("Looking up hosts", .waits, .timeLimit(.minutes(10)))
struct HostLookupTests {
  private let folder = TemporaryFolder()

  /// A program that stands in for `getent`.
  private func command(_ script: String) throws -> String {
    try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
    let path = "\(folder.path)/getent"
    // Written by another process: a file that this one has open, and so its children, cannot be executed.
    let writer = Process()
    writer.executableURL = URL(filePath: "/bin/sh")
    writer.arguments = [
      "-c", "printf '%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\"", path, "#!/bin/sh\n\(script)",
    ]
    try writer.run()
    writer.waitUntilExit()
    return path
  }

  private func families(_ host: String, _ lookup: HostLookup, milliseconds: Int = 20_000) throws -> [Int32] {
    try lookup.addresses(
      of: Endpoint(host: host, port: 502), by: MonotonicClock.deadline(after: .milliseconds(milliseconds))
    ).map(\.family)
  }

  private static let answer = """
    printf '2001:db8::7    STREAM meter.lan\\n2001:db8::7    DGRAM\\n192.0.2.7    STREAM\\n192.0.2.7    RAW\\n'
    """

  @Test("a numeric address needs nobody", arguments: ["127.0.0.1", "::1", "fe80::1%lo", "fe80::1%3"])
  func numeric(host: String) throws {
    #expect(try families(host, HostLookup(command: "no-such-getent")).count == 1)
  }

  @Test("the system's own names are found")
  func localhost() throws {
    #expect(try !families("localhost", HostLookup()).isEmpty)
  }

  @Test("each address is taken once, in the order given, and asked for once")
  func order() throws {
    let lookup = HostLookup(
      command: try command(
        "[ \"$*\" = 'ahosts -- meter.lan' ] || exit 2\necho >> \(folder.path)/calls\n" + Self.answer))
    #expect(try families("meter.lan", lookup) == [AF_INET6, AF_INET])
    #expect(try families("meter.lan", lookup) == [AF_INET6, AF_INET])
    #expect(try folder.contents(of: "calls") == "\n")
    lookup.forget(Endpoint(host: "meter.lan", port: 502))
    #expect(try families("meter.lan", lookup) == [AF_INET6, AF_INET])
    #expect(try folder.contents(of: "calls") == "\n\n")
  }

  @Test("of a thousand addresses the first few count")
  func many() throws {
    let lookup = HostLookup(
      command: try command(
        "for n in $(seq 1000); do echo \"127.1.$((n / 250)).$((n % 250))  STREAM x\"; done"))
    let found = try lookup.addresses(
      of: Endpoint(host: "meter.lan", port: 1), by: MonotonicClock.deadline(after: .milliseconds(20_000)))
    #expect(found.map(\.host) == (1...8).map { "127.1.0.\($0)" })
  }

  @Test("an address that worked outlives the resolver", arguments: ["exit 2", "sleep 20"])
  func lostResolver(failure: String) throws {
    let broken = "\(folder.path)/broken"
    let lookup = HostLookup(
      command: try command("[ ! -e \(broken) ] || \(failure)\n" + Self.answer), lifetime: .zero)
    #expect(try families("meter.lan", lookup) == [AF_INET6, AF_INET])
    #expect(FileManager.default.createFile(atPath: broken, contents: nil))
    let start = MonotonicClock.now
    #expect(try families("meter.lan", lookup) == [AF_INET6, AF_INET])
    #expect(MonotonicClock.now - start < .seconds(10), "the caller has time left to connect")
  }

  @Test("a lookup that takes longer than one caller may wait answers a later one")
  func slow() throws {
    let gate = "\(folder.path)/gate"
    let lookup = HostLookup(
      command: try command("while [ ! -e \(gate) ]; do sleep 0.05; done\n" + Self.answer))
    #expect(throws: DeviceError.transport("the address of meter.lan is still being looked up")) {
      try families("meter.lan", lookup, milliseconds: 50)
    }
    #expect(FileManager.default.createFile(atPath: gate, contents: nil))
    #expect(try families("meter.lan", lookup).count == 2)
  }

  @Test(
    "an unknown name, nothing and nonsense are no addresses",
    arguments: ["exit 2", "true", "echo a b; echo c"])
  func unknown(script: String) throws {
    let lookup = HostLookup(command: try command(script))
    #expect(throws: DeviceError.self) { try families("meter.lan", lookup) }
  }

  @Test("a system without getent says so")
  func missing() throws {
    #expect(
      throws: DeviceError.transport(
        "meter.lan cannot be looked up without `getent`: write its numeric address")
    ) { try families("meter.lan", HostLookup(command: "no-such-getent")) }
  }
}

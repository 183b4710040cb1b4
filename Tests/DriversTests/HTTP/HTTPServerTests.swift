import Platform
import Glibc
import PeerSupport
import Synchronization
import Testing

@testable import Drivers

@Suite("HTTP server", .waits, .timeLimit(.minutes(10)))
struct HTTPServerTests {
  private let endpoint: Endpoint
  private let server: HTTPServer
  private let gate: Gate
  private let patient = MonotonicClock.deadline(after: .seconds(60))

  /// Keeps jobs waiting until it is opened.
  private final class Gate: Sendable {
    let isOpen = Mutex(false)
    /// Whether those who are told may be.
    let isTold = Mutex(true)
    func pass() { while !isOpen.withLock({ $0 }) { usleep(1000) } }
  }

  init() throws {
    let endpoint = try Endpoint.unused()
    let gate = Gate()
    let queue = try JobQueue(room: 2)
    self.endpoint = endpoint
    self.gate = gate
    server = try HTTPServer(address: "\(endpoint)", defaultPort: 80) { request in
      switch request.path {
      case "/events": .events(HTTPServerResponse(type: "text/event-stream", body: Array(": hello\n\n".utf8)))
      case "/told":
        .events(HTTPServerResponse(body: Array(": hello\n\n".utf8))) { gate.isTold.withLock { $0 } }
      case "/job":
        .job(queue) {
          gate.pass(); return HTTPServerResponse(text: "done")
        }
      case "/large": .response(HTTPServerResponse(body: [UInt8](repeating: 0x41, count: 1_000_000)))
      default: .response(HTTPServerResponse(text: "\(request.method) \(request.path) \(request.body.count)"))
      }
    }
  }

  private func connect() throws -> any ByteStream { try TCPConnector().connect(to: endpoint, by: patient) }

  private func client() -> HTTPClient { HTTPClient(endpoint: endpoint, connector: TCPConnector()) }

  private func get(_ path: String) throws -> (status: Int, text: String) {
    let response = try client().send(HTTPRequest(get: path), by: patient)
    return (response.status, String(decoding: response.body, as: UTF8.self))
  }

  /// What comes until the peer ends the connection, or until `isEnough`.
  private func read(_ stream: any ByteStream, until isEnough: (String) -> Bool = { _ in false }) throws
    -> String
  {
    var bytes: [UInt8] = []
    while !isEnough(String(decoding: bytes, as: UTF8.self)) {
      let more = try stream.receive(by: patient)
      if more.isEmpty { break }
      bytes += more
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("requests over one connection are answered in their order")
  func keepAlive() throws {
    let stream = try connect()
    let two = "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi"
    try stream.send(
      Array((two + "HEAD /c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").utf8), by: patient)
    let text = try read(stream)
    let a = try #require(text.range(of: "GET /a 0")), b = try #require(text.range(of: "POST /b 2"))
    #expect(a.lowerBound < b.lowerBound)
    #expect(text.contains("Content-Length: 9\r\nConnection: close") && !text.contains("HEAD /c"))
  }

  @Test(
    "what is no request is answered with why, and ends the connection; more of it is not read as requests")
  func garbage() throws {
    let stream = try connect()
    try stream.send(
      Array("GET /a HTTP/1.1\r\nHost: x\r\n\r\n\u{1}\u{2}\r\n\r\nGET /b HTTP/1.1\r\n".utf8), by: patient)
    let text = try read(stream)
    #expect(text.contains("GET /a 0") && text.contains("HTTP/1.1 400 Bad Request") && !text.contains("/b"))
  }

  @Test("a body that is too large is refused before it is sent, and the refusal can be read")
  func tooLarge() throws {
    let stream = try connect()
    try stream.send(Array("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n".utf8), by: patient)
    try stream.send([UInt8](repeating: 0x41, count: 100_000), by: patient)
    #expect(try read(stream).contains("413 Content Too Large"))
  }

  @Test("a client that says nothing, half a request, or reads nothing holds up nobody")
  func slowClients() throws {
    let silent = try connect(), half = try connect(), deaf = try connect()
    try half.send(Array("GET / HT".utf8), by: patient)
    for _ in 0..<40 { try deaf.send(Array("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".utf8), by: patient) }
    for _ in 0..<20 { #expect(try get("/x").text == "GET /x 0") }
    // Each is let go in the end.
    #expect(try half.receive(by: patient).isEmpty)
    #expect(try silent.receive(by: patient).isEmpty)
  }

  @Test("more idle connections than there is room for leave room for one that asks")
  func idleConnections() throws {
    let subscriber = try connect()
    try subscriber.send(Array("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".utf8), by: patient)
    _ = try read(subscriber, until: { $0.contains("hello") })
    let idle = try (0..<500).map { _ in try connect() }
    #expect(try get("/x").status == 200)
    server.publish(Array("data: still here\n\n".utf8))
    #expect(try read(subscriber, until: { $0.contains("here") }).contains("still here"))
    withExtendedLifetime(idle) {}
  }

  @Test("half requests that fill the room take it from each other, and not from those who have just come")
  func halfRequests() throws {
    let half = try (0..<200).map { _ in try connect() }
    for stream in half { try? stream.send(Array("GET / HT".utf8), by: patient) }
    // As a browser does: all come before any of them asks.
    let clients = try (0..<6).map { _ in try connect() }
    usleep(200_000)
    for client in clients {
      try client.send(Array("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8), by: patient)
    }
    for client in clients { #expect(try read(client).contains("200 OK")) }
    withExtendedLifetime(half) {}
  }

  @Test("jobs keep nobody waiting but who asked for them, and are refused where too many wait")
  func jobs() throws {
    let clients = try (0..<4).map { _ in try connect() }
    for client in clients {
      try client.send(Array("GET /job HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8), by: patient)
    }
    #expect(try get("/x").status == 200)
    // One runs, two wait, and what is one too many is sent away at once.
    var answers: [String] = []
    for client in clients where !client.isQuiet { answers.append(try read(client)) }
    gate.isOpen.withLock { $0 = true }
    let all = try answers + clients.map { try read($0) }
    #expect(all.count { $0.contains("done") } >= 2)
    #expect(all.allSatisfy { $0.isEmpty || $0.contains("done") || $0.contains("503 Service Unavailable") })
  }

  @Test("who may no longer hear events is dropped before the next")
  func unwelcome() throws {
    let subscriber = try connect()
    try subscriber.send(Array("GET /told HTTP/1.1\r\nHost: x\r\n\r\n".utf8), by: patient)
    _ = try read(subscriber, until: { $0.contains("hello") })
    server.publish(Array("data: 1\n\n".utf8))
    #expect(try read(subscriber, until: { $0.contains("\n\n") }) == "data: 1\n\n")
    gate.isTold.withLock { $0 = false }
    server.publish(Array("data: 2\n\n".utf8))
    #expect(try read(subscriber).isEmpty)
  }

  @Test("an event reaches every subscriber, until it leaves")
  func events() throws {
    let subscribers = try (0..<3).map { _ in try connect() }
    for subscriber in subscribers {
      try subscriber.send(Array("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".utf8), by: patient)
      #expect(try read(subscriber, until: { $0.contains("hello") }).contains("text/event-stream"))
    }
    #expect(server.hasSubscribers)
    server.publish(Array("data: 1\n\n".utf8))
    for subscriber in subscribers {
      #expect(try read(subscriber, until: { $0.contains("\n\n") }) == "data: 1\n\n")
    }
    for subscriber in subscribers { subscriber.close() }
    while server.hasSubscribers, MonotonicClock.now < patient.uptime { usleep(10_000) }
    #expect(!server.hasSubscribers)
  }

  @Test("a subscriber that takes nothing is dropped, not kept for")
  func deafSubscriber() throws {
    let deaf = try connect()
    try deaf.send(Array("GET /events HTTP/1.1\r\nHost: x\r\n\r\n".utf8), by: patient)
    _ = try read(deaf, until: { $0.contains("hello") })
    let event = [UInt8](repeating: 0x41, count: 100_000)
    while server.hasSubscribers, MonotonicClock.now < patient.uptime {
      server.publish(event)
      usleep(1000)
    }
    #expect(!server.hasSubscribers)
  }
}

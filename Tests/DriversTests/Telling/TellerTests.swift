import Foundation
import PeerSupport
import Platform
import Runtime
import ScheduleLang
import ScheduleSupport
import Synchronization
import Testing

@testable import Drivers

@Suite("Telling", .waits, .timeLimit(.minutes(10)))
struct TellerTests {
  private let folder = TemporaryFolder()
  private let trouble = Trouble(.meterSilent, "the meter is silent", since: Instant(seconds: 7))

  private var message: TellingMessage { TellingMessage(.began(trouble), site: "home") }

  private func route(command: String) throws -> TellingRoute {
    var teller = DeviceConfiguration(driver: "command", range: nowhere)
    teller.settings["address"] = .text(command)
    return try #require(TellingRoute(teller))
  }

  private func route(address: String, token: String? = nil) throws -> TellingRoute {
    var teller = DeviceConfiguration(driver: "web", range: nowhere)
    teller.settings["address"] = .secret(.literal(address))
    teller.settings["token"] = token.map { .secret(.literal($0)) }
    return try #require(TellingRoute(teller))
  }

  private func text(of name: String) -> String {
    (try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)) ?? ""
  }

  private func wait(until isSo: () -> Bool) {
    for _ in 0..<600 where !isSo() { usleep(50_000) }
  }

  /// What a server got, and how it answers.
  private final class Inbox: Sendable {
    let requests = Mutex<[HTTPServerRequest]>([])
    let status = Mutex(200)
  }

  private func serve(_ inbox: Inbox) throws -> (HTTPServer, Endpoint) {
    let endpoint = try Endpoint.unused()
    let server = try HTTPServer(address: "\(endpoint)", defaultPort: 80) { request in
      inbox.requests.withLock { $0.append(request) }
      return .response(HTTPServerResponse(inbox.status.withLock { $0 }, text: "."))
    }
    return (server, endpoint)
  }

  @Test("a command gets the text on its standard input and in its environment")
  func command() throws {
    let path = folder.url.path
    let teller = Teller(
      try route(
        command: "cat > \(path)/input; echo \"$EVSE_STATE $EVSE_TROUBLE $EVSE_TEXT\" > \(path)/variables"))
    teller.tell(message)
    #expect(teller.close(by: MonotonicClock.deadline(after: .seconds(30))) == .done)
    #expect(text(of: "input") == "the meter is silent; check the meter's power and network\n")
    #expect(text(of: "variables").hasPrefix("began meter-silent the meter is silent; check"))
    #expect(teller.status.takeNews().isEmpty)
  }

  @Test("a command that does not end is killed with all that it has started, and is not run again")
  func endlessCommand() throws {
    var route = try route(command: "echo x >> \(folder.url.path)/runs; sleep 1000 & sleep 1000; :")
    route.timeLimit = .seconds(1)
    let teller = Teller(route, pause: .milliseconds(50))
    let begin = MonotonicClock.now
    teller.tell(message)
    #expect(MonotonicClock.now - begin < .milliseconds(200), "whoever tells does not wait")
    wait { !text(of: "runs").isEmpty }
    usleep(2_500_000)
    #expect(text(of: "runs") == "x\n")
    #expect(teller.status.takeNews() == ["tell by command: it did not end within 1 s"])
    teller.close(by: MonotonicClock.deadline(after: .seconds(5)))
  }

  @Test("a command that ends its output and lives on is killed as well, and holds up nothing")
  func silentCommand() throws {
    var route = try route(
      command: "echo x >> \(folder.url.path)/runs; exec sleep 1000 </dev/null >/dev/null")
    route.timeLimit = .seconds(1)
    let teller = Teller(route, pause: .milliseconds(50))
    teller.tell(message)
    teller.tell(message)
    wait { text(of: "runs") == "x\nx\n" }
    #expect(text(of: "runs") == "x\nx\n")
    teller.close(by: MonotonicClock.deadline(after: .seconds(5)))
  }

  @Test("what cannot be told now holds up no other trouble")
  func overtaking() throws {
    let inbox = Inbox()
    inbox.status.withLock { $0 = 503 }
    let (server, endpoint) = try serve(inbox)
    let teller = Teller(try route(address: "http://\(endpoint)/topic"), pause: .seconds(3600))
    teller.tell(message)
    wait { inbox.requests.withLock { $0.count } == 1 }
    let other = Trouble(.chargerNotStopped, "it goes on", since: Instant(seconds: 8))
    teller.tell(TellingMessage(.ended(trouble), site: nil))
    teller.tell(TellingMessage(.began(other), site: nil))
    wait { inbox.requests.withLock { $0.count } == 2 }
    let last = inbox.requests.withLock { String(decoding: $0.last?.body ?? [], as: UTF8.self) }
    #expect(last.hasPrefix("it goes on"))
    teller.close(by: MonotonicClock.deadline(after: .seconds(5)))
    withExtendedLifetime(server) {}
  }

  @Test("an address gets a POST with the text, a title and the token")
  func post() throws {
    let inbox = Inbox()
    let (server, endpoint) = try serve(inbox)
    let teller = Teller(try route(address: "http://\(endpoint)/topic?x=1", token: "s3cret"))
    teller.tell(message)
    teller.tell(TellingMessage(.ended(trouble), site: nil))
    #expect(teller.close(by: MonotonicClock.deadline(after: .seconds(60))) == .done)
    let requests = inbox.requests.withLock { $0 }
    #expect(requests.map(\.method) == ["POST", "POST"])
    #expect(requests.first?.path == "/topic" && requests.first?.query == ["x": "1"])
    #expect(requests.first?.header("Title") == "evse-run: home")
    #expect(requests.first?.header("Authorization") == "Bearer s3cret")
    #expect(
      requests.map { String(decoding: $0.body, as: UTF8.self) } == [
        "the meter is silent; check the meter's power and network", "over: the meter is silent",
      ])
    withExtendedLifetime(server) {}
  }

  @Test(
    "what was refused, or did not arrive, is tried again in its order; the failure is told once, without the address"
  )
  func retries() throws {
    let inbox = Inbox()
    inbox.status.withLock { $0 = 503 }
    let (server, endpoint) = try serve(inbox)
    let teller = Teller(try route(address: "http://\(endpoint)/secret-topic"), pause: .milliseconds(100))
    teller.tell(message)
    teller.tell(TellingMessage(.ended(trouble), site: nil))
    wait { inbox.requests.withLock { $0.count } >= 2 }
    #expect(
      inbox.requests.withLock { Set($0.map { String(decoding: $0.body, as: UTF8.self) }) }.count == 1,
      "the second waits behind the first")
    inbox.status.withLock { $0 = 200 }
    wait {
      inbox.requests.withLock { String(decoding: $0.last?.body ?? [], as: UTF8.self) }.hasPrefix("over")
    }
    let news = teller.status.takeNews()
    #expect(news.first == "tell at http://\(endpoint): it answered 503")
    #expect(news.last == "tell at http://\(endpoint): works again")
    #expect(!news.joined().contains("secret"))
    teller.close(by: MonotonicClock.deadline(after: .seconds(5)))
    withExtendedLifetime(server) {}
  }

  @Test("a token does not leave this machine in clear text")
  func clearText() throws {
    let teller = Teller(try route(address: "http://192.0.2.1/x", token: "s3cret"))
    teller.tell(message)
    wait { teller.status.takeNews().contains("tell at http://192.0.2.1: a token is sent over https:// only") }
    teller.close(by: MonotonicClock.deadline(after: .seconds(5)))
  }

  @Test(
    "addresses and what of them may be shown",
    arguments: [
      ("https://ntfy.sh/topic", "https://ntfy.sh", "/topic"), ("https://h?x", "https://h", "/?x"),
      ("HTTP://H:80", "http://H:80", "/"), ("ftp://h/", nil, nil), ("https:///x", nil, nil),
      ("https://u:p@h/x", nil, nil), ("https://h/ x", nil, nil), ("https://h/\u{7F}", nil, nil),
      ("", nil, nil),
      ("https://h/é", nil, nil), ("https://:80/", nil, nil),
    ])
  func addresses(text: String, origin: String?, target: String?) {
    #expect(WebAddress(text)?.origin == origin)
    #expect(WebAddress(text)?.target == target)
  }
}

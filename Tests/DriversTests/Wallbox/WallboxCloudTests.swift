import Platform
import Foundation
import PeerSupport
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Wallbox cloud", .waits, .needsPython)
struct WallboxCloudTests {
  private let peer: PeerProcess
  private var cloud: WallboxCloud
  private let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
  private static let action = "/v3/chargers/12345/remote-action"
  private static let password = "s3cret\"\\ "

  init() throws {
    peer = try PeerProcess("wallbox.py")
    cloud = WallboxCloud(try Self.settings(peer.endpoint))
    cloud.curl.timeLimit = .seconds(20)
  }

  private static func settings(_ endpoint: Endpoint, password: String = password) throws -> WallboxSettings {
    try #require(try WallboxSettings(device(endpoint, password: password)))
  }

  private static func device(_ endpoint: Endpoint, password: String = password) throws -> DeviceConfiguration
  {
    DeviceConfiguration(
      driver: "wallbox-quasar", address: "127.0.0.1",
      settings: [
        "restart.serial": .number(12345), "restart.user": .text("me@example.org"),
        "restart.password": .secret(.literal(password)), "restart.sign in at": .text("http://\(endpoint)/"),
        "restart.api at": .text("http://\(endpoint)"), "restart.after": .number(3),
        "restart.cooldown": .seconds(120),
      ], range: SourceRange(file: 0, start: 0, end: 0))
  }

  private struct Asked: Decodable {
    var method: String
    var path: String
    var authorization: String?
    var partner: String?
    var body: String
    var commands: [String]
  }

  private func asked() throws -> [Asked] {
    try JSONDecoder().decode([Asked].self, from: Data(try peer.order("log").utf8))
  }

  private mutating func failure(at instant: Instant? = nil) -> WallboxError? {
    do throws(WallboxError) {
      try cloud.restart(at: instant ?? now)
      return nil
    } catch {
      return error
    }
  }

  @Test("reads its settings")
  func readsItsSettings() throws {
    #expect(cloud.settings.policy.losses == 3)
    #expect(cloud.settings.policy.cooldown == 120)
    let device = DeviceConfiguration(driver: "wallbox-quasar", range: SourceRange(file: 0, start: 0, end: 0))
    #expect(try WallboxSettings(device) == nil)
  }

  @Test(
    "refuses an address to which secrets would go in the open",
    arguments: [
      "http://example.org", "example.org", "https:/example.org", "http://127.0.0.1.example.org",
      "http://127.0.0.1:x@example.org", "https://me@example.org",
    ])
  func refusesAnAddressToWhichSecretsWouldGoInTheOpen(address: String) throws {
    var device = try Self.device(peer.endpoint)
    device.settings["restart.sign in at"] = .text(address)
    let error = #expect(throws: DeviceConfigurationError.self) { try WallboxSettings(device) }
    #expect(
      error?.problem == .badSetting("restart.sign in at", expected: "an address that begins with https://"))
  }

  @Test("signs in and restarts")
  mutating func signsInAndRestarts() throws {
    #expect(failure() == nil)
    let asked = try asked()
    #expect(asked.map(\.path) == ["/users/signin", Self.action])
    #expect(asked.map(\.method) == ["GET", "POST"])
    #expect(asked[0].partner == "wallbox")
    #expect(asked[1].authorization == "Bearer token-1")
    #expect(asked[1].body == #"{"action":3}"#)
  }

  @Test("shows no secret in arguments")
  mutating func showsNoSecretInArguments() throws {
    #expect(failure() == nil)
    let asked = try asked()
    let commands = asked.flatMap(\.commands)
    #expect(!commands.isEmpty, "the peer saw who asked")
    let basic = try #require(asked[0].authorization?.dropFirst(6))
    for secret in ["s3cret", "me@example.org", "token-1", String(basic)] {
      #expect(!commands.contains { $0.contains(secret) }, "\(secret)")
    }
  }

  @Test("uses a token while it lives")
  mutating func usesATokenWhileItLives() throws {
    #expect(failure() == nil)
    #expect(failure() == nil)
    #expect(try asked().map(\.path) == ["/users/signin", Self.action, Self.action])
  }

  @Test("refreshes a token that ended")
  mutating func refreshesATokenThatEnded() throws {
    #expect(failure() == nil)
    #expect(failure(at: now.adding(seconds: 3590)) == nil)
    let asked = try asked()
    #expect(asked.map(\.path).suffix(2) == ["/users/refresh-token", Self.action])
    #expect(asked[2].authorization == "Bearer refresh-1")
    #expect(asked[3].authorization == "Bearer token-2")
  }

  @Test("signs in again where a refresh is refused", arguments: [400, 401, 403, 404])
  mutating func signsInAgainWhereARefreshIsRefused(status: Int) throws {
    #expect(failure() == nil)
    try peer.order("answer /users/refresh-token \(status)")
    #expect(failure(at: now.adding(seconds: 3590)) == nil)
    #expect(try asked().map(\.path).suffix(3) == ["/users/refresh-token", "/users/signin", Self.action])
    #expect(failure(at: now.adding(seconds: 200_000)) == nil)
    #expect(try asked().map(\.path).suffix(2) == ["/users/signin", Self.action])
  }

  @Test("signs in again where a token was withdrawn")
  mutating func signsInAgainWhereATokenWasWithdrawn()
    throws
  {
    #expect(failure() == nil)
    try peer.order("answer \(Self.action) 401")
    #expect(failure() == nil)
    #expect(try asked().map(\.path).suffix(3) == [Self.action, "/users/signin", Self.action])
  }

  @Test("does not insist where a fresh token is refused")
  mutating func doesNotInsistWhereAFreshTokenIsRefused() throws {
    try peer.order("answer \(Self.action) 401")
    #expect(failure() == .credentials)
    #expect(try asked().count == 2)
  }

  @Test(
    "tells refusals apart",
    arguments: [
      ("403", WallboxError.forbidden), ("429 120", .tooMany(retryAfter: 120)),
      ("429", .tooMany(retryAfter: nil)),
      ("503", .server(503)), ("404", .unexpected("with status 404")),
    ])
  mutating func tellsRefusalsApart(answer: String, expected: WallboxError) throws {
    try peer.order("answer /users/signin \(answer)")
    #expect(failure() == expected)
    try peer.order("answer \(Self.action) \(answer)")
    #expect(failure() == expected)
  }

  @Test("knows that the account is wrong")
  mutating func knowsThatTheAccountIsWrong() throws {
    cloud = WallboxCloud(try Self.settings(peer.endpoint, password: "other"))
    #expect(failure() == .credentials)
  }

  @Test("does not know whether an unanswered restart was done")
  mutating func doesNotKnowWhetherAnUnansweredRestartWasDone() throws {
    try peer.order("hang \(Self.action)")
    cloud.curl.timeLimit = .seconds(2)
    #expect(failure() == .unanswered)
  }

  @Test("does not know whether a restart was done whose connection was cut")
  mutating func doesNotKnowWhetherARestartWasDoneWhoseConnectionWasCut() throws {
    try peer.order("cut \(Self.action)")
    #expect(failure() == .unanswered)
  }

  @Test("does not know whether a restart was done that a gateway gave up")
  mutating func doesNotKnowWhetherARestartWasDoneThatAGatewayGaveUp() throws {
    try peer.order("answer \(Self.action) 504")
    #expect(failure() == .unanswered)
    try peer.order("answer \(Self.action) 502")
    #expect(failure() == .server(502))
  }

  @Test("knows that nothing was done where the sign-in was cut")
  mutating func knowsThatNothingWasDoneWhereTheSignInWasCut() throws {
    try peer.order("cut /users/signin")
    #expect(failure() == .unreachable("the connection was cut"))
    #expect(try asked().map(\.path) == ["/users/signin"])
  }

  @Test("says that Wallbox cannot be reached")
  mutating func saysThatWallboxCannotBeReached() throws {
    cloud = WallboxCloud(try Self.settings(.unused()))
    guard case .unreachable(let reason) = failure() else {
      Issue.record("it was reached")
      return
    }
    #expect(!reason.contains("s3cret"))
  }

  @Test("restarts on a thread of its own")
  func restartsOnAThreadOfItsOwn() throws {
    let restarter = WallboxRestarter(cloud.settings)
    try peer.order("answer /users/signin 429 300")
    func outcome() -> WallboxRestarter.Outcome? {
      for _ in 0..<600 {
        if let outcome = restarter.takeOutcome() { return outcome }
        usleep(50_000)
      }
      return nil
    }
    #expect(restarter.begin(at: now))
    #expect(outcome() == .failed(.tooMany(retryAfter: 300), retryAfter: 300))
    #expect(restarter.begin(at: now))
    #expect(!restarter.begin(at: now))
    #expect(outcome() == .restarted)
    #expect(restarter.takeOutcome() == nil)
  }

  @Test("waits ever longer")
  func waitsEverLonger() {
    #expect(
      (1...8).map { WallboxError.server(500).delay(failures: $0) } == [
        60, 120, 240, 480, 960, 1800, 1800, 1800,
      ])
    #expect(WallboxError.tooMany(retryAfter: 5).delay(failures: 1) == 60)
    #expect(WallboxError.tooMany(retryAfter: .max).delay(failures: 1) == 86_400)
    #expect(WallboxError.credentials.delay(failures: 1) == 3600)
  }
}

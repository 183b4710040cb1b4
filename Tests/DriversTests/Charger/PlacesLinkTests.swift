import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// A charger over HTTP, on the real loop against what its own text describes.
@Suite("Chargers over HTTP")
struct PlacesLinkTests {
  private static let text = """
    device box: charger {
        over http { get "/status/{outlet}" }
        setting outlet 2 in 1..4
        read state from .outlet.state {
            "free", 0: unplugged
            "idle": paused
            "charging": charging
            "discharging": discharging
            "error": fault "see its display"
        }
        read soc from get "/car" .soc in %   range 0%..100%   fresh by .at within 60s
        read power from .power in W   positive charging   range -10kW..10kW
        failsafe: write put "/timeout" (seconds value, unit "s") in s from 10s to 600s   read back from .timeout
        heartbeat: write get "/alive?on=1" every 4s
        control: take post "/remote" (on true) release post "/remote" (on false)
        set current to get "/set?amp={value}" in A   positive charging   range -16A..16A   read back from .limit
        start: write post "/run" form (mode "on", level 3)
        stop: write delete "/run"
    }
    """

  @Test("it charges, discharges and stops, and stops by itself once the program is gone")
  func drives() throws {
    let home = try PretendedHome(text: Self.text, settings: "failsafe 60s required   outlet 3")
    home.run(120)
    #expect(home.world.power == 1380 && home.last?.chargerFailure == nil, "\(home.failures)")
    #expect(home.last?.charger?.state == .charging && home.last?.setPoint == Amperes(6))
    #expect(home.last?.charger?.soc == 50)
    home.decision = Decision(.discharge, -10, -10)
    home.run(300)
    #expect(home.world.power == -2300 && home.last?.charger?.state == .discharging, "\(home.failures)")
    #expect(home.charger.failsafeProblem == nil && home.charger.failsafeTimeout == .seconds(60))
    home.world.isAbandoned = true
    home.world.wait(seconds: 61)
    #expect(home.world.charger.firings == 1 && home.world.power == 0)
    home.world.isAbandoned = false
    home.run(400)
    #expect(home.world.power == -2300, "it is taken again: \(home.failures)")
  }

  @Test("what it refuses is said, and nothing flows by it")
  func refusals() throws {
    let home = try PretendedHome(text: Self.text, settings: "failsafe 60s required")
    home.world.refuses = { String(decoding: $0, as: UTF8.self).hasPrefix("PUT /timeout") }
    home.run(60)
    #expect(home.world.power == 0 && home.charger.failsafeProblem != nil)
    home.world.refuses = { String(decoding: $0, as: UTF8.self).hasPrefix("GET /car") }
    home.run(120)
    #expect(home.world.power == 1380 && home.last?.charger?.soc == nil, "\(home.failures)")
    home.world.refuses = { String(decoding: $0, as: UTF8.self).hasPrefix("GET /status") }
    home.run(30)
    #expect(home.last?.chargerFailure == .refused("the device answers HTTP 503"))
    home.world.refuses = { _ in false }
    home.run(120)
    #expect(home.world.power == 1380 && home.last?.chargerFailure == nil)
  }

  @Test("a stop goes out though it refuses the login and is left alone otherwise")
  func urgentStop() throws {
    let home = try PretendedHome(
      text: Self.text.replacing("over http {", with: "over http { login bearer "),
      settings: "failsafe 600s required   token \"t\"")
    home.run(120)
    #expect(home.world.power == 1380, "\(home.failures)")
    home.world.spoils = {
      Array(String(decoding: $0, as: UTF8.self).replacing("HTTP/1.1 200", with: "HTTP/1.1 401").utf8)
    }
    home.run(2)
    home.decision = .idle
    home.run(80)
    #expect(home.world.power == 0 && home.world.charger.firings == 0, "\(home.failures)")
  }

  @Test("what it never says to be is a state in which it is left alone")
  func unknownState() throws {
    let home = try PretendedHome(text: Self.text)
    home.world.spoils = {
      let reply = String(decoding: $0, as: UTF8.self)
      return Array(reply.replacing("\"idle\"", with: "\"boot\"").utf8)
    }
    home.run(60)
    #expect(home.world.power == 0)
    guard case .unavailable(let reason)? = home.last?.charger?.state else {
      Issue.record("\(String(describing: home.last?.charger?.state))")
      return
    }
    #expect(reason.contains("not documented"))
  }

  /// A charger whose answers a test makes up.
  private func link(_ device: PretendShelly, login: String = "basic") throws -> (PlacesLink, state: UInt16) {
    let text = Self.text.replacing("{outlet}\" }", with: "{outlet}\"   login \(login) }")
    let source = SourceFile(path: "box.evs", bytes: Array(text.utf8))
    let description = try #require(ScheduleCompiler().compile(source).program?.descriptions.first)
    guard case .http(let access) = description.transport, let places = description.charger?.places else {
      throw DeviceError.refused("no places")
    }
    var configuration = DeviceConfiguration(driver: "box", address: "box", range: .nowhere)
    configuration.settings["password"] = .secret(.literal("secret"))
    let endpoint = Endpoint(host: "box", port: 80)
    let link = PlacesLink(
      places, access, DescribedSettings(description, configuration), endpoint: endpoint, connector: device,
      login: try JSONLogin(access, configuration, endpoint: endpoint, logins: LoginMemory(folder: nil)))
    return (link, UInt16(description.charger?.state.address ?? 0))
  }

  @Test("one answer is asked for once a call, and what was told is asked anew")
  func once() throws {
    let device = PretendShelly { _ in
      .init(body: #"{"outlet":{"state":"idle"},"power":5,"limit":0,"timeout":60}"#)
    }
    let (link, state) = try link(device)
    let first = ExchangeDeadline(uptime: .seconds(1))
    var paths: [String] { device.takeRequests().map(\.path) }
    for address in [state, state] {
      _ = try link.reply(to: .readHolding(address: address, count: 4), by: first)
    }
    #expect(paths == ["/status/2"] && link.connectionCount == 1 && link.isConnected)
    _ = try link.reply(to: .readHolding(address: state, count: 4), by: ExchangeDeadline(uptime: .seconds(2)))
    #expect(paths == ["/status/2"])
    device.answer = { _ in .none }
    #expect(throws: DeviceError.timeout) {
      try link.reply(to: .readHolding(address: state, count: 4), by: ExchangeDeadline(uptime: .seconds(3)))
    }
    #expect(!link.isConnected)
    device.answer = { _ in .init(body: "{}") }
    let unknown = try link.reply(
      to: .readHolding(address: state, count: 4), by: ExchangeDeadline(uptime: .seconds(4)))
    guard case .registers(let words) = unknown else { throw DeviceError.refused("it must answer") }
    #expect(Register(.holding, 0, .float64).number(in: words) == nil, "what is not there is no number")
    #expect(link.connectionCount == 2, "it may have restarted meanwhile")
  }

  @Test(
    "a request that tells it something is signed as one that asks, and no password goes out in clear text")
  func digest() throws {
    let device = PretendShelly { $0.authorization == nil ? .digest("n") : .init(body: "{}") }
    let (link, _) = try link(device, login: "digest")
    let deadline = ExchangeDeadline(uptime: .seconds(1))
    let words = try #require(Register(.holding, 0, .float64).words(of: 60))
    for address in stride(from: UInt16(0), to: 64, by: 4) {
      _ = try link.reply(to: .writeMultiple(address: address, values: words), by: deadline)
    }
    let requests = device.takeRequests()
    #expect(requests.contains { $0.path == "/timeout" && $0.parameter("uri") == "/timeout" })
    #expect(requests.contains { $0.path == "/set?amp=60" && $0.parameter("uri") == "/set?amp=60" })
    #expect(requests.allSatisfy { $0.authorization?.hasPrefix("Digest") != false })
  }

  @Test(
    "numbers are written as devices read them",
    arguments: [
      (6, "6"), (-10, "-10"), (0.5, "0.5"), (-0.25, "-0.25"), (1.0004, "1"), (12.125, "12.125"),
      (1e300, "1000000000000"),
    ] as [(Double, String)])
  func numbers(number: Double, text: String) { #expect(number.plainText == text) }
}

import SeededRandomness

/// A Shelly energy meter of either generation: channel 0 is the grid, channel 1 the sun.
final class VirtualShelly {
  let generation: Int
  /// Whether it asks for a login; the generations differ in how.
  let hasPassword: Bool
  /// What it is like to read: as it should be, or in one of the ways in which meters lie.
  enum Habit: Hashable {
    case truthful
    /// Its numbers stand still.
    case frozen
    /// Its clamp sits the wrong way round.
    case reversed
    /// It measures only every so many seconds.
    case slow(every: Int)
  }

  /// What flows through the grid connection and from the panels, in watts, and the mains voltage.
  typealias Measurement = (grid: Double, solar: Double, voltage: Double)

  var measure: () -> Measurement = { (0, 0, 230) }
  var habit = Habit.truthful
  /// What it shows.
  private(set) var shown: Measurement = (0, 0, 230)
  private var measuredAt: VirtualTime = 0
  private var nonce = 0

  init(generation: Int, hasPassword: Bool) {
    self.generation = generation
    self.hasPassword = hasPassword
  }

  /// A restart makes the second generation ask for another login.
  func restart() { nonce += 1 }

  /// Measures, if it is time to.
  private func look(at now: VirtualTime) {
    switch habit {
    case .frozen: return
    case .slow(let seconds) where now.since(measuredAt) < .seconds(seconds): return
    case .truthful, .slow: shown = measure()
    case .reversed:
      shown = measure()
      shown.grid.negate()
    }
    measuredAt = now
  }

  /// The JSON at `path`, or nil where there is nothing.
  private func content(at path: String) -> String? {
    let values = shown
    func channel(_ power: Double, _ name: String, id: Int) -> String {
      "{\"id\":\(id),\"\(name)\":\(centi(power)),\"pf\":0.98,\"voltage\":\(centi(values.voltage)),\"is_valid\":true}"
    }
    switch (generation, path) {
    case (1, "/shelly"): return "{\"type\":\"SHEM\",\"auth\":\(hasPassword)}"
    case (_, "/shelly"): return "{\"model\":\"SPEM\",\"gen\":\(generation)}"
    case (1, "/status"):
      return
        "{\"unixtime\":0,\"emeters\":[\(channel(values.grid, "power", id: 0)),\(channel(values.solar, "power", id: 1))]}"
    case (2, "/rpc/EM1.GetStatus?id=0"): return channel(values.grid, "act_power", id: 0)
    case (2, "/rpc/EM1.GetStatus?id=1"): return channel(values.solar, "act_power", id: 1)
    default: return nil
    }
  }

  /// A number with two decimals, as the device writes it.
  private func centi(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let rest = hundredths.magnitude % 100
    return "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}

extension VirtualShelly: VirtualPeer {
  var protocolFaults: [Fault] {
    [.invalidJSON, .notANumber, .notValid, .missingValue, .redirect, .unauthorized, .serverError, .hugeBody]
  }

  func answer(_ request: [UInt8], at time: VirtualTime) -> [UInt8]? {
    let parts = request.prefix { $0 != 0x0D }.split(separator: 0x20)
    guard parts.count == 3, parts[0].elementsEqual("GET".utf8),
      request.suffix(4).elementsEqual("\r\n\r\n".utf8)
    else { return nil }
    let path = String(decoding: parts[1], as: UTF8.self)
    if hasPassword, path != "/shelly", !isLoggedIn(String(decoding: request, as: UTF8.self)) {
      let scheme =
        generation == 1
        ? "Basic realm=\"x\"" : "Digest qop=\"auth\", realm=\"x\", nonce=\"\(nonce)\", algorithm=SHA-256"
      return response(401, "401", header: "WWW-Authenticate: \(scheme)\r\n")
    }
    look(at: time)
    guard let content = content(at: path) else { return response(404, "not found") }
    return response(200, content)
  }

  func spoil(_ reply: [UInt8], to request: [UInt8], by fault: Fault, random: inout SeededGenerator) -> [UInt8]
  {
    let text = String(decoding: reply, as: UTF8.self)
    guard let end = text.firstRange(of: "\r\n\r\n") else { return reply }
    let body = String(text[end.upperBound...])
    switch fault {
    case .invalidJSON: return response(200, "<html>" + body)
    case .notANumber: return response(200, body.replacing("power\":", with: "power\":NaN,\"x\":"))
    case .notValid: return response(200, body.replacing("true", with: "false"))
    case .missingValue: return response(200, body.replacing("power\"", with: "x\""))
    case .redirect: return response(302, "", header: "Location: http://192.0.2.99/\r\n")
    case .unauthorized: return response(401, "")
    case .serverError: return response(500, "busy")
    case .hugeBody: return Array("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n{".utf8)
    default: return reply
    }
  }

  private func isLoggedIn(_ request: String) -> Bool {
    request.contains(generation == 1 ? "Authorization: Basic " : "nonce=\"\(nonce)\"")
  }

  private func response(_ status: Int, _ body: String, header: String = "") -> [UInt8] {
    Array("HTTP/1.1 \(status) X\r\n\(header)Content-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
  }
}

import Platform
import Runtime
import ScheduleLang

@testable import Drivers

/// A Shelly whose answers a test makes up, on a connection that is always there.
final class PretendShelly: Connector, ByteStream {
  struct Request {
    var path: String
    var authorization: String?

    /// A parameter of a Digest login.
    func parameter(_ name: String) -> String? {
      guard let text = authorization, let start = text.firstRange(of: " \(name)=")?.upperBound else {
        return nil
      }
      return String(text[start...].prefix { $0 != "," }.filter { $0 != "\"" })
    }
  }

  struct Answer {
    var status = 200
    var headers: [String] = []
    var body = ""
    /// No answer at all.
    static let none = Answer(status: 0)
    static let generation1 = Answer(body: #"{"type":"SHEM"}"#)
    static let generation2 = Answer(body: #"{"model":"SPEM","gen":2}"#)
    static let power = Answer(body: #"{"act_power":100,"voltage":230,"pf":1}"#)
    static let basic = Answer(status: 401, headers: ["WWW-Authenticate: Basic realm=\"x\""])

    static func digest(_ nonce: String, _ more: String = "") -> Answer {
      let challenge = "Digest qop=\"auth\", realm=\"x\", nonce=\"\(nonce)\", algorithm=SHA-256\(more)"
      return Answer(status: 401, headers: ["WWW-Authenticate: \(challenge)"])
    }
  }

  private(set) var requests: [Request] = []
  /// What the device answers.
  var answer: (Request) -> Answer
  /// The present second.
  var second: UInt64 = 1000
  private var pending: [UInt8] = []

  init(_ answer: @escaping (Request) -> Answer) { self.answer = answer }

  /// A meter of this device.
  func meter(
    solar: Int? = nil, password: String? = "secret", login: DeviceLogin.Way? = nil,
    logins: LoginMemory = LoginMemory(folder: nil)
  ) throws -> DescribedMeter {
    try .shelly(at: "meter", solar: solar, password: password, login: login, connector: self, logins: logins)
  }

  /// What the meter tells in the present second, after which a second passes.
  func read(_ meter: DescribedMeter) -> Result<MeterReading, DeviceError> {
    defer { second += 1 }
    return Result { () throws(DeviceError) in
      try meter.reading(by: ExchangeDeadline(uptime: .seconds(second)))
    }
  }

  /// The requests since this was last asked.
  func takeRequests() -> [Request] {
    defer { requests = [] }
    return requests
  }

  func connect(to endpoint: Endpoint, by deadline: ExchangeDeadline) throws(DeviceError) -> any ByteStream {
    self
  }

  func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
    let header = lines.first { $0.hasPrefix("Authorization: ") }
    let request = Request(
      path: String(lines[0].split(separator: " ")[1]),
      authorization: header.map { String($0.dropFirst("Authorization: ".count)) })
    requests.append(request)
    let answer = answer(request)
    guard answer.status > 0 else { return pending = [] }
    let headers = answer.headers.map { $0 + "\r\n" }.joined()
    pending = Array(
      "HTTP/1.1 \(answer.status) X\r\n\(headers)Content-Length: \(answer.body.utf8.count)\r\n\r\n\(answer.body)"
        .utf8)
  }

  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    guard !pending.isEmpty else { throw .timeout }
    defer { pending = [] }
    return pending
  }

  var isQuiet: Bool { true }

  func close() { pending = [] }
}

extension DescribedMeter {
  /// A Shelly as its description, which ships, has it.
  static func shelly(
    at address: String, grid: Int? = 0, solar: Int? = nil, password: String? = nil,
    login: DeviceLogin.Way? = nil, connector: any Connector = TCPConnector(),
    logins: LoginMemory = LoginMemory(folder: nil)
  ) throws -> DescribedMeter {
    var device = DeviceConfiguration(driver: "shelly-em", address: address, range: .nowhere)
    device.settings["grid channel"] = grid.map { .number($0) }
    device.settings["solar channel"] = solar.map { .number($0) }
    device.settings["password"] = password.map { .secret(.literal($0)) }
    device.settings["login"] = login.map { .word($0 == .basic ? "basic" : "digest") }
    let description = DeviceDescription.shipped("shelly-em")!
    return try DescribedMeter(description, device, connector: connector, logins: logins)
  }
}

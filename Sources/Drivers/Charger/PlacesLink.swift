import Glibc
import Platform
import ScheduleLang

/// A charger over HTTP as its engine sees it: each of its places is as one register.
///
/// What one answer tells is asked for once a call, and anew once the charger was told something.
final class PlacesLink: ChargerLink {
  private let places: ChargerPlaces
  private let settings: DescribedSettings
  private let client: HTTPClient
  private let login: JSONLogin
  private let endpoint: Endpoint
  private let takesClearText: Bool
  /// What was answered in the call with this deadline.
  private var known: (by: ExchangeDeadline, answers: [TextTemplate: JSONTree])?

  var onLateReply: (ModbusRequest, ModbusReply) -> Void = { _, _ in }
  private(set) var connectionCount = 0
  private(set) var isConnected = false
  /// An answer comes within its call, or not at all.
  let mayBeSlow = false

  init(
    _ places: ChargerPlaces, _ access: HTTPAccess, _ settings: DescribedSettings, endpoint: Endpoint,
    connector: any Connector, login: JSONLogin
  ) {
    (self.places, self.settings, self.endpoint, self.login) = (places, settings, endpoint, login)
    client = HTTPClient(endpoint: endpoint, connector: connector)
    takesClearText = access.login != .digest
  }

  func settle(by deadline: ExchangeDeadline) throws(DeviceError) {}

  func lateness(by deadline: ExchangeDeadline) -> DeviceError { .timeout }

  func disconnect() {
    client.disconnect()
    (isConnected, known) = (false, nil)
  }

  func reply(
    to request: ModbusRequest, isUrgent: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> ModbusReply {
    do throws(DeviceError) {
      switch request {
      case .readHolding(let address, let count):
        return .registers(try words(at: Int(address), count: Int(count), by: deadline))
      case .writeMultiple(let address, let values):
        try tell(values, at: Int(address), isUrgent: isUrgent, by: deadline)
        return .registers(values)
      case .readInput, .writeSingle: return .refused(.exception(1))
      }
    } catch {
      guard case .refused(let reason) = error else {
        disconnect()
        throw error
      }
      return .refused(.declined(reason))
    }
  }

  func frame(for request: ModbusRequest, transaction: UInt16) -> [UInt8] {
    sent(for: request)?.encoded(host: endpoint.description) ?? []
  }

  func text(for request: ModbusRequest) -> String? {
    sent(for: request).map { sent in
      let head = "\(sent.method) \(sent.target)"
      return sent.body.isEmpty ? head : "\(head) \(String(decoding: sent.body, as: UTF8.self))"
    }
  }

  private func sent(for request: ModbusRequest) -> HTTPRequest? {
    switch request {
    case .readHolding(let address, _):
      guard case .told(let place, _)? = place(at: Int(address)) else { return nil }
      return HTTPRequest(get: place.target.filled { settings.text($0) })
    case .writeMultiple(let address, let values): return self.request(values, at: Int(address))
    case .readInput, .writeSingle: return nil
    }
  }

  private func noteReached() {
    guard !isConnected else { return }
    isConnected = true
    connectionCount += 1
  }

  private func place(at address: Int) -> ChargerPlace? { places[Register(.holding, address, .float64)] }

  // MARK: Reading

  private func words(
    at address: Int, count: Int, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> [UInt16] {
    var words: [UInt16] = []
    for address in stride(from: address, to: address + count, by: ChargerPlaces.width) {
      guard case .told(let place, let freshness)? = self.place(at: address) else {
        throw .refused("it does not tell what it was told there")
      }
      let answer = try answer(to: place.target, by: deadline)
      // What is not known is no number.
      let number = isFresh(answer, freshness) ? number(in: answer, at: place.path) : .nan
      words += (0..<ChargerPlaces.width).reversed().map {
        UInt16(truncatingIfNeeded: number.bitPattern >> UInt64(16 * $0))
      }
    }
    return words
  }

  private func answer(
    to target: TextTemplate, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> JSONTree {
    if let known, known.by == deadline, let answer = known.answers[target] { return answer }
    let request = HTTPRequest(get: target.filled { settings.text($0) })
    let answer = try JSONTree(
      login.send(request, takesClearText: takesClearText, over: client, by: deadline))
    noteReached()
    if known?.by != deadline { known = (deadline, [:]) }
    known?.answers[target] = answer
    return answer
  }

  private func number(in answer: JSONTree, at path: JSONPath) -> Double {
    let found = answer.find(path, words: places.words) { settings.number($0) }
    return if case .number(let number) = found { number } else { .nan }
  }

  /// Whether what an answer tells was taken a while ago at the most; a clock that is a little ahead does no harm.
  private func isFresh(_ answer: JSONTree, _ freshness: ChargerPlace.Freshness?) -> Bool {
    guard let freshness else { return true }
    let age = Double(Glibc.time(nil)) - number(in: answer, at: freshness.path)
    return age > -freshness.seconds && age < freshness.seconds
  }

  // MARK: Telling

  private func tell(
    _ values: [UInt16], at address: Int, isUrgent: Bool, by deadline: ExchangeDeadline
  ) throws(DeviceError) {
    guard let request = request(values, at: address) else { throw .refused("it cannot be told that") }
    // Whatever comes of it, what was known of the charger is not so any more.
    known = nil
    let response = try login.send(
      request, takesClearText: takesClearText, isUrgent: isUrgent, over: client, by: deadline)
    noteReached()
    guard (200..<300).contains(response.status) else {
      throw .refused("the device answers HTTP \(response.status)")
    }
  }

  private func request(_ values: [UInt16], at address: Int) -> HTTPRequest? {
    guard case .request(let request)? = place(at: address),
      let number = Register(.holding, address, .float64).number(in: values)
    else { return nil }
    return HTTPRequest(request, telling: number) { settings.text($0) }
  }
}

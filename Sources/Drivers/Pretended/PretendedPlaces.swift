import Glibc
import ScheduleLang

/// What a pretended charger over HTTP answers, which knows its own places as registers alone.
struct PretendedPlaces {
  let charger: PretendedCharger
  private let places: ChargerPlaces
  private let settings: DescribedSettings

  init(_ charger: PretendedCharger, _ places: ChargerPlaces, _ settings: DescribedSettings) {
    (self.charger, self.places, self.settings) = (charger, places, settings)
  }

  /// The answer to a request at a time of the monotonic clock.
  func answer(_ request: HTTPServerRequest, at time: Duration) -> HTTPServerResponse {
    for (index, place) in places.list.enumerated() {
      guard case .request(let wanted) = place, let number = told(by: request, as: wanted) else { continue }
      let register = Self.register(index)
      do throws(ModbusError) {
        _ = try charger.answer(
          .writeMultiple(
            address: UInt16(truncatingIfNeeded: register.address), values: register.words(of: number) ?? []),
          at: time)
      } catch {
        return HTTPServerResponse(400, text: "\(error.deviceError.explanation)\n")
      }
      return HTTPServerResponse(type: "application/json", body: Array("{}".utf8))
    }
    guard request.method == "GET", let answer = document(for: request, at: time) else {
      return HTTPServerResponse(404, text: "a pretended device has nothing here\n")
    }
    return HTTPServerResponse(type: "application/json", body: Array(answer.text.utf8))
  }

  private static func register(_ index: Int) -> Register {
    Register(.holding, index * ChargerPlaces.width, .float64)
  }

  // MARK: Telling

  private func document(for request: HTTPServerRequest, at time: Duration) -> JSONTree? {
    var document: JSONTree?
    func put(_ value: JSONTree, at path: JSONPath) {
      document = document ?? .null
      document?.put(value, at: path.steps[...]) { settings.number($0) ?? 0 }
    }
    for (index, place) in places.list.enumerated() {
      guard case .told(let place, let freshness) = place,
        PretendedTarget(place.target.filled { settings.text($0) }).isAsked(by: request)
      else { continue }
      let register = Self.register(index)
      let address = UInt16(truncatingIfNeeded: register.address)
      let words = try? charger.answer(
        .readHolding(address: address, count: UInt16(ChargerPlaces.width)), at: time)
      put(words.flatMap(register.number).map(value) ?? .null, at: place.path)
      if let freshness { put(.number(Double(Glibc.time(nil))), at: freshness.path) }
    }
    return document
  }

  /// A number as the device would say it: in words, where it is a code of one.
  private func value(_ number: Double) -> JSONTree {
    guard let word = places.words.first(where: { Double($0.value) == number })?.key else {
      return .number(number)
    }
    return ["true": .bool(true), "false": .bool(false)][word] ?? .text(word)
  }

  // MARK: Being told

  /// The number that a request tells, 0 where it tells none; nil where it is another.
  private func told(by request: HTTPServerRequest, as wanted: ChargerRequest) -> Double? {
    let target = PretendedTarget(
      wanted.target.filled { $0 == ChargerRequest.told ? PretendedTarget.placeholder : settings.text($0) })
    guard request.method == wanted.method.rawValue.uppercased(), let inTarget = target.told(by: request),
      let members = wanted.isForm ? form(request) : json(request),
      members.count == wanted.members.count
    else { return nil }
    var told = inTarget
    for member in wanted.members {
      guard let found = members[member.name] else { return nil }
      switch member.value {
      case .told:
        guard let number = number(found) else { return nil }
        told = number
      case .number(let number): guard self.number(found) == number else { return nil }
      case .flag(let flag): guard found == .bool(flag) || found == .text("\(flag)") else { return nil }
      case .text(let text): guard found == .text(text) else { return nil }
      }
    }
    return told
  }

  private func number(_ found: JSONTree) -> Double? {
    switch found {
    case .number(let number): number
    case .text(let text): Double(text).flatMap { $0.isFinite ? $0 : nil }
    default: nil
    }
  }

  private func form(_ request: HTTPServerRequest) -> [String: JSONTree]? {
    HTTPServerRequest.parameters(of: request.body)?.mapValues { .text($0) }
  }

  private func json(_ request: HTTPServerRequest) -> [String: JSONTree]? {
    if request.body.isEmpty { return [:] }
    guard case .object(let members)? = JSONTree.decode(request.body) else { return nil }
    return members
  }
}

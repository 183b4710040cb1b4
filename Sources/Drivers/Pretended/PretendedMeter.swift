import ScheduleLang

/// A meter that exists in its description alone, in a home that imports 500 W beside 1500 W from the sun.
final class PretendedMeter: PretendedRegisters {
  private let description: DeviceDescription
  private let settings: DescribedSettings
  private let generations: DeviceGenerations?
  private let image: RegisterImage

  init(_ description: DeviceDescription, _ settings: DescribedSettings) {
    let description = description.settled { settings.isGiven($0) }
    // Of several generations the last.
    self.description = description.generations?.kinds.last?.description ?? description
    generations = description.generations
    self.settings = settings
    var image = RegisterImage()
    for (source, number) in Self.numbers(of: description) {
      guard case .register(var register) = source else { continue }
      register.address = register.first { settings.number($0) ?? 0 }
      image.put(number, in: register)
    }
    self.image = image
  }

  func answer(_ request: ModbusRequest, at time: Duration) throws(ModbusError) -> [UInt16] {
    switch request {
    case .readHolding(let address, let count): return try image.answer(.holding, address, count: count)
    case .readInput(let address, let count): return try image.answer(.input, address, count: count)
    case .writeSingle, .writeMultiple: throw .exception(1)
    }
  }

  func line(at time: Duration) -> String {
    description.values.map {
      "\($0.reading.rawValue) \(Int(Self.value(of: $0.reading))) \($0.reading.unitName)"
    }
    .joined(separator: ", ")
  }

  /// Its answers over HTTP by what is asked for: all that the description looks for in them.
  var documents: [String: JSONTree] {
    var documents: [String: JSONTree] = [:]
    func put(_ value: JSONTree, at place: JSONPlace) {
      let target = place.target.filled { settings.text($0) }
      documents[target, default: .null].put(value, at: place.path.steps[...]) { settings.number($0) ?? 0 }
    }
    if let generations, let kind = generations.kinds.last {
      put(.number(Double(kind.numbers.lowerBound)), at: generations.place)
    }
    for expectation in description.expectations {
      let text = expectation.text.filled { settings.text($0) }
      let asksForNumber = !expectation.text.settings.isEmpty
      put(
        asksForNumber ? Int(text).map { .number(Double($0)) } ?? .text(text) : .text(text),
        at: expectation.place)
    }
    for (source, number) in Self.numbers(of: description) {
      guard case .path(let place) = source else { continue }
      put(.number(number), at: place)
    }
    return documents
  }

  /// Where each number is, in the device's own unit and direction: the first that is added has all of a value.
  private static func numbers(of description: DeviceDescription) -> [(DeviceDescription.Source, Double)] {
    description.values.flatMap { value in
      ([value.terms] + value.alternatives).flatMap { terms in
        let whole = terms.firstIndex { !$0.isSubtracted }
        return terms.enumerated().map { index, term in
          (term.source, index == whole ? Self.value(of: value.reading) / value.factor : 0)
        }
      }
    }
  }

  private static func value(of quantity: MeterQuantity) -> Double {
    switch quantity {
    case .grid: 500
    case .solar: 1500
    case .voltage: 230
    case .powerFactor: 1
    }
  }
}

import ScheduleLang

/// A meter that exists in its description alone, in a home that imports 500 W beside 1500 W from the sun.
final class PretendedMeter: PretendedRegisters {
  private let description: DeviceDescription
  private let settings: DescribedSettings
  private let image: RegisterImage

  init(_ description: DeviceDescription, _ settings: DescribedSettings) {
    (self.description, self.settings) = (description, settings)
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

  /// Its answer over HTTP: all that the description looks for in it.
  var document: JSONTree {
    var document = JSONTree.null
    func setting(_ name: String) -> Int { settings.number(name) ?? 0 }
    for expectation in description.expectations {
      document.put(.text(expectation.text), at: expectation.path.steps[...], setting: setting)
    }
    for (source, number) in Self.numbers(of: description) {
      guard case .path(let path) = source else { continue }
      document.put(.number(number), at: path.steps[...], setting: setting)
    }
    return document
  }

  /// What is asked for over HTTP; nil where it is asked for nothing there.
  var target: String? {
    guard case .http(let access) = description.transport else { return nil }
    return access.target.filled { settings.text($0) }
  }

  /// Where each number is, in the device's own unit and direction: the first that is added has all of a value.
  private static func numbers(of description: DeviceDescription) -> [(DeviceDescription.Source, Double)] {
    description.values.flatMap { value in
      let whole = value.terms.firstIndex { !$0.isSubtracted }
      return value.terms.enumerated().map { index, term in
        (term.source, index == whole ? Self.value(of: value.reading) / value.factor : 0)
      }
    }
  }

  private static func value(of quantity: MeterQuantity) -> Double {
    switch quantity {
    case .grid: 500
    case .solar: 1500
    case .voltage: 230
    }
  }
}

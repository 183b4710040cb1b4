import ScheduleLang

/// A meter that exists in its description alone, in a home that imports 500 W beside 1500 W from the sun; or a car there,
/// half full.
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
    let models = Self.models(of: description)
    Self.put(models, into: &image)
    for (source, number) in Self.numbers(of: description) {
      guard case .register(var register) = source else { continue }
      register.address = register.first { settings.number($0) ?? 0 }
      if let model = register.model { register.address += models[model]?.first ?? 0 }
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
      let word = description.values.flatMap(\.words).first { Double($0.value) == number }?.key
      put(word.map { Self.word($0) } ?? .number(number), at: place)
    }
    return documents
  }

  /// The SunSpec models that it has, with where each begins and how long it is.
  private static func models(of description: DeviceDescription) -> [Int: (first: Int, length: Int)] {
    var ends: [Int: Int] = [:]
    for case .register(let register) in description.values.flatMap(\.parts).map(\.source) {
      guard let model = register.model else { continue }
      let end = max(register.address + register.kind.width, (register.scaleAddress ?? 0) + 1)
      ends[model] = max(ends[model] ?? 0, end)
    }
    var next = 40_002
    var models: [Int: (first: Int, length: Int)] = [:]
    for (model, end) in ends.sorted(by: { $0.key < $1.key }) {
      models[model] = (next, end - 2)
      next += end
    }
    return models
  }

  /// Puts their chain where they are looked for, with powers of ten that change nothing.
  private static func put(_ models: [Int: (first: Int, length: Int)], into image: inout RegisterImage) {
    guard !models.isEmpty else { return }
    var end = 40_002
    image.put(Double(0x5375_6E53), in: Register(.holding, 40_000, .uint32))
    for (model, place) in models {
      for offset in 2..<place.length + 2 { image.put(0, in: Register(.holding, place.first + offset)) }
      image.put(Double(model), in: Register(.holding, place.first))
      image.put(Double(place.length), in: Register(.holding, place.first + 1))
      end = max(end, place.first + place.length + 2)
    }
    image.put(0xFFFF, in: Register(.holding, end))
    image.put(0, in: Register(.holding, end + 1))
  }

  /// Where each number is, in the device's own unit and direction: the first that is added has all of a value.
  private static func numbers(of description: DeviceDescription) -> [(DeviceDescription.Source, Double)] {
    description.values.flatMap { value in
      ([value.terms] + value.alternatives).flatMap { terms in
        let whole = terms.firstIndex { !$0.isSubtracted }
        return terms.enumerated().map { index, term in
          let code = value.codes.first { $0.value }.map { Double($0.key) }
          let number = code ?? Self.value(of: value.reading) / value.factor
          return (term.source, index == whole ? number : 0)
        }
      }
    }
  }

  private static func value(of quantity: DescribedQuantity) -> Double {
    switch quantity {
    case .grid: 500
    case .solar: 1500
    case .voltage: 230
    case .soc: 50
    case .powerFactor, .plugged: 1
    }
  }

  /// A text of a table of codes, as JSON has it.
  private static func word(_ text: String) -> JSONTree {
    switch text {
    case "true": .bool(true)
    case "false": .bool(false)
    default: .text(text)
    }
  }
}

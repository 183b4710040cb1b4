import ScheduleLang

/// Where the numbers of SunSpec models are in one device, with the powers of ten that belong to them.
struct SunSpecPlaces {
  /// What is to be read of the device: values at its own addresses, powers of ten among them.
  let description: DeviceDescription
  /// For each place of the description that the device has: its number, and its power of ten.
  private var places:
    [DeviceDescription.Source: (number: DeviceDescription.Source, scale: DeviceDescription.Source?)]
  private let all: [DeviceDescription.Source]

  /// The powers that SunSpec allows.
  private static let powers = -10.0...10

  /// The places in a device that has these models, each at its address; what lies behind the end of one is of another.
  init(_ wanted: DeviceDescription, _ models: [Int: Int], lengths: [Int: Int]) {
    var description = wanted
    var places:
      [DeviceDescription.Source: (number: DeviceDescription.Source, scale: DeviceDescription.Source?)] = [:]
    description.values = wanted.values.compactMap { value in
      var there = value
      there.alternatives = []
      there.terms = value.parts.flatMap { term -> [DeviceDescription.Term] in
        guard case .register(let register) = term.source, let model = register.model,
          let first = models[model]
        else { return [] }
        var number = register
        (number.address, number.model, number.scaleAddress) = (first + register.address, nil, nil)
        let scale = register.scaleAddress.map {
          DeviceDescription.Source.register(Register(.holding, first + $0, .int16, unknownCodes: [0x8000]))
        }
        let end = min((lengths[model] ?? 0) + 2, 65_536 - first)
        guard register.address + register.kind.width <= end, register.scaleAddress ?? 0 < end else {
          return []
        }
        places[term.source] = (.register(number), scale)
        return ([.register(number)] + (scale.map { [$0] } ?? [])).map { source in
          var term = term
          (term.source, term.isSubtracted) = (source, false)
          return term
        }
      }
      return there.terms.isEmpty ? nil : there
    }
    self.description = description
    self.places = places
    all = wanted.values.flatMap(\.parts).map(\.source)
  }

  /// What the device's own places have said, as the places of the description.
  func answers(_ read: DeviceAnswers) -> DeviceAnswers {
    var answers = read
    answers.values = [:]
    for source in all {
      guard let place = places[source] else {
        answers.values[source] = .missing
        continue
      }
      answers.values[source] = Self.scaled(
        read.values[place.number] ?? .failed, by: place.scale.map { read.values[$0] ?? .failed })
    }
    return answers
  }

  /// A number times a power of ten; without the power, where there should be one, nobody knows it.
  private static func scaled(
    _ answer: DeviceDescription.Answer, by scale: DeviceDescription.Answer?
  ) -> DeviceDescription.Answer {
    guard case .number(let number) = answer, let scale else { return answer }
    guard case .number(let power) = scale, powers.contains(power) else { return .failed }
    var factor = 1.0
    for _ in 0..<Int(abs(power)) { factor *= 10 }
    return .number(power < 0 ? number / factor : number * factor)
  }
}

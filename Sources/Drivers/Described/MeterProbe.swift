import Platform
import Runtime
import ScheduleLang

/// One look at a described meter or car: each value, and the numbers that it is made of.
package struct MeterProbe {
  /// One value.
  package struct Value {
    /// What it is.
    package var quantity: DescribedQuantity
    /// What has become of it.
    package var outcome: DeviceDescription.Value.Outcome
    /// The numbers that it is made of, as the device gives them; nil is none.
    package var parts: [(source: String, number: Double?)]

    /// Creates a value that is made of nothing that anybody could look at.
    package init(_ quantity: DescribedQuantity, _ number: Double?) {
      self.init(quantity, number.map { .value($0) } ?? .unknown, parts: [])
    }

    init(
      _ quantity: DescribedQuantity, _ outcome: DeviceDescription.Value.Outcome,
      parts: [(source: String, number: Double?)]
    ) {
      (self.quantity, self.outcome, self.parts) = (quantity, outcome, parts)
    }
  }

  /// The values, as the description has them.
  package var values: [Value]
  /// Why the control loop would not take it for a whole reading; nil where it would.
  package var problem: DeviceError?

  init(_ description: DeviceDescription, _ answers: DeviceAnswers) {
    self.init(description, answers, problem: DescribedMeter.reading(of: description, answers).partFailure)
  }

  init(_ description: DeviceDescription, _ answers: DeviceAnswers, problem: DeviceError?) {
    values = description.values.map { value in
      Value(
        value.reading, value.outcome { answers.values[$0] ?? .failed },
        parts: value.shownParts { answers.values[$0] }.map { term in
          guard case .number(let number)? = answers.values[term.source] else {
            return (term.source.text, nil)
          }
          // A text has a number of no device's.
          let isText = value.words.values.contains { Double($0) == number }
          let code = Int(exactly: number).flatMap { value.codes[$0] }
          return (term.source.text, isText ? code.map { $0 ? 1 : 0 } : number)
        })
    }
    self.problem = problem
  }
}

extension DeviceDescription.Value {
  /// The parts that it was made of, of its alternatives the first that tells all of them.
  fileprivate func shownParts(
    _ answer: (DeviceDescription.Source) -> DeviceDescription.Answer?
  ) -> [DeviceDescription.Term] {
    let whole = ([terms] + alternatives).first { terms in
      terms.allSatisfy { if case .number? = answer($0.source) { true } else { false } }
    }
    return whole ?? terms
  }
}

extension DeviceDescription.Source {
  /// As descriptions write it.
  var text: String {
    switch self {
    case .path(let place): return place.path.text.isEmpty ? "`\(place.target.text)`" : place.path.text
    case .register(let register):
      let offset =
        register.offset.map { " + \($0)" + (register.stride == 1 ? "" : " * \(register.stride)") } ?? ""
      let order = register.isSwapped ? " swapped" : ""
      if let model = register.model {
        return "model \(model) at \(register.address) as \(register.kind.rawValue)"
      }
      return "\(register.table.rawValue) \(register.address)\(offset) as \(register.kind.rawValue)\(order)"
    }
  }
}

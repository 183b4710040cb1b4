// What a value is worth, from the numbers that a device gives.
extension DeviceDescription {
  /// What a device says at one place.
  public enum Answer: Hashable, Sendable {
    case number(Double)
    /// It says that it does not know: `null`, or a code that is no value.
    case nothing
    /// It lacks the place.
    case missing
    /// It could not be asked, or its answer means nothing.
    case failed
  }
}

extension DeviceDescription.Value {
  /// What has become of a value.
  public enum Outcome: Hashable, Sendable {
    /// In watts with import and production positive, in volts or percent, or 1 for what is so and 0 for what is not.
    case value(Double)
    /// The device does not say it.
    case unknown
    /// The device lacks every part of it.
    case missing
    /// What it says is no reading: in the device's direction and base units, for a message.
    case outside(Double)
  }

  /// The value that the answers at its places make, the first of its alternatives that makes one.
  public func outcome(_ answer: (DeviceDescription.Source) -> DeviceDescription.Answer) -> Outcome {
    let first = outcome(of: terms, answer)
    if case .value = first { return first }
    for terms in alternatives {
      let next = outcome(of: terms, answer)
      if case .value = next { return next }
    }
    return first
  }

  private func outcome(
    of terms: [DeviceDescription.Term], _ answer: (DeviceDescription.Source) -> DeviceDescription.Answer
  ) -> Outcome {
    var sum = 0.0
    var (unknown, missing) = (0, 0)
    for term in terms {
      switch answer(term.source) {
      case .number(let number): sum += term.isSubtracted ? -number : number
      case .nothing: if !isZeroUnlessSaid { unknown += 1 }
      case .missing: missing += 1
      case .failed: unknown += 1
      }
    }
    if missing == terms.count { return .missing }
    if unknown + missing > 0 { return .unknown }
    // To a millionth, lest a tenth of a volt become 230.10000000000002V.
    let product = sum * abs(factor)
    let scaled = product.magnitude < 1e9 ? (product * 1e6).rounded() / 1e6 : product
    if let range, !range.contains(scaled) { return .outside(scaled) }
    if !codes.isEmpty {
      return Int(exactly: scaled).flatMap { codes[$0] }.map { .value($0 ? 1 : 0) } ?? .unknown
    }
    return .value(factor < 0 ? 0 - scaled : scaled)
  }

  /// A number of watts or volts with its unit, for messages; what no device can mean is cut off.
  public func text(of number: Double) -> String {
    let whole = Int(max(-1e15, min(1e15, number)).rounded())
    return "\(whole)\(reading.unitName)"
  }
}

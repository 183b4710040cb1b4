// What a value is worth, from the numbers that a device gives.
extension DeviceDescription.Value {
  /// What has become of a value.
  public enum Outcome: Hashable, Sendable {
    /// In watts with import and production positive, or in volts.
    case value(Double)
    /// The device does not say it.
    case unknown
    /// What it says is no reading: in the device's direction and base units, for a message.
    case outside(Double)
  }

  /// The value that the numbers of its terms make; `number` gives nil for a term that the device does not say.
  public func outcome(_ number: (DeviceDescription.Source) -> Double?) -> Outcome {
    var sum = 0.0
    for term in terms {
      guard let part = number(term.source) else {
        return fallback.map { .value(factor < 0 ? 0 - $0 : $0) } ?? .unknown
      }
      sum += term.isSubtracted ? -part : part
    }
    // To a millionth, lest a tenth of a volt become 230.10000000000002V.
    let product = sum * abs(factor)
    let scaled = product.magnitude < 1e9 ? (product * 1e6).rounded() / 1e6 : product
    if let range, !range.contains(scaled) { return .outside(scaled) }
    return .value(factor < 0 ? 0 - scaled : scaled)
  }

  /// A number of watts or volts with its unit, for messages; what no device can mean is cut off.
  public func text(of number: Double) -> String {
    let whole = Int(max(-1e15, min(1e15, number)).rounded())
    return "\(whole)\(reading.unitName)"
  }
}

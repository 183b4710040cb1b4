// What else a charger tells that bears on what it is told.
extension ChargerDescription {
  /// Where it tells whether a car is connected.
  public struct Plug: Hashable, Sendable {
    /// Where.
    public var register: Register
    /// What the codes there mean; any other is not known.
    public var codes: [Int: Bool]

    /// Creates it.
    public init(_ register: Register, _ codes: [Int: Bool]) {
      (self.register, self.codes) = (register, codes)
    }
  }

  /// What it takes at the moment, by a number that it tells.
  public struct Limit: Hashable, Sendable {
    /// What of.
    public enum Bound: Hashable, Sendable {
      /// The most and the least that it charges with, and the most that it discharges with.
      case chargeAtMost, chargeAtLeast, dischargeAtMost
    }

    /// What it is called.
    public var name: String
    /// Where it is, in amperes or watts as the set-point, with charging positive; where it is unknown nothing is limited.
    public var number: Number
    /// What it limits.
    public var bound: Bound

    /// Creates a limit.
    public init(_ name: String, _ number: Number, _ bound: Bound) {
      (self.name, self.number, self.bound) = (name, number, bound)
    }
  }
}

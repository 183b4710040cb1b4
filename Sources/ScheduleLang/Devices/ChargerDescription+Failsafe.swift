// How a charger stops by itself.
extension ChargerDescription {
  /// How it stops by itself where nobody talks to it.
  public enum Failsafe: Hashable, Sendable {
    /// After the seconds in a register, which may be set within a range; one unit of the register is so many seconds.
    case timeout(Register, secondsPerUnit: Double, range: ClosedRange<Int>)
    /// After the seconds that a register tells and nobody here sets; more or fewer than the range are no protection.
    case told(Register, secondsPerUnit: Double, range: ClosedRange<Int>)
    /// After so many seconds, whatever anybody does.
    case fixed(Int)
    /// It does not; what happens instead.
    case none(String)
  }

  /// With what current a charger goes on by itself.
  public struct FailsafeCurrent: Hashable, Sendable {
    /// Where it is; written where `wanted` says with what.
    public var register: Register
    /// From the device's unit to amperes.
    public var factor: Double
    /// What it is set to, in amperes; nil where it is only read.
    public var wanted: Double?
    /// Where it reads, in the same unit, where that is another register.
    public var readBack: Register?

    /// Creates it.
    public init(_ register: Register, factor: Double = 1, wanted: Double? = nil, readBack: Register? = nil) {
      (self.register, self.factor, self.wanted, self.readBack) = (register, factor, wanted, readBack)
    }
  }

  /// What is written again and again, without which a charger stops by itself.
  public struct Heartbeat: Hashable, Sendable {
    /// What is written.
    public enum Kind: Hashable, Sendable {
      /// One value after the other, and from the first on anew.
      case values(Register, [Int])
      /// A number that counts up, and begins anew.
      case counter(Register, ClosedRange<Int>)
      /// The set-point that it has.
      case setPoint
      /// The time-out that it has.
      case timeout
    }

    /// What is written.
    public var kind: Kind
    /// How many seconds lie between two, 1 or more.
    public var seconds: Double

    /// Creates a heartbeat.
    public init(_ kind: Kind, every seconds: Double) { (self.kind, self.seconds) = (kind, seconds) }

    /// The register that it has for itself; nil where it repeats what another has.
    public var register: Register? {
      switch kind {
      case .values(let register, _), .counter(let register, _): register
      case .setPoint, .timeout: nil
      }
    }
  }
}

extension ChargerDescription {
  /// Whether nothing that stops it by itself is shared by the parts of a station that a setting tells apart.
  public func hasOwnFailsafe(at setting: String) -> Bool {
    switch failsafe {
    case .none: true
    case .timeout(let register, _, _), .told(let register, _, _): register.offset == setting
    case .fixed: false
    }
  }
}

extension ChargerDescription.Failsafe {
  /// What a site may ask of it, in seconds: less than ten would let one slow reconnection stop the car.
  public var settableSeconds: ClosedRange<Int> {
    switch self {
    case .timeout(_, _, let range):
      let least = max(10, min(range.lowerBound, 65_535))
      return least...max(least, min(range.upperBound, 65_535))
    case .told(_, _, let range):
      let most = max(1, min(range.upperBound, 65_535))
      return most...most
    case .fixed(let seconds):
      let seconds = max(1, min(seconds, 65_535))
      return seconds...seconds
    case .none: return 10...65_535
    }
  }

  /// The shortest time within which it must have been heard of, in seconds; nil where it does not stop by itself.
  public var shortest: Int? {
    switch self {
    case .timeout: settableSeconds.lowerBound
    case .told(_, _, let range): max(1, range.lowerBound)
    case .fixed(let seconds): seconds
    case .none: nil
    }
  }

  /// The register of its time-out; nil where it has none.
  public var register: Register? {
    switch self {
    case .timeout(let register, _, _), .told(let register, _, _): register
    case .fixed, .none: nil
    }
  }

  /// How many seconds one unit of that register is.
  public var secondsPerUnit: Double {
    switch self {
    case .timeout(_, let unit, _), .told(_, let unit, _): unit
    case .fixed, .none: 1
    }
  }
}

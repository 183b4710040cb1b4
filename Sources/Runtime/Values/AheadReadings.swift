import ScheduleLang

/// What is expected of the time to come, as rules may ask for it; nil is unknown.
public struct AheadReadings: Hashable, Sendable {
  /// What the sun gives and the house takes until the next midnight, in Wh.
  public var solarAhead: Double?
  public var homeAhead: Double?
  /// What they do on the day after it, in Wh.
  public var solarTomorrow: Double?
  public var homeTomorrow: Double?
  /// The best of the prices that are known from now until the end of tomorrow.
  public var cheapestImport: Double?
  public var dearestExport: Double?
  /// By how much the present price is above the best one, where that is given rather than found.
  public var importOverCheapest: Double?
  public var exportOverDearest: Double?

  /// Creates readings of which nothing is known.
  public init() {}

  /// The value of a reading that is one of them; nil of any other.
  public subscript(reading: Reading) -> Double? {
    get {
      switch reading {
      case .solarAhead: solarAhead
      case .solarTomorrow: solarTomorrow
      case .homeAhead: homeAhead
      case .homeTomorrow: homeTomorrow
      case .cheapestImportAhead: cheapestImport
      case .dearestExportAhead: dearestExport
      case .importOverCheapest: importOverCheapest
      case .exportOverDearest: exportOverDearest
      default: nil
      }
    }
    set {
      switch reading {
      case .solarAhead: solarAhead = newValue
      case .solarTomorrow: solarTomorrow = newValue
      case .homeAhead: homeAhead = newValue
      case .homeTomorrow: homeTomorrow = newValue
      case .cheapestImportAhead: cheapestImport = newValue
      case .dearestExportAhead: dearestExport = newValue
      case .importOverCheapest: importOverCheapest = newValue
      case .exportOverDearest: exportOverDearest = newValue
      default: break
      }
    }
  }

  /// These, and where they know nothing those of `other`.
  func filled(from other: AheadReadings) -> AheadReadings {
    var readings = self
    for reading in Reading.ahead where readings[reading] == nil { readings[reading] = other[reading] }
    return readings
  }
}

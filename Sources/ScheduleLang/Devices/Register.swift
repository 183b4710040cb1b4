/// A number in a Modbus device.
public struct Register: Hashable, Sendable {
  /// One of the two tables of 16-bit registers.
  public enum Table: String, Hashable, Sendable, CaseIterable {
    /// Read by function 3.
    case holding
    /// Read by function 4.
    case input
  }

  /// The type of a number, high byte first.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case int16, uint16, int32, uint32, int64, uint64, float32, float64

    /// How many registers it fills.
    public var width: Int {
      switch self {
      case .int16, .uint16: 1
      case .int32, .uint32, .float32: 2
      case .int64, .uint64, .float64: 4
      }
    }

    /// The pattern of bits by which SunSpec says that a device lacks a number; nil of one that has a pattern of its own for that.
    var absence: UInt64? {
      switch self {
      case .int16, .int32, .int64: 1 << UInt64(16 * width - 1)
      case .uint16, .uint32, .uint64: mask
      case .float32, .float64: nil
      }
    }

    /// Whether it is a whole number that may be negative.
    var isSigned: Bool { self == .int16 || self == .int32 || self == .int64 }

    /// The patterns of bits that a number of this type can have, as unsigned numbers.
    var mask: UInt64 { width == 4 ? .max : (1 << UInt64(16 * width)) - 1 }
  }

  /// The table that it is in.
  public var table: Table
  /// The first register, counted from 0.
  public var address: Int
  /// A setting that is added to the address.
  public var offset: String?
  /// How many addresses one of that setting is.
  public var stride = 1
  /// Its type.
  public var kind: Kind
  /// Whether the register with the lowest bits comes first.
  public var isSwapped: Bool
  /// Patterns of bits that are no value.
  public var unknownCodes: [UInt64]
  /// The SunSpec model in which it is, from whose first register its address is counted; nil where it is counted from 0.
  public var model: Int?
  /// Where in the model the power of ten stands that it is to be multiplied by; nil where it is taken as it is.
  public var scaleAddress: Int?
  /// Whether function 16 writes it even where it is one register, which function 6 writes else.
  public var isWrittenByFunction16 = false

  /// The first register, `setting` giving what is added to it.
  public func first(_ setting: (String) -> Int) -> Int {
    address
      + (offset.map { setting($0).multipliedReportingOverflow(by: stride) }.map {
        $0.overflow ? 0 : $0.partialValue
      } ?? 0)
  }

  /// The registers that it fills.
  public var addresses: Range<Int> { address..<address + kind.width }

  /// The number that `words` hold; nil where it is none, or one of the codes that are no value.
  ///
  /// - Parameter words: as many registers as the type fills.
  public func number(in words: [UInt16]) -> Double? {
    guard words.count == kind.width else { return nil }
    let ordered = isSwapped ? words.reversed() : words
    let bits = ordered.reduce(UInt64(0)) { $0 << 16 | UInt64($1) }
    if unknownCodes.contains(bits) { return nil }
    let number: Double =
      switch kind {
      case .int16: Double(Int16(truncatingIfNeeded: bits))
      case .int32: Double(Int32(truncatingIfNeeded: bits))
      case .int64: Double(Int64(truncatingIfNeeded: bits))
      case .uint16, .uint32, .uint64: Double(bits)
      case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .float64: Double(bitPattern: bits)
      }
    return number.isFinite ? number : nil
  }

  /// The words that hold a number, the nearest that the type has; nil where it has none.
  public func words(of number: Double) -> [UInt16]? {
    guard number.isFinite else { return nil }
    let bits: UInt64?
    switch kind {
    case .float32: bits = Float(number).isFinite ? UInt64(Float(number).bitPattern) : nil
    case .float64: bits = number.bitPattern
    default:
      bits =
        kind.isSigned && number > Double(kind.mask / 2) ? nil : Register.bits(of: number.rounded(), as: kind)
    }
    guard let bits else { return nil }
    let words = (0..<kind.width).map { UInt16(truncatingIfNeeded: bits >> UInt64(16 * $0)) }
    return isSwapped ? words : words.reversed()
  }

  /// The pattern of bits that a code is, in a number of a type; nil where the type has no such pattern.
  ///
  /// - Parameter code: the pattern as an unsigned number, or a negative number in two's complement.
  static func bits(of code: Double, as kind: Kind) -> UInt64? {
    guard code == code.rounded(), abs(code) < 0x1p53 else { return nil }
    if code >= 0 { return UInt64(code) <= kind.mask ? UInt64(code) : nil }
    guard kind.isSigned, kind.width == 4 || -code <= Double(kind.mask / 2 + 1) else { return nil }
    return UInt64(bitPattern: Int64(code)) & kind.mask
  }
}

extension Register {
  /// Creates the number in a holding register, or in those from it on.
  public init(
    _ table: Table = .holding, _ address: Int = 0, _ kind: Kind = .uint16, offset: String? = nil,
    isSwapped: Bool = false,
    unknownCodes: [UInt64] = []
  ) {
    self.init(
      table: table, address: address, offset: offset, kind: kind, isSwapped: isSwapped,
      unknownCodes: unknownCodes)
  }
}

extension Register {
  /// Whether both share a register without being the same number.
  func lies(across other: Register) -> Bool {
    overlaps(other)
      && !(addresses == other.addresses && kind == other.kind && isSwapped == other.isSwapped)
  }

  /// Whether both share a register.
  func overlaps(_ other: Register) -> Bool {
    table == other.table && offset == other.offset && stride == other.stride && model == other.model
      && addresses.overlaps(other.addresses)
  }
}

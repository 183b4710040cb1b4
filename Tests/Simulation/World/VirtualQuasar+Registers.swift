extension VirtualQuasar {
  /// What the register at `address` says, or nil where there is none.
  func register(_ address: Int) -> UInt16? {
    guard let truth = trueValue(of: address) else { return nil }
    // Without power there is no SoC, neither a true nor a false one.
    if address == 0x21A, truth == 0 { return 0 }
    return falseValues[address] ?? truth
  }

  private func trueValue(of address: Int) -> UInt16? {
    switch address {
    case 0x51: control
    case 0x52: startsOnPlugging
    case 0x53: setPointType
    case 0x58: failsafeTimeout
    case 0x100: 0
    case 0x102: UInt16(truncatingIfNeeded: setPoint)
    case 0x20A: UInt16(voltage)
    case 0x20E: UInt16(truncatingIfNeeded: Int(power.rounded()))
    case 0x219: state
    case 0x21A: flow == 0 ? 0 : UInt16(max(0, soc.value))
    case 0x01...0x03, 0x21B...0x21E: 0
    default: nil
    }
  }

  /// Writes a register; gives the exception code of a write that it refuses.
  func write(_ value: UInt16, to address: Int) -> UInt8? {
    if refusesWrites { return 6 }
    let before = commanded
    defer { if commanded != before { onChange(before, commanded) } }
    guard address == 0x51 || control == 1 else { return 3 }
    switch address {
    case 0x51:
      if value == 0 { returnControl() } else { control = 1 }
    case 0x52: startsOnPlugging = value
    case 0x53: setPointType = value
    case 0x58: failsafeTimeout = lacksFailsafe ? 0 : value
    case 0x101:
      isCommanded = true
      if case .starting = condition { return 6 }
      guard value == 1 || value == 2 else { return 3 }
      if value == 1, setPoint != 0, isPlugged { start() } else if !disobeys { halt() }
    case 0x102:
      let current = Int(Int16(bitPattern: value))
      guard (-32...32).contains(current) else { return 3 }
      setPoint = current
      let isFollowed = current == 0 ? !disobeys : !(ignoresChanges && flow != 0)
      if isFollowed { followed = current }
      isCommanded = true
    default: return 2
    }
    return nil
  }
}

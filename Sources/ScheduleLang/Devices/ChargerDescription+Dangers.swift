// What a slip in a description could do with 7 kW.
extension ChargerDescription {
  /// What a write is for.
  package enum Purpose: Hashable, Sendable {
    case control, preparation, start, stop, heartbeat
  }

  /// What a write would do besides what it is for, in words; nil where that is all.
  package func danger(of write: Write, for purpose: Purpose) -> String? {
    if case .timeout(let register, _, _) = failsafe, write.register.overlaps(register) {
      return "this is the register of the time-out, which `failsafe` alone sets"
    }
    if let failsafeCurrent, write.register.overlaps(failsafeCurrent.register) {
      return "this is the register of the current that it falls back to, which `failsafe current` alone sets"
    }
    if let beat = heartbeat?.register, purpose != .heartbeat, write.register.overlaps(beat) {
      return "this is the register of the heartbeat, which would come at the wrong time"
    }
    if write.register.overlaps(setPoint.register), write.value != 0 || purpose == .start {
      return "this is the register of the set-point: it would let power flow"
    }
    let starts = start.contains { $0.register.overlaps(write.register) && $0.value == write.value }
    return purpose != .start && starts ? "this is what starts the charger" : nil
  }

  /// Why it cannot be driven at the addresses that a site leaves it, in words; nil where it can.
  package var objection: String? {
    let writes: [(Purpose, [Write])] = [
      (.control, [control?.take, control?.release].compactMap(\.self)), (.preparation, preparation),
      (.start, start), (.stop, stop), (.heartbeat, heartbeat?.writes ?? []),
    ]
    for (purpose, writes) in writes {
      for write in writes {
        if let danger = danger(of: write, for: purpose) {
          return "of what is written to \(write.register.address), \(danger)"
        }
      }
    }
    for (index, register) in registers.enumerated() {
      guard (0...65_535).contains(register.address), register.addresses.upperBound <= 65_536 else {
        return "there is no register \(register.address)"
      }
      if registers.prefix(index).contains(where: { $0.lies(across: register) }) {
        return "register \(register.address) lies across another"
      }
    }
    return nil
  }

  private var registers: [Register] { readRegisters + writtenRegisters }
}

extension ChargerDescription.Heartbeat {
  /// What it writes to a register of its own; of a counter the ends.
  package var writes: [ChargerDescription.Write] {
    switch kind {
    case .values(let register, let values): values.map { .init(register, $0) }
    case .counter(let register, let range):
      [.init(register, range.lowerBound), .init(register, range.upperBound)]
    case .setPoint, .timeout: []
    }
  }
}

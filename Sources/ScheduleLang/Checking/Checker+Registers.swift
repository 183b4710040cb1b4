// Modbus registers in descriptions.
extension Checker {
  /// A register, or nil where it is wrong.
  mutating func register(_ syntax: DescriptionSyntax.RegisterSyntax) -> Register? {
    guard let place = syntax.place else {
      guard describedAccess == nil else {
        report(.foreignSource(syntax.table.range, transport: "http"))
        return nil
      }
      return modbusRegister(syntax)
    }
    guard let access = describedAccess else {
      report(.foreignSource(syntax.table.range, transport: "modbus"))
      return nil
    }
    return register(of: place, over: access)
  }

  private mutating func modbusRegister(_ syntax: DescriptionSyntax.RegisterSyntax) -> Register? {
    guard let table = syntax.model == nil ? Register.Table(rawValue: syntax.table.key) : .holding else {
      return nil
    }
    let kinds = Register.Kind.allCases.map(\.rawValue)
    guard let word = syntax.kind else {
      report(.missingSettings(["as int16"], of: syntax.table.text, at: syntax.address.range))
      return nil
    }
    guard let kind = Register.Kind(rawValue: word.key) else {
      report(.unknownDeviceWord(word, what: "type of a number", among: kinds))
      return nil
    }
    guard let address = address(syntax, in: table, width: kind.width) else { return nil }
    var codes: [UInt64] = []
    for syntax in syntax.unknownCodes {
      guard let number = value(syntax, in: [.none], for: "a code", example: "0x8000") else { return nil }
      guard let bits = Register.bits(of: number.value, as: kind) else {
        report(.outOfRange("no \(kind.rawValue) has this code", at: syntax.range))
        return nil
      }
      codes.append(bits)
    }
    var register = Register(
      table: table, address: address, offset: syntax.offset?.key, kind: kind, isSwapped: syntax.isSwapped,
      unknownCodes: codes)
    if let key = syntax.offset?.key, let offset = describedOffsets[key] {
      (register.offset, register.stride) = (offset.setting, offset.stride)
    }
    guard place(syntax, inModelOf: &register) else { return nil }
    if let function = syntax.function {
      guard let number = wholeNumber(function, for: "the function", in: 0...127) else { return nil }
      guard number == 6 || number == 16 else {
        report(.foreignFunction(number, at: function.range))
        return nil
      }
      guard number == 16 || kind.width == 1 else {
        report(.narrowFunction(kind.rawValue, at: function.range))
        return nil
      }
      register.isWrittenByFunction16 = number == 16
    }
    return register
  }

  /// Where in a SunSpec model it is, where it is in one; false where that is wrong.
  private mutating func place(
    _ syntax: DescriptionSyntax.RegisterSyntax, inModelOf register: inout Register
  ) -> Bool {
    guard let model = syntax.model else { return true }
    guard let number = wholeNumber(model, for: "a model", in: 1...65_534) else { return false }
    // Behind its number and its length.
    guard (2...5000).contains(register.address) else {
      report(.outOfRange("a model's first number is at 2", at: syntax.address.range))
      return false
    }
    register.model = number
    register.unknownCodes += register.kind.absence.map { [$0] } ?? []
    guard let scale = syntax.scale else { return true }
    register.scaleAddress = wholeNumber(scale, for: "a power of ten", in: 2...5000)
    return register.scaleAddress != nil
  }

  private mutating func address(
    _ syntax: DescriptionSyntax.RegisterSyntax, in table: Register.Table, width: Int
  ) -> Int? {
    // Manuals count holding registers from 40001 on and input registers from 30001 on.
    let first = table == .holding ? 40_001 : 30_001
    let limits = syntax.isManual ? first...(first + 9998) : 0...65_535
    guard let written = wholeNumber(syntax.address, for: "the number of a register", in: limits) else {
      return nil
    }
    let address = syntax.isManual ? written - first : written
    guard address + width <= 65_536 else {
      report(.outOfRange("the last register is 65535", at: syntax.address.range))
      return nil
    }
    return address
  }

  /// Says of registers that lie across each other that not both can be numbers.
  mutating func checkRegisters(_ syntax: DescriptionSyntax, _ description: DeviceDescription) {
    guard description.values.count == syntax.reads.count else { return }
    var known: [(register: Register, place: SourceRange)] = []
    for (value, read) in zip(description.values, syntax.reads) {
      for (term, written) in zip(value.parts, read.terms + read.alternatives.joined()) {
        guard case .register(let register) = term.source else { continue }
        if let other = known.first(where: { $0.register.lies(across: register) }) {
          report(.overlappingRegisters(at: written.place, first: other.place))
        }
        known.append((register, written.place))
      }
    }
  }
}

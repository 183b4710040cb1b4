import ScheduleLang

/// A device that exists in its description alone.
protocol PretendedDevice: AnyObject {
  /// What it does, in a line; another line is news.
  func line(at time: Duration) -> String
}

/// One with Modbus registers.
protocol PretendedRegisters: PretendedDevice {
  /// Carries out a request at a time of the monotonic clock; throws the exception that it answers with.
  func answer(_ request: ModbusRequest, at time: Duration) throws(ModbusError) -> [UInt16]
}

/// The words in the registers of a device, for a moment.
struct RegisterImage {
  private var words: [Register.Table: [Int: UInt16]] = [:]

  /// Puts a number where it belongs; one that its type does not have is none of the device's.
  mutating func put(_ number: Double, in register: Register) {
    guard let values = register.words(of: number) else { return }
    for (offset, word) in values.enumerated() {
      words[register.table, default: [:]][register.address + offset] = word
    }
  }

  /// The words that a request asks for; throws where the device lacks one of them.
  func answer(_ table: Register.Table, _ address: UInt16, count: UInt16) throws(ModbusError) -> [UInt16] {
    guard (1...125).contains(count) else { throw .exception(3) }
    var answer: [UInt16] = []
    for address in Int(address)..<Int(address) + Int(count) {
      guard let word = words[table]?[address] else { throw .exception(2) }
      answer.append(word)
    }
    return answer
  }
}

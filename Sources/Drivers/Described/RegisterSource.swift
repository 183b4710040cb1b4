import Glibc
import Platform
import ScheduleLang

/// The numbers of a device with Modbus registers.
final class RegisterSource: NumberSource {
  private let blocks: [RegisterBlock]
  private let client: ModbusClient
  private let gap: UInt64
  /// Waits for so many microseconds.
  private let pause: (UInt32) -> Void

  init(
    _ access: ModbusAccess, _ description: DeviceDescription, _ settings: DescribedSettings,
    client: ModbusClient, pause: @escaping (UInt32) -> Void = { usleep($0) }
  ) {
    blocks = RegisterBlock.blocks(of: description) { settings.number($0) ?? 0 }
    self.client = client
    gap = UInt64(access.gap) * 1000
    self.pause = pause
  }

  func numbers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceNumbers {
    var numbers = DeviceNumbers()
    for (index, block) in blocks.enumerated() {
      if index > 0, gap > 0 { pause(UInt32(gap)) }
      switch try client.result(of: block.request, by: deadline) {
      case .success(let words):
        for (source, register, first) in block.numbers {
          numbers.values[source] = register.number(in: Array(words[first..<first + register.kind.width]))
        }
      case .failure(let error):
        // A device may lack what is optional, and says so.
        guard block.isOptional, case .exception(2) = error else {
          numbers.failure = numbers.failure ?? error.deviceError
          continue
        }
      }
    }
    if numbers.values.isEmpty, let failure = numbers.failure { throw failure }
    return numbers
  }
}

/// Registers that lie side by side, and are read at once.
struct RegisterBlock {
  /// What is asked.
  var request: ModbusRequest {
    let (address, count) = (UInt16(truncatingIfNeeded: first), UInt16(truncatingIfNeeded: self.count))
    return table == .holding
      ? .readHolding(address: address, count: count) : .readInput(address: address, count: count)
  }

  /// The table of all.
  var table: Register.Table
  /// The first register.
  var first: Int
  /// How many there are.
  var count: Int
  /// Whether the device may lack all of them.
  var isOptional: Bool
  /// The numbers in them, each with where it begins.
  var numbers: [(source: DeviceDescription.Source, register: Register, first: Int)]

  /// The most registers of one request (MODBUS Application Protocol 1.1b3, section 6.3).
  private static let limit = 125

  /// The registers of a description: those without a gap between them are read at once, what is optional apart, since a
  /// device refuses a request of which it lacks a part.
  static func blocks(
    of description: DeviceDescription, setting: (String) -> Int
  ) -> [RegisterBlock] {
    var found: [(source: DeviceDescription.Source, register: Register, first: Int, isOptional: Bool)] = []
    for value in description.values {
      for term in value.terms {
        guard case .register(let register) = term.source, !found.contains(where: { $0.source == term.source })
        else { continue }
        let first = register.address + (register.offset.map(setting) ?? 0)
        found.append((term.source, register, first, value.isOptional))
      }
    }
    found.sort {
      ($0.isOptional ? 1 : 0, $0.register.table.rawValue, $0.first)
        < ($1.isOptional ? 1 : 0, $1.register.table.rawValue, $1.first)
    }
    var blocks: [RegisterBlock] = []
    for (source, register, first, isOptional) in found {
      let width = register.kind.width
      if let last = blocks.indices.last, blocks[last].table == register.table,
        blocks[last].isOptional == isOptional, first <= blocks[last].first + blocks[last].count,
        first + width - blocks[last].first <= limit
      {
        blocks[last].numbers.append((source, register, first - blocks[last].first))
        blocks[last].count = max(blocks[last].count, first + width - blocks[last].first)
      } else {
        blocks.append(
          RegisterBlock(
            table: register.table, first: first, count: width, isOptional: isOptional,
            numbers: [(source, register, 0)]))
      }
    }
    return blocks
  }
}

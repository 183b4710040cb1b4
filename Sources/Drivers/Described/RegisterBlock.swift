import ScheduleLang

/// Registers that lie side by side, and are read at once.
struct RegisterBlock {
  /// What tells one block of a device from another.
  struct Key: Hashable {
    var table: Register.Table
    var first: Int
    var count: Int
  }

  /// The table of all.
  var table: Register.Table
  /// The first register.
  var first: Int
  /// How many there are.
  var count: Int
  /// Whether the device may lack all of them.
  var isOptional: Bool
  /// Whether what flows through the grid connection is among them.
  var holdsGrid: Bool
  /// The numbers in them, each with where it begins.
  var numbers: [(source: DeviceDescription.Source, register: Register, first: Int)]

  /// What tells it from the others.
  var key: Key { Key(table: table, first: first, count: count) }

  /// What is asked.
  var request: ModbusRequest {
    let (address, count) = (UInt16(truncatingIfNeeded: first), UInt16(truncatingIfNeeded: self.count))
    return table == .holding
      ? .readHolding(address: address, count: count) : .readInput(address: address, count: count)
  }

  /// A block for each of its numbers.
  var parts: [RegisterBlock] {
    numbers.map { source, register, offset in
      RegisterBlock(
        table: table, first: first + offset, count: register.kind.width, isOptional: isOptional,
        holdsGrid: holdsGrid, numbers: [(source, register, 0)])
    }
  }

  /// The most registers of one request (MODBUS Application Protocol 1.1b3, section 6.3).
  private static let limit = 125

  /// The registers of a description, those without a gap between them as one block.
  ///
  /// What is optional is apart, since a device refuses a request of which it lacks a part. The grid comes first: limits hang
  /// on it.
  static func blocks(of description: DeviceDescription, over gap: Int = 0, setting: (String) -> Int)
    -> [RegisterBlock]
  {
    var single: [RegisterBlock] = []
    for value in description.values {
      for term in value.parts {
        guard case .register(let register) = term.source,
          !single.contains(where: { $0.numbers[0].source == term.source })
        else { continue }
        single.append(
          RegisterBlock(
            table: register.table, first: register.first(setting),
            count: register.kind.width, isOptional: value.isOptional, holdsGrid: value.reading == .grid,
            numbers: [(term.source, register, 0)]))
      }
    }
    single.sort {
      ($0.isOptional ? 1 : 0, $0.table.rawValue, $0.first) < (
        $1.isOptional ? 1 : 0, $1.table.rawValue, $1.first
      )
    }
    var blocks: [RegisterBlock] = []
    for block in single {
      if let last = blocks.last, let joined = last.joined(with: block, over: gap) {
        blocks[blocks.count - 1] = joined
      } else {
        blocks.append(block)
      }
    }
    return blocks.filter(\.holdsGrid) + blocks.filter { !$0.holdsGrid }
  }

  /// Both as one; nil where more than `gap` registers lie between them, or one request cannot ask for both.
  private func joined(with next: RegisterBlock, over gap: Int) -> RegisterBlock? {
    guard table == next.table, isOptional == next.isOptional, next.first <= first + count + gap,
      next.first + next.count - first <= Self.limit
    else { return nil }
    var whole = self
    whole.numbers += next.numbers.map { ($0.source, $0.register, $0.first + next.first - first) }
    whole.count = max(count, next.first + next.count - first)
    whole.holdsGrid = holdsGrid || next.holdsGrid
    return whole
  }
}

/// What is wrong with the chain of a device's SunSpec models.
enum SunSpecError: Error, Hashable {
  /// No chain begins at any of the three addresses.
  case missing
  /// There are more models than any device has, or they lead behind the last register.
  case endless
}

/// The way along the chain of SunSpec models: where each begins, found request by request, without the requests.
///
/// A chain begins with `SunS` at one of three addresses; each model has its number and its length, and behind it stands the
/// next, until the number 0xFFFF (SunSpec Device Information Model Specification, section 6). Each step leads onwards, and the steps are bounded:
/// whatever a device says, the way ends.
struct SunSpecChain {
  /// The most models of a device.
  static let limit = 64
  private static let marker: [UInt16] = [0x5375, 0x6E53]
  private static let end: UInt16 = 0xFFFF
  private static let bases = [40_000, 0, 50_000]

  private enum Stage: Hashable {
    case base(Int)
    case model(at: Int)
    case done
  }

  private var stage = Stage.base(0)
  private var count = 0
  /// Where each model that was found begins, the first of several with one number.
  private(set) var models: [Int: Int] = [:]
  /// How many registers each has behind its number and its length.
  private(set) var lengths: [Int: Int] = [:]

  /// Begins the way.
  init() {}

  /// What is to be asked next; nil at the end.
  var request: ModbusRequest? {
    switch stage {
    case .base(let index): .readHolding(address: UInt16(Self.bases[index]), count: 2)
    case .model(let address): .readHolding(address: UInt16(address), count: 2)
    case .done: nil
    }
  }

  /// Goes on with the registers that were asked for; nil is that the device refuses them.
  mutating func take(_ words: [UInt16]?) throws(SunSpecError) {
    let words = words.flatMap { $0.count == 2 ? $0 : nil }
    switch stage {
    case .base(let index):
      if words == Self.marker {
        stage = .model(at: Self.bases[index] + 2)
      } else if index + 1 < Self.bases.count {
        stage = .base(index + 1)
      } else {
        throw .missing
      }
    case .model(let address):
      // Where the end is missing nothing follows either.
      guard let words, words[0] != Self.end else { return stage = .done }
      count += 1
      let next = address + 2 + Int(words[1])
      guard count < Self.limit, next <= 65_534 else { throw .endless }
      if models[Int(words[0])] == nil {
        (models[Int(words[0])], lengths[Int(words[0])]) = (address, Int(words[1]))
      }
      stage = .model(at: next)
    case .done: break
    }
  }
}

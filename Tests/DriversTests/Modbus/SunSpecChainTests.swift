import SeededRandomness
import Testing

@testable import Drivers

@Suite("Chain of SunSpec models")
struct SunSpecChainTests {
  /// Goes along the chain in these registers; gives the models, and how often it asked.
  private func walk(_ registers: [Int: UInt16], most: Int = 1000) throws -> (models: [Int: Int], asked: Int) {
    var chain = SunSpecChain()
    var asked = 0
    while let request = chain.request {
      guard case .readHolding(let address, let count) = request else { break }
      asked += 1
      guard asked <= most else { break }
      let words = (0..<Int(count)).compactMap { registers[Int(address) + $0] }
      try chain.take(words.count == Int(count) ? words : nil)
    }
    return (chain.models, asked)
  }

  /// Registers with a chain of models of these lengths from `base` on; without an end where `isOpen`.
  private func device(_ models: [(Int, Int)], base: Int = 40_000, isOpen: Bool = false) -> [Int: UInt16] {
    var registers: [Int: UInt16] = [base: 0x5375, base + 1: 0x6E53]
    var next = base + 2
    for (model, length) in models {
      (registers[next], registers[next + 1]) = (UInt16(model), UInt16(length))
      next += 2 + length
    }
    if !isOpen { (registers[next], registers[next + 1]) = (0xFFFF, 0) }
    return registers
  }

  @Test("each model is found where it begins, wherever the chain does", arguments: [40_000, 0, 50_000])
  func bases(base: Int) throws {
    let found = try walk(device([(1, 66), (103, 50), (203, 105), (203, 105)], base: base))
    #expect(found.models == [1: base + 2, 103: base + 70, 203: base + 122], "of two meters the first")
  }

  @Test("a chain without an end, or with models of no length, ends all the same")
  func ends() throws {
    #expect(try walk(device([(1, 66), (203, 105)], isOpen: true)).models == [1: 40_002, 203: 40_070])
    #expect(try walk(device([(1, 0), (203, 105)])).models == [1: 40_002, 203: 40_004])
    #expect(try walk(device([])).models == [:])
    #expect(throws: SunSpecError.missing) { _ = try walk([:]) }
    #expect(throws: SunSpecError.missing) { _ = try walk([40_000: 0x5375, 40_001: 0]) }
  }

  @Test("a chain that leads on and on, or behind the last register, is refused")
  func endless() {
    #expect(throws: SunSpecError.endless) { _ = try walk(device((0..<100).map { (64_000 + $0, 0) })) }
    #expect(throws: SunSpecError.endless) { _ = try walk(device([(1, 66), (203, 65_535)])) }
    #expect(throws: SunSpecError.endless) { _ = try walk(device([(1, 15_000), (2, 15_000)], base: 40_000)) }
    // Every register says the same.
    let same = Dictionary(uniqueKeysWithValues: (0...65_535).map { ($0, UInt16(1)) })
    #expect(throws: SunSpecError.self) {
      _ = try walk(same.merging([40_000: 0x5375, 40_001: 0x6E53]) { $1 })
    }
  }

  @Test("whatever a device says, the way ends within so many steps, at registers that there are")
  func fuzz() {
    for seed in 0..<UInt64(Thoroughness.cases(2000, of: 200_000)) {
      var random = SeededGenerator(seed: seed)
      var chain = SunSpecChain()
      var asked = 0
      while let request = chain.request {
        guard case .readHolding(let address, let count) = request else { Issue.record("seed \(seed)"); break }
        asked += 1
        #expect(Int(address) + Int(count) <= 65_536 && asked <= SunSpecChain.limit + 3, "seed \(seed)")
        guard asked <= 100 else { break }
        let lengths: [UInt16] = [0, 1, 66, 105, 5000, 65_535, .random(in: 0...65_535, using: &random)]
        let words: [UInt16]? =
          switch Int.random(in: 0..<12, using: &random) {
          case 0: nil
          case 1: []
          case 2: [.random(in: 0...65_535, using: &random)]
          default:
            asked == 1
              ? [0x5375, 0x6E53]
              : [.random(in: 0...65_535, using: &random), lengths.randomElement(using: &random) ?? 0]
          }
        do { try chain.take(words) } catch { break }
      }
    }
  }
}

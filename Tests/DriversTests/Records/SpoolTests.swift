import PeerSupport
import Foundation
import SeededRandomness
import Testing

@testable import Drivers

@Suite("Spool")
struct SpoolTests {
  private let folder = TemporaryFolder()

  private func spool(limit: Int = 1 << 20) throws -> Spool {
    try Spool(folder: SpoolFolder(path: folder.path), limit: limit)
  }

  private func record(_ number: Int) -> [UInt8] { Array("record \(number)".utf8) }

  private func drain(_ spool: inout Spool, limit: Int = 100) -> [[UInt8]] {
    var all: [[UInt8]] = []
    while true {
      let front = spool.front(limit: limit)
      if front.isEmpty { return all }
      all += front
      spool.removeFront()
    }
  }

  @Test("the checksum is the usual one")
  func checksum() {
    #expect(CRC32.checksum("123456789".utf8) == 0xCBF4_3926)
    #expect(SpoolLine.encode(Array("123456789".utf8)) == Array("cbf43926 123456789\n".utf8))
  }

  @Test("gives records in order until they are forgotten")
  func order() throws {
    var spool = try spool()
    try spool.append([record(1), record(2)])
    try spool.append([record(3)])
    #expect(spool.front(limit: 1) == [record(1)])
    #expect(spool.front(limit: 1) == [record(1)])
    spool.removeFront()
    #expect(spool.front(limit: 1000) == [record(2), record(3)])
    spool.removeFront()
    #expect(spool.isEmpty)
    #expect(spool.size == 0)
    #expect(folder.names() == ["lock"])
  }

  @Test("forgets a part of what it gave, with the damaged lines before that")
  func part() throws {
    var spool = try spool()
    try spool.append((1...5).map(record))
    let name = try #require(folder.names().first { $0.hasSuffix(".spool") })
    var bytes = Array(try folder.contents(of: name).utf8)
    let second = SpoolLine.encode(record(1)).count
    bytes[second] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path + "/" + name))
    #expect(spool.front(limit: 1000) == [1, 3, 4, 5].map(record))
    spool.removeFront(0)
    #expect(spool.front(limit: 1000).count == 4)
    spool.removeFront(2)
    #expect(spool.losses.damaged == 1)
    #expect(spool.front(limit: 1000) == [4, 5].map(record))
    spool.removeFront(2)
    #expect(spool.isEmpty)
  }

  @Test("random use loses nothing, keeps the order, and repeats only what a restart makes it forget")
  func randomUse() throws {
    var random = SeededGenerator(seed: 7)
    var model: [Int] = []
    var next = 0
    var delivered: [Int] = []
    var spool: Spool? = try spool(limit: 8000)
    for _ in 0..<2000 {
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<5:
        let count = Int.random(in: 1...3, using: &random)
        let numbers = Array(next..<(next + count))
        next += count
        try spool?.append(numbers.map(record))
        model += numbers
      case 5..<9:
        let front = spool?.front(limit: Int.random(in: 1...300, using: &random)) ?? []
        delivered += front.compactMap { Int(String(decoding: $0, as: UTF8.self).dropFirst(7)) }
        spool?.removeFront()
      default:
        spool = nil
        spool = try self.spool(limit: 8000)
      }
    }
    if var spool {
      delivered += drain(&spool).compactMap { Int(String(decoding: $0, as: UTF8.self).dropFirst(7)) }
      #expect(spool.losses == Spool.Losses())
    }
    var first: [Int] = []
    var seen: Set<Int> = []
    for number in delivered where seen.insert(number).inserted { first.append(number) }
    #expect(first == model)
    #expect(delivered.count > model.count)
  }

  @Test("wherever a crash tears the last write, only its last record is lost")
  func tornTail() throws {
    var spool: Spool? = try spool()
    try spool?.append((0..<3).map(record))
    spool = nil
    let path = folder.path + "/0000000000000001.spool"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let lineLength = whole.count / 3
    for length in 0..<whole.count {
      try whole.prefix(length).write(to: URL(fileURLWithPath: path))
      var spool = try self.spool()
      // What comes after the restart is not drawn into the damage.
      try spool.append([record(9)])
      let complete = (length + 1) / lineLength
      #expect(drain(&spool) == (0..<complete).map(record) + [record(9)])
      #expect(spool.losses.damaged == ((length + 1) % lineLength > 1 ? 1 : 0), "\(length)")
    }
  }

  @Test("a garbled line is left out and those after it are read")
  func garbled() throws {
    var spool = try spool()
    try spool.append((0..<3).map(record))
    let path = folder.path + "/0000000000000001.spool"
    let text = try folder.contents(of: "0000000000000001.spool")
    try text.replacing("record 1", with: "record 7").write(toFile: path, atomically: false, encoding: .utf8)
    #expect(drain(&spool, limit: 1) == [record(0), record(2)])
    #expect(spool.losses == Spool.Losses(damaged: 1))
  }

  @Test("the oldest records make room, and are counted")
  func limit() throws {
    var spool = try spool(limit: 2000)
    for number in 0..<1000 { try spool.append([record(number)]) }
    #expect(spool.size <= 2000)
    let kept = drain(&spool)
    #expect(kept == ((1000 - kept.count)..<1000).map(record))
    #expect(spool.losses.dropped == 1000 - kept.count)
    #expect(kept.count > 50)
  }

  @Test("a file that was deleted is no reason to stop")
  func deleted() throws {
    var spool = try spool(limit: 800)
    for number in 0..<8 { try spool.append([record(number)]) }
    try FileManager.default.removeItem(atPath: folder.path + "/0000000000000001.spool")
    let rest = drain(&spool)
    #expect(!rest.isEmpty && rest == ((8 - rest.count)..<8).map(record))
    #expect(spool.losses.unreadableFiles == 1)
  }

  @Test("a file that cannot be read keeps its number, and what comes after it is delivered")
  func unreadable() throws {
    var spool = try spool()
    try spool.append([record(1)])
    let path = folder.path + "/0000000000000001.spool"
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    #expect(spool.front(limit: 100).isEmpty)
    #expect(spool.losses == Spool.Losses(unreadableFiles: 1))
    try spool.append([record(2)])
    #expect(folder.names() == ["0000000000000001.spool", "0000000000000002.spool", "lock"])
    #expect(drain(&spool) == [record(2)])
  }

  @Test("one program at a time holds the folder")
  func lock() throws {
    let first = try SpoolFolder(path: folder.path + "/a/b")
    #expect(throws: RecordError(reason: "\(folder.path)/a/b is in use by another program")) {
      try SpoolFolder(path: first.path)
    }
  }
}

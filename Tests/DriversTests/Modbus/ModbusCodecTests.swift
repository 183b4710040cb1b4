import SeededRandomness
import Testing

@testable import Drivers

@Suite("Modbus codec")
struct ModbusCodecTests {
  /// Two replies as the standard lays them out: three registers, then a repeated write.
  private let stream: [UInt8] = [
    0x00, 0x07, 0x00, 0x00, 0x00, 0x09, 0x01, 0x03, 0x06, 0x02, 0x2B, 0x00, 0x00, 0x00, 0x64,
    0x00, 0x08, 0x00, 0x00, 0x00, 0x06, 0x01, 0x06, 0x01, 0x02, 0xFF, 0xF0,
  ]
  private var frames: [ModbusFrame] {
    [
      ModbusFrame(transaction: 7, unit: 1, body: [3, 6, 0x02, 0x2B, 0, 0, 0, 0x64]),
      ModbusFrame(transaction: 8, unit: 1, body: [6, 0x01, 0x02, 0xFF, 0xF0]),
    ]
  }

  private func drain(_ decoder: inout ModbusFrameDecoder) throws -> [ModbusFrame] {
    var found: [ModbusFrame] = []
    while let frame = try decoder.next() { found.append(frame) }
    return found
  }

  @Test("finds the same frames in every split of the stream")
  func splits() throws {
    for first in 0...stream.count {
      for second in first...stream.count {
        var decoder = ModbusFrameDecoder()
        var found: [ModbusFrame] = []
        for part in [stream[..<first], stream[first..<second], stream[second...]] {
          decoder.append(Array(part))
          found += try drain(&decoder)
        }
        #expect(found == frames)
      }
    }
  }

  @Test("asks for more as long as a frame is not whole")
  func truncated() throws {
    for count in 0..<15 {
      var decoder = ModbusFrameDecoder()
      decoder.append(Array(stream.prefix(count)))
      #expect(try decoder.next() == nil)
    }
  }

  @Test(
    "a header that is no Modbus is a violation",
    arguments: [
      [0, 1, 0, 1, 0, 6, 1], [0, 1, 0, 0, 0, 1, 1], [0, 1, 0, 0, 0, 0, 1], [0, 1, 0, 0, 0, 255, 1],
      [0, 1, 0, 0, 0xFF, 0xFF, 1],
    ] as [[UInt8]])
  func badHeader(bytes: [UInt8]) {
    var decoder = ModbusFrameDecoder()
    decoder.append(bytes)
    #expect(throws: ModbusError.self) { try decoder.next() }
  }

  @Test("requests are laid out as the standard's own examples")
  func requests() {
    // Modbus Application Protocol 1.1b3, sections 6.3 and 6.6.
    #expect(ModbusRequest.readHolding(address: 0x6B, count: 3).body == [0x03, 0x00, 0x6B, 0x00, 0x03])
    #expect(ModbusRequest.writeSingle(address: 1, value: 3).body == [0x06, 0x00, 0x01, 0x00, 0x03])
    #expect(
      ModbusFrame(transaction: 0x1501, unit: 0xFF, body: [3, 0, 4, 0, 1]).bytes
        == [0x15, 0x01, 0x00, 0x00, 0x00, 0x06, 0xFF, 0x03, 0x00, 0x04, 0x00, 0x01])
  }

  @Test("a reply yields its registers, or says what is wrong with it")
  func replies() throws {
    let read = ModbusRequest.readHolding(address: 0x219, count: 2)
    let write = ModbusRequest.writeSingle(address: 0x102, value: 0xFFF0)
    #expect(try read.registers(in: [3, 4, 0x00, 0x0B, 0xFF, 0xFE]) == [11, 0xFFFE])
    #expect(try write.registers(in: [6, 0x01, 0x02, 0xFF, 0xF0]) == [0xFFF0])
    #expect(throws: ModbusError.exception(2)) { try read.registers(in: [0x83, 2]) }
    #expect(throws: ModbusError.exception(4)) { try write.registers(in: [0x86, 4]) }
    #expect(throws: ModbusError.otherValue(0xFFF1, wanted: 0xFFF0)) {
      try write.registers(in: [6, 1, 2, 0xFF, 0xF1])
    }
    let wrong: [(ModbusRequest, [UInt8])] = [
      (read, []), (read, [3]), (read, [3, 4, 0, 11]), (read, [3, 2, 0, 11]), (read, [3, 4, 0, 11, 0, 1, 0]),
      (read, [6, 4, 0, 11, 0, 1]), (read, [0x83]), (read, [0x86, 2]), (write, [6, 1, 2, 0xFF]),
      (write, [6, 1, 3, 0xFF, 0xF0]), (write, [6]),
    ]
    for (request, body) in wrong {
      let error = #expect(throws: ModbusError.self) { try request.registers(in: body) }
      if case .violation = error {} else { Issue.record("\(body) is no violation") }
    }
  }

  @Test("random bytes are frames, a violation or an unfinished frame, and never a trap")
  func garbage() {
    var random = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      var decoder = ModbusFrameDecoder()
      var bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      // Half of them with a sound protocol number and a short length, so that bodies are reached.
      if Bool.random(using: &random), bytes.count > 6 { bytes.replaceSubrange(2...4, with: [0, 0, 0]) }
      decoder.append(bytes)
      while let frame = try? decoder.next() {
        #expect(frame.body.count <= 253)
        _ = try? ModbusRequest.readHolding(address: 0, count: .random(in: 0...UInt16.max, using: &random))
          .registers(in: frame.body)
        _ = try? ModbusRequest.writeSingle(address: 0, value: 0).registers(in: frame.body)
      }
    }
  }
}

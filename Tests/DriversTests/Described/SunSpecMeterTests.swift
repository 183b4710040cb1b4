import Foundation
import PeerSupport
import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// Meters in SunSpec models, laid out by pysunspec2's definitions and served by pymodbus.
@Suite("Meters over SunSpec", .waits, .needsPymodbus, .needsSunSpec, .timeLimit(.minutes(10)))
struct SunSpecMeterTests {
  /// The registers of a device with these models from `base` on, as `registers.py` takes them: models with their points,
  /// whose offsets and lengths are those of pysunspec2.
  private func registers(_ models: [(Int, [String: Double])], base: Int = 40_000) throws -> [String] {
    let script = """
      import json, os, sys, sunspec2
      folder = os.path.join(os.path.dirname(sunspec2.__file__), "models", "json")
      base, wanted = int(sys.argv[1]), json.loads(sys.argv[2])
      words = [f"holding:{base}:uint32:{0x53756E53}"]
      place = base + 2
      for number, values in wanted:
          offset = 0
          length = 0
          lines = []
          for point in json.load(open(f"{folder}/model_{number}.json"))["group"]["points"]:
              name, kind, size = point["name"], point["type"], point["size"]
              kind = {"int16": "int16", "sunssf": "int16", "float32": "float32"}.get(kind)
              if name in values and kind:
                  value = values[name] if kind == "float32" else int(values[name])
                  lines.append(f"holding:{place + offset}:{kind}:{value}")
              else:
                  lines += [f"holding:{place + offset + index}:uint16:0" for index in range(size)]
              offset += size
          lines[0] = f"holding:{place}:uint16:{number}"
          lines[1] = f"holding:{place + 1}:uint16:{offset - 2}"
          words += lines
          place += offset
      print(" ".join(words + [f"holding:{place}:uint16:65535", f"holding:{place + 1}:uint16:0"]))
      """
    let json = String(
      decoding: try JSONSerialization.data(withJSONObject: models.map { [$0.0, $0.1] as [Any] }),
      as: UTF8.self)
    return String(decoding: try PeerPython.run(script, ["\(base)", json]), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private func meter(_ name: String, _ peer: PeerProcess) throws -> any Meter {
    var device = DeviceConfiguration(driver: name, address: "127.0.0.1:\(peer.port)", range: .nowhere)
    device.description = .shipped(name)
    return try DeviceFactory().meter(device)
  }

  private var patient: ExchangeDeadline { MonotonicClock.deadline(after: .seconds(20)) }

  private static let common: (Int, [String: Double]) = (1, [:])
  private static let inverter: (Int, [String: Double]) = (103, ["W": 3000, "W_SF": 0])

  @Test(
    "are read wherever their models are, by the power of ten that the device has",
    arguments: [
      (40_000, 203, ["W": -1234, "W_SF": 0, "PhVphA": 2305, "V_SF": -1], -1234, 230.5),
      (0, 201, ["W": 321, "W_SF": 1, "PhVphA": 231, "V_SF": 0], 3210, 231),
      (50_000, 213, ["W": 812.5, "PhVphA": 229.5], 812.5, 229.5),
      (40_000, 211, ["W": -3.5, "PhVphA": 230], -3.5, 230),
    ] as [(Int, Int, [String: Double], Double, Double)])
  func values(base: Int, model: Int, points: [String: Double], watts: Double, volts: Double) throws {
    let peer = try PeerProcess(
      "registers.py", try registers([Self.common, Self.inverter, (model, points)], base: base))
    let own = try meter("sunspec-meter", peer)
    let expected = MeterReading(
      grid: Watts(watts), solar: nil, voltage: Volts(volts), measuresSolar: false)
    for _ in 0..<2 { #expect(try own.reading(by: patient) == expected) }
  }

  @Test("what a device says that it lacks is unknown, and so is a number whose power of ten is not known")
  func absences() throws {
    for points in [
      ["W": -32768, "W_SF": 0], ["W": 500, "W_SF": -32768], ["W": 500, "W_SF": 11], ["W": 500, "W_SF": -11],
    ] as [[String: Double]] {
      let peer = try PeerProcess("registers.py", try registers([Self.common, (203, points)]))
      #expect(try meter("solaredge", peer).reading(by: patient).grid == nil, "\(points)")
    }
    let peer = try PeerProcess("registers.py", try registers([Self.common, (203, ["W": 500, "W_SF": 0])]))
    #expect(try meter("solaredge", peer).reading(by: patient).grid == Watts(-500), "it counts exports")
  }

  @Test("a device without the models, or without any, is refused, and looked at again later")
  func missing() throws {
    let without = try PeerProcess("registers.py", try registers([Self.common, Self.inverter]))
    #expect(throws: DeviceError.protocolViolation("the device has none of the models that are read")) {
      _ = try meter("sunspec-meter", without).reading(by: patient)
    }
    let bare = try PeerProcess("registers.py", ["holding:40000:uint16:1"])
    let own = try meter("sunspec-meter", bare)
    for _ in 0..<3 {
      #expect(throws: DeviceError.protocolViolation("no SunSpec models are in the device")) {
        _ = try own.reading(by: patient)
      }
    }
    #expect(try bare.order("reads").split(separator: " ").count == 3, "it is left alone for a while")
  }

  @Test("a slow device is looked at over several calls")
  func slow() throws {
    let peer = try PeerProcess(
      "registers.py",
      ["--delay", "0.15"] + (try registers([Self.common, Self.inverter, (203, ["W": 700, "W_SF": 0])])))
    let own = try meter("solaredge", peer)
    var reading: MeterReading?
    for _ in 0..<40 where reading == nil {
      let begun = MonotonicClock.now
      reading = try? own.reading(by: MonotonicClock.deadline(after: .milliseconds(450)))
      #expect(MonotonicClock.now - begun < .milliseconds(700))
      MonotonicClock.rest(for: .milliseconds(200))
    }
    #expect(reading?.grid == Watts(-700))
  }
}

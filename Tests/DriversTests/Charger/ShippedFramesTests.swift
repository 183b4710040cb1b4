import ScheduleLang
import Testing

@testable import Drivers

/// What is sent to each charger that ships, against bytes that were written by hand from its maker's table.
@Suite("Frames of shipped chargers")
struct ShippedFramesTests {
  /// The requests of a charger by command, in hexadecimal from the function on.
  struct Expected: Sendable, CustomTestStringConvertible {
    var name: String
    var unit: UInt8
    var before: [String]
    var charge: [String]
    var stop: [String]
    var discharge: [String]?
    var heartbeat: [String]?

    var testDescription: String { name }
  }

  private static let chargers = [
    Expected(
      name: "wallbox-quasar", unit: 1,
      before: ["0600510001", "060058003c", "0300580001", "0600530000"],
      charge: ["0601020006", "0601010001"], stop: ["0601010002", "0601020000"],
      discharge: ["060102fff6", "0601010001"]),
    Expected(
      name: "evtec-bidipro", unit: 1, before: ["10002a0002040000003c", "03002a0002"],
      charge: ["1000ba00020400000564"], stop: ["1000ba00020400000000"], discharge: ["1000ba000204fffff704"]),
    // It counts discharging as positive.
    Expected(
      name: "ambibox", unit: 1, before: [], charge: ["100bb8000204fffffa9c", "100bba00020400000001"],
      stop: ["100bb800020400000000"], discharge: ["100bb8000204000008fc", "100bba00020400000001"]),
    Expected(
      name: "sigenergy-evdc", unit: 1, before: [], charge: ["10a02a00020400000564", "06a0280000"],
      stop: ["06a0280001"]),
    Expected(
      name: "keba-p30", unit: 255, before: ["0613980000", "0306400002", "06139a003c", "0306420002"],
      charge: ["06138c1770", "0613960001"], stop: ["0613960000"], heartbeat: ["06139a003c"]),
    Expected(
      name: "keba-p40", unit: 255, before: ["0613980000", "0306400002", "06139a003c", "0306420002"],
      charge: ["06138c1770"], stop: ["06138c0000"], heartbeat: ["06139a003c"]),
    Expected(
      name: "heidelberg", unit: 1,
      before: ["0601060000", "0301060001", "060101ea60", "0301010001", "0601020004"],
      charge: ["060105003c"], stop: ["0601050000"]),
    Expected(
      name: "elli", unit: 1, before: ["0601060000", "0301060001", "060101ea60", "0301010001"],
      charge: ["060105003c"], stop: ["0601050000"]),
    Expected(
      name: "amperfied", unit: 255,
      before: ["100106000102" + "0000", "0301060001", "100101000102" + "ea60", "0301010001"],
      charge: ["100105000102" + "003c"], stop: ["100105000102" + "0000"]),
    Expected(
      name: "webasto-next", unit: 255,
      before: ["0607d00000", "0307d00001", "0607d2003c", "0307d20001", "0617700001"],
      charge: ["10138c0001020006"], stop: ["10138c0001020000"], heartbeat: ["0617700001"]),
    Expected(
      name: "vestel", unit: 255,
      before: ["0607d00000", "0307d00001", "0607d2003c", "0307d20001", "0617700001"],
      charge: ["06138c0006"], stop: ["06138c0000"], heartbeat: ["0617700001"]),
    Expected(
      name: "daheimladen", unit: 255,
      before: ["1000570001020000", "0300570001", "100059000102003c", "0300590001"],
      charge: ["10005b000102003c", "10005f0001020001"], stop: ["10005f0001020002"]),
    Expected(
      name: "go-e", unit: 1, before: [], charge: ["10012b0001020006", "1001510001020002"],
      stop: ["1001510001020001"]),
  ]

  @Test("there is one of each") func all() {
    let names = Self.chargers.map(\.name) + Self.requests.map(\.name)
    #expect(names.sorted() == BuiltInDevices.names(role: "charger"))
  }

  /// What is sent over HTTP: method, path and query, and body.
  private static let requests: [(name: String, sent: [String: [String]])] = [
    (
      "openevse",
      [
        "charge at 6 A": [
          #"POST /override {"state":"active","charge_current":6,"auto_release":false}"#
        ],
        "stop": [#"POST /override {"state":"disabled","auto_release":false}"#],
      ]
    ),
    (
      "openwb-pro",
      [
        "before the first command": ["POST /connect.php heartbeatenabled=1"],
        "charge at 16 A": ["POST /connect.php ampere=16"],
        "discharge at 10 A": ["POST /connect.php ampere=-10"], "stop": ["POST /connect.php ampere=0"],
      ]
    ),
  ]

  @Test("over HTTP, too", arguments: requests)
  func http(name: String, sent: [String: [String]]) throws {
    var device = DeviceConfiguration(driver: name, address: "127.0.0.1", range: .nowhere)
    device.description = .shipped(name)
    let frames = try DeviceFactory().frames(of: device, voltage: Volts(230))
    for (command, expected) in sent {
      let found = frames.commands.first { $0.name == command }?.frames
      #expect(found?.map(\.text) == expected, "\(command)")
      for frame in found ?? [] {
        let bytes = String(decoding: frame.bytes, as: UTF8.self)
        let body = try #require(bytes.split(separator: "\r\n").last)
        #expect(
          frame.text?.hasSuffix(body) == true && bytes.contains("Content-Length: \(body.utf8.count)\r\n"))
      }
    }
  }

  @Test("are the maker's", arguments: chargers)
  func frames(_ expected: Expected) throws {
    let description = try #require(DeviceDescription.shipped(expected.name))
    var device = DeviceConfiguration(
      driver: expected.name, address: "127.0.0.1", range: SourceRange(file: 0, start: 0, end: 0))
    device.description = description
    let frames = try DeviceFactory().frames(of: device, voltage: Volts(230))
    guard case .modbus(let access) = description.transport else { return }
    func sent(_ command: String) -> [String]? {
      frames.commands.first { $0.name.hasPrefix(command) }?.frames?.map { frame in
        let start = access.framing == .tcp ? 6 : 0
        #expect(frame.bytes[start] == expected.unit)
        let body = frame.bytes[(start + 1)...].dropLast(access.framing == .tcp ? 0 : 2)
        return body.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      }
    }
    #expect(sent("before the first command") == expected.before)
    #expect(sent("charge at 6 A") == expected.charge)
    #expect(sent("stop") == expected.stop)
    #expect(sent("discharge at 10 A") == expected.discharge)
    #expect(sent("heartbeat") == expected.heartbeat)
  }
}

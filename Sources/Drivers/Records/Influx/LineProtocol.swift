import Runtime
import ScheduleLang

/// Samples as lines of InfluxDB's line protocol, in the fields that the original controller writes and ours
/// beside them.
///
/// A line holds only what is known; the same sample is the same line at any time, so that writing it again
/// changes nothing.
enum LineProtocol {
  /// The line of a sample with its time in milliseconds, without a line break.
  static func line(_ sample: Sample) -> String {
    var fields: [String] = []
    func add(_ key: String, _ value: String?) {
      if let value { fields.append("\(key)=\(value)") }
    }
    add("grid", number(sample.grid?.value))
    add("grid_pf", number(sample.gridPowerFactor))
    add("evse", number(sample.evse?.value))
    add("voltage", number(sample.voltage?.value))
    add("evseTargetCurrent", integer(sample.setPoint?.value))
    add("evseDesiredCurrent", integer(sample.goal?.value))
    add("batteryChargeLevel", integer(sample.soc))
    add("solar", number(sample.solar?.value))
    add("home", number(sample.home?.value))
    add("action", quoted(sample.action.name))
    add("rule", sample.rule.map { quoted($0.description) })
    return "measurement \(fields.joined(separator: ",")) \(sample.instant.milliseconds)"
  }

  /// A float; the protocol has no infinity and no NaN.
  private static func number(_ value: Double?) -> String? {
    value.flatMap { $0.isFinite ? "\($0)" : nil }
  }

  /// An integer, told from a float by its `i`.
  private static func integer(_ value: Int?) -> String? { value.map { "\($0)i" } }

  /// A string; control characters, which could end the line, become spaces.
  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
      bytes.append(byte < 0x20 || byte == 0x7F ? 0x20 : byte)
    }
    return String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
  }
}

import ScheduleLang

extension HTTPRequest {
  /// What is sent to tell a charger a number.
  init(_ request: ChargerRequest, telling number: Double, setting: (String) -> String) {
    self.init(get: request.target.filled { $0 == ChargerRequest.told ? number.plainText : setting($0) })
    method = request.method.rawValue.uppercased()
    guard !request.members.isEmpty else { return }
    if request.isForm {
      headers.append(("Content-Type", "application/x-www-form-urlencoded"))
      let fields = request.members.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value.text(number)))" }
      body = Array(fields.joined(separator: "&").utf8)
    } else {
      headers.append(("Content-Type", "application/json"))
      let fields = request.members.map {
        "\(JSONTree.text($0.name).text):\($0.value.json(number))"
      }
      body = Array("{\(fields.joined(separator: ","))}".utf8)
    }
  }

  /// A text with everything but letters, digits and the like percent-encoded (RFC 3986, section 2.3).
  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let bytes = text.utf8.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        [byte]
      default: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ChargerRequest.Value {
  /// As a form has it.
  fileprivate func text(_ told: Double) -> String {
    switch self {
    case .text(let text): text
    case .number(let number): number.plainText
    case .flag(let flag): "\(flag)"
    case .told: told.plainText
    }
  }

  /// As JSON has it.
  fileprivate func json(_ told: Double) -> String {
    if case .text(let text) = self { JSONTree.text(text).text } else { text(told) }
  }
}

extension Double {
  /// A number as devices read it: whole, or with as many decimals as it needs; a thousandth is the least that is told.
  var plainText: String {
    let thousandths = (Swift.max(-1e12, Swift.min(1e12, self)) * 1000).rounded()
    let whole = Int(thousandths / 1000)
    let rest = abs(Int(thousandths) % 1000)
    guard rest > 0 else { return "\(whole)" }
    let sign = thousandths < 0 && whole == 0 ? "-" : ""
    var decimals = String("00\(rest)".suffix(3))
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(sign)\(whole).\(decimals)"
  }
}

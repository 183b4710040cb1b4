/// How a described device is reached.
public enum Transport: Hashable, Sendable {
  case http(HTTPAccess)
  case modbus(ModbusAccess)
  case mqtt(MQTTAccess)

  /// Its name in descriptions.
  public var name: String {
    switch self {
    case .http(let access): access.isSecure ? "https" : "http"
    case .modbus(let access): access.findsModels ? "sunspec" : "modbus"
    case .mqtt: "mqtt"
    }
  }

  /// The port where the address names none.
  public var port: UInt16 {
    switch self {
    case .http(let access): access.port
    case .modbus(let access): access.port
    case .mqtt(let access): access.port
    }
  }
}

/// A device that tells of itself through a broker.
public struct MQTTAccess: Hashable, Sendable {
  /// What is said to a device again and again, so that it goes on to tell.
  public struct Request: Hashable, Sendable {
    /// The topic of the empty message.
    public var topic: TextTemplate
    /// After how many seconds it is said anew.
    public var seconds: Double
  }

  /// The port of the broker where the address names none.
  public var port: UInt16 = 1883
  /// What is said to the device; nil where it tells unasked.
  public var request: Request?

  /// Whether a text is a topic that messages may be of: without wildcards, and none of the broker's own.
  static func isTopic(_ text: String) -> Bool {
    (1...200).contains(text.utf8.count) && text.utf8.first != UInt8(ascii: "$")
      && text.utf8.allSatisfy {
        $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "#")
      }
  }
}

/// A device that answers a GET with JSON.
public struct HTTPAccess: Hashable, Sendable {
  /// How a site's `user` and `password`, or `token`, are sent.
  public enum Login: String, Hashable, Sendable, CaseIterable {
    case basic, digest, bearer
  }

  /// The ports of HTTP and HTTPS.
  public static let (usualPort, securePort): (UInt16, UInt16) = (80, 443)

  /// The path and query that are asked for; nil where each value names its own.
  public var target: TextTemplate?
  /// The port where the address names none.
  public var port = usualPort
  /// How it is logged in to; nil where it needs no login.
  public var login: Login?
  /// Whether it is reached over HTTPS.
  public var isSecure = false
  /// How often a thread of its own asks it, in seconds; nil where that is left to the role.
  public var interval: Double?
}

/// A device with Modbus registers.
public struct ModbusAccess: Hashable, Sendable {
  /// How requests and replies are framed.
  public enum Framing: Hashable, Sendable {
    /// Modbus TCP.
    case tcp
    /// The frames of a serial line, passed on by a gateway.
    case rtu
  }

  /// The port where the address names none.
  public var port: UInt16 = 502
  /// The unit where the site names none, 0...255.
  public var unit: UInt8 = 1
  /// How requests and replies are framed.
  public var framing = Framing.tcp
  /// The least time between a reply and the next request, in milliseconds.
  public var gap = 0
  /// Whether its numbers are in SunSpec models, whose addresses have to be found.
  public var findsModels = false

  /// What a device has that says nothing else.
  public static let usual = ModbusAccess()
}

/// A text in which `{NAME}` stands for a setting.
public struct TextTemplate: Hashable, Sendable {
  /// A part of it.
  public enum Piece: Hashable, Sendable {
    case text(String)
    case setting(String)
  }

  /// Its parts, in order.
  public var pieces: [Piece]

  /// Reads a text; nil where a brace is not closed or holds nothing.
  public init?(_ text: String) {
    pieces = []
    var rest = text.unicodeScalars[...]
    while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
      guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { return nil }
      let name = String(rest[rest.index(after: open)..<close]).lowercased()
      guard !name.isEmpty, !name.contains("{") else { return nil }
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      pieces.append(.setting(name))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
  }

  /// Creates one without settings.
  public init(literal text: String) { pieces = [.text(text)] }

  /// The settings that it asks for.
  public var settings: [String] {
    pieces.compactMap { if case .setting(let name) = $0 { name } else { nil } }
  }

  /// As it is written.
  public var text: String { filled { "{\($0)}" } }

  /// The text, each setting being what `value` gives.
  public func filled(_ value: (String) -> String) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .setting(let name): value(name)
      }
    }.joined()
  }
}

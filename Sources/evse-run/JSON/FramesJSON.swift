import Drivers

/// The frames of chargers, as a JSON report; bytes in hexadecimal.
struct FramesJSON: Encodable {
  struct Charger: Encodable {
    struct Command: Encodable {
      struct Frame: Encodable {
        var purpose: String
        var bytes: String
        /// The same in words, where it is text.
        var text: String?
      }

      var name: String
      var frames: Nullable<[Frame]>
    }

    var name: String
    var commands: [Command]

    init(_ frames: ChargerFrames, of name: String) {
      self.name = name
      commands = frames.commands.map { command in
        Command(
          name: command.name,
          frames: Nullable(
            command.frames?.map {
              .init(
                purpose: $0.purpose, bytes: hexadecimal($0.bytes, separator: ""), text: $0.text)
            }))
      }
    }
  }

  var schemaVersion = JSONText.schemaVersion
  var chargers: [Charger]

  static func hexadecimal(_ bytes: [UInt8], separator: String) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: separator)
  }
}

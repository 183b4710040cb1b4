// Whom a site tells what its owner must hear.
extension Parser {
  /// `tell by command "…"` or `tell at "https://…" { token … }`, as a device whose driver is the way.
  mutating func parseTell(from start: Token) throws(SyntaxError) -> DeviceSyntax {
    let isCommand = take(.by)
    if isCommand {
      guard takeWord("command") else {
        expect("`command`")
        throw unexpected()
      }
    } else {
      try require(.at)
    }
    let value: DeviceSyntax.Setting.Value
    let place = current
    if isCommand {
      value = .text(try requireString("a command"))
    } else if take(.env) {
      value = .secret(.environment(try requireString("a variable's name").text))
    } else if take(.file) {
      value = .secret(.file(try requireString("a path").text))
    } else {
      value = .secret(.literal(try requireString("an address that begins with https://").text))
    }
    let address = DeviceSyntax.Setting(
      key: "address", value: value, range: range(from: start), keyRange: start.range,
      valueRange: range(from: place))
    let head = range(from: start)
    var teller = DeviceSyntax(
      driver: Word(text: isCommand ? "command" : "web", range: start.range), address: nil,
      settings: [address],
      range: head)
    guard !isCommand, current.kind == .leftBrace else { return teller }
    let open = try requireOpeningBrace()
    var collected: [DeviceSyntax.Setting] = []
    try block(openedBy: open) { parser throws(SyntaxError) in
      let start = parser.current
      parser.settingStarts.append(start.range.start)
      parser.dropAssignment()
      guard parser.takeWord("token") else { throw parser.unknownSetting("`tell at`", among: ["token"]) }
      collected.append(try parser.setting("token", .secret, from: start))
    }
    teller.settings += collected
    return teller
  }
}

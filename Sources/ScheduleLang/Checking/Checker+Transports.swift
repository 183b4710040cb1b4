// How described devices are reached.
extension Checker {
  private static let names = ["http", "https", "modbus", "mqtt", "sunspec"]

  /// The transport that a description names, or nil where it is wrong.
  mutating func compileTransport(
    _ syntax: (name: Word, settings: [DescriptionSyntax.TransportSetting]), of description: DescriptionSyntax
  ) -> Transport? {
    var seen: [String: SourceRange] = [:]
    for setting in syntax.settings {
      if let first = seen[setting.name.key] {
        report(.repeatedSetting(setting.name.text, at: setting.name.range, first: first))
      }
      seen[setting.name.key] = setting.name.range
    }
    switch syntax.name.key {
    case "http": return compileHTTP(syntax, of: description).map { .http($0) }
    case "https":
      guard description.role.key != "charger" else {
        report(.outOfRange("a charger is not driven over `https` yet", at: syntax.name.range))
        return nil
      }
      return compileHTTP(syntax, of: description, isSecure: true).map { .http($0) }
    case "modbus": return .modbus(compileModbus(syntax, isCharger: description.role.key == "charger"))
    case "sunspec":
      guard description.role.key != "charger" else {
        report(.outOfRange("a charger is not driven over `sunspec` yet", at: syntax.name.range))
        return nil
      }
      var access = compileModbus(syntax, isCharger: false)
      access.findsModels = true
      return .modbus(access)
    case "mqtt":
      guard description.role.key != "charger" else {
        report(.outOfRange("a charger is not driven over `mqtt` yet", at: syntax.name.range))
        return nil
      }
      return .mqtt(compileMQTT(syntax))
    default:
      report(.unknownDeviceWord(syntax.name, what: "way to a device", among: Checker.names))
      return nil
    }
  }

  private mutating func compileHTTP(
    _ syntax: (name: Word, settings: [DescriptionSyntax.TransportSetting]), of description: DescriptionSyntax,
    isSecure: Bool = false
  ) -> HTTPAccess? {
    var target: TextTemplate?
    var (port, login) = (isSecure ? HTTPAccess.securePort : HTTPAccess.usualPort, HTTPAccess.Login?.none)
    var interval: Double?
    let isAskedApart = isSecure || description.role.key == DeviceDescription.Role.car.rawValue
    let settings = ["get", "login", "port"] + (isAskedApart ? ["every"] : [])
    for setting in syntax.settings {
      switch setting.name.key {
      case "get":
        guard let word = setting.word else { return missingTarget(of: description) }
        guard let template = self.target(word) else { return nil }
        target = template
      case "port": port = self.port(setting) ?? port
      case "login":
        let words = HTTPAccess.Login.allCases.map(\.rawValue)
        guard let word = setting.word, let known = HTTPAccess.Login(rawValue: word.key) else {
          report(.unknownDeviceWord(setting.word ?? setting.name, what: "way to log in", among: words))
          continue
        }
        guard !(isSecure && known == .digest) else {
          report(.outOfRange("over `https` a password needs no hash: `login basic`", at: setting.name.range))
          continue
        }
        login = known
      case "every" where isAskedApart:
        guard let quantity = setting.quantity,
          let every = value(quantity, in: [.seconds], for: "`every`", example: "5s")
        else { continue }
        guard (2...3600).contains(every.value) else {
          report(.outOfRange("a device is asked every 2s to 1h", at: quantity.range))
          continue
        }
        interval = every.value
      default:
        report(
          .unknownSetting(
            setting.name.text, of: "`over \(syntax.name.key)`", among: settings.sorted(),
            at: setting.name.range))
      }
    }
    guard target != nil || description.namesTargets else { return missingTarget(of: description) }
    return HTTPAccess(target: target, port: port, login: login, isSecure: isSecure, interval: interval)
  }

  /// What is asked for; nil where it cannot be asked for.
  mutating func target(_ word: Word) -> TextTemplate? {
    guard let template = TextTemplate(word.text), HTTPAccess.isTarget(template.filled { _ in "0" }) else {
      report(.notTarget(word))
      return nil
    }
    if LiteralSecrets.isInQuery(of: word.text) { report(.literalSecret(at: word.range)) }
    return template
  }

  /// What is asked for where `word`, or else the way to the device, names it; what is missing is reported.
  mutating func target(_ word: Word?, of access: HTTPAccess, at range: SourceRange) -> TextTemplate? {
    if let word { return target(word) }
    if access.target == nil { report(.missingSettings(["get \"/…\""], of: "over http", at: range)) }
    return access.target
  }

  private mutating func missingTarget(of description: DescriptionSyntax) -> HTTPAccess? {
    if !description.isIncomplete {
      report(.missingSettings(["get \"/…\""], of: description.name.text, at: description.range))
    }
    return nil
  }

  private mutating func compileModbus(
    _ syntax: (name: Word, settings: [DescriptionSyntax.TransportSetting]), isCharger: Bool
  ) -> ModbusAccess {
    var access = ModbusAccess()
    for setting in syntax.settings {
      switch setting.name.key {
      case "port": port(setting).map { access.port = $0 }
      case "unit":
        if let quantity = setting.quantity {
          wholeNumber(quantity, for: "`unit`", in: 0...255).map { access.unit = UInt8($0) }
        }
      case "rtu": access.framing = .rtu
      case "gap":
        guard let quantity = setting.quantity,
          let gap = value(quantity, in: [.seconds], for: "`gap`", example: "50ms")
        else { continue }
        // The reading of a meter is due each second; what a slow charger has said is of use for some seconds.
        guard (0...(isCharger ? 1 : 0.3)).contains(gap.value) else {
          report(
            .outOfRange("`gap` is between 0ms and \(isCharger ? "1000ms" : "300ms")", at: quantity.range))
          continue
        }
        access.gap = Int((gap.value * 1000).rounded())
      default:
        report(
          .unknownSetting(
            setting.name.text, of: "`over \(syntax.name.key)`", among: ["gap", "port", "rtu", "unit"],
            at: setting.name.range))
      }
    }
    return access
  }

  private mutating func compileMQTT(
    _ syntax: (name: Word, settings: [DescriptionSyntax.TransportSetting])
  ) -> MQTTAccess {
    var access = MQTTAccess()
    for setting in syntax.settings {
      switch setting.name.key {
      case "port": port(setting).map { access.port = $0 }
      case "ask":
        guard let word = setting.word, let topic = topic(word), let quantity = setting.quantity,
          let interval = value(quantity, in: [.seconds], for: "`ask`", example: "30s")
        else { continue }
        guard (1...3600).contains(interval.value) else {
          report(.outOfRange("a device is asked every 1s to 1h", at: quantity.range))
          continue
        }
        access.request = .init(topic: topic, seconds: interval.value)
      default:
        report(
          .unknownSetting(
            setting.name.text, of: "`over mqtt`", among: ["ask", "port"], at: setting.name.range))
      }
    }
    return access
  }

  /// A topic; nil where messages cannot be of it.
  mutating func topic(_ word: Word) -> TextTemplate? {
    guard let template = TextTemplate(word.text), MQTTAccess.isTopic(template.filled { _ in "0" }) else {
      report(.notTopic(word))
      return nil
    }
    return template
  }

  private mutating func port(_ setting: DescriptionSyntax.TransportSetting) -> UInt16? {
    guard let quantity = setting.quantity else { return nil }
    return wholeNumber(quantity, for: "`port`", in: 1...65_535).map { UInt16($0) }
  }
}

extension DescriptionSyntax {
  /// Whether each value names what is asked for, so that the way to the device need not.
  var namesTargets: Bool {
    let sources = reads.flatMap { ($0.terms + $0.alternatives.joined()).map(\.source) }
    return !sources.isEmpty
      && sources.allSatisfy { if case .path(let path) = $0 { path.target != nil } else { false } }
  }
}

extension HTTPAccess {
  /// Whether a text is a path with or without a query: printable, without blanks, from a slash on.
  static func isTarget(_ text: String) -> Bool {
    text.utf8.first == UInt8(ascii: "/") && !text.hasPrefix("//") && text.utf8.count <= 500
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
  }
}

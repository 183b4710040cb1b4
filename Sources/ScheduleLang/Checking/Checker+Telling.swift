// Whom a site tells what its owner must hear.
extension Checker {
  /// A command, or an address that is sent what is to be told; nil where it is neither.
  mutating func teller(_ syntax: DeviceSyntax) -> DeviceConfiguration? {
    var teller = DeviceConfiguration(driver: syntax.driver.key, range: syntax.range)
    for setting in syntax.settings {
      if teller.settings[setting.key] != nil {
        report(.repeatedSetting(setting.key, at: setting.range, first: syntax.range))
      }
      switch setting.value {
      case .text(let word):
        guard word.text.contains(where: { !$0.isWhitespace }) else {
          report(.outOfRange("a command is not empty", at: setting.valueRange))
          return nil
        }
        teller.settings[setting.key] = .text(word.text)
      case .secret(let secret):
        if case .literal = secret, setting.key == "token" { report(.literalSecret(at: setting.valueRange)) }
        teller.settings[setting.key] = .secret(resolved(secret, from: syntax.range.file))
      case .quantity, .range, .choice: continue
      }
    }
    guard case .secret(.literal(let address))? = teller.settings["address"] else { return teller }
    let place = syntax.settings.first?.valueRange ?? syntax.range
    guard let web = WebAddress(address) else {
      report(.outOfRange("an address to be told begins with https:// or http:// and has a host", at: place))
      return nil
    }
    if teller.settings["token"] != nil, !web.keepsSecrets {
      report(.outOfRange("a token is sent over https:// only, or to this machine", at: place))
      return nil
    }
    return teller
  }
}

// What stands over HTTP where a register would.
extension Checker {
  /// The register that stands for a place; nil where it is wrong.
  mutating func register(
    of syntax: DescriptionSyntax.PlaceSyntax, over access: HTTPAccess,
    _ freshness: ChargerPlace.Freshness? = nil
  ) -> Register? {
    let place: ChargerPlace
    switch syntax {
    case .path(let syntax):
      guard let found = self.place(syntax, over: access) else { return nil }
      place = .told(found, freshness)
    case .request(let syntax):
      guard let request = request(syntax) else { return nil }
      place = .request(request)
    }
    guard describedPlaces.list.count < ChargerPlaces.limit else { return nil }
    return describedPlaces.register(of: place)
  }

  /// The register that stands for what is read, with how old it may be.
  mutating func register(
    of syntax: DescriptionSyntax.PathSyntax, over access: HTTPAccess, in read: DescriptionSyntax.Read
  ) -> Register? {
    guard let (path, age) = read.freshness else { return register(of: .path(syntax), over: access) }
    guard let seconds = value(age, in: [.seconds], for: "`within`", example: "5min") else { return nil }
    guard (1...86_400).contains(seconds.value) else {
      report(.outOfRange("`within` is between 1s and 24h", at: age.range))
      return nil
    }
    guard let path = self.path(path) else { return nil }
    return register(of: .path(syntax), over: access, .init(path, seconds: seconds.value))
  }

  private mutating func request(_ syntax: DescriptionSyntax.RequestSyntax) -> ChargerRequest? {
    guard let method = ChargerRequest.Method(rawValue: syntax.method.key), let target = target(syntax.target)
    else { return nil }
    var request = ChargerRequest(method: method, target: target, isForm: syntax.isForm)
    if let first = syntax.members.first, method == .get || method == .delete {
      report(.outOfRange("a `\(method.rawValue)` has no body", at: first.name.range))
      return nil
    }
    for member in syntax.members {
      if request.members.contains(where: { $0.name == member.name.text }) {
        report(.repeatedSetting(member.name.text, at: member.name.range, first: syntax.target.range))
        return nil
      }
      guard let value = value(of: member.value) else { return nil }
      if case .text(let word) = member.value, LiteralSecrets.isName(member.name.text) {
        report(.literalSecret(at: word.range))
      }
      request.members.append(.init(name: member.name.text, value: value))
    }
    return request
  }

  private mutating func value(of syntax: DescriptionSyntax.RequestSyntax.Value) -> ChargerRequest.Value? {
    switch syntax {
    case .text(let word): return .text(word.text)
    case .number(let quantity):
      return value(quantity, in: [.none], for: "a member", example: "1").map { .number($0.value) }
    case .word(let word):
      switch word.key {
      case "true": return .flag(true)
      case "false": return .flag(false)
      case ChargerRequest.told: return .told
      default:
        report(.unknownDeviceWord(word, what: "value", among: ["false", "true", ChargerRequest.told]))
        return nil
      }
    }
  }

  /// Whether a number can be told by what is described; what is wrong is reported.
  ///
  /// - Parameter tells: whether it has to tell a number; else it must not.
  mutating func isTelling(_ register: Register, number tells: Bool, at range: SourceRange) -> Bool {
    guard describedAccess != nil else { return true }
    switch describedPlaces[register] {
    case .request(let request) where request.tellsNumber == tells: return true
    case .request:
      report(.misplacedNumber(isMissing: tells, at: range))
      return false
    default:
      report(.untellable(at: range))
      return false
    }
  }

  /// Whether something is read there; what is wrong is reported.
  mutating func isReadable(_ register: Register, at range: SourceRange) -> Bool {
    guard describedAccess != nil, case .request = describedPlaces[register] else { return true }
    report(.unreadable(at: range))
    return false
  }
}

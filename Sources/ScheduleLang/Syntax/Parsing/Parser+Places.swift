// What stands over HTTP where a register would.
extension Parser {
  /// A path, or a request; nil where neither stands here.
  mutating func parsePlace() throws(SyntaxError) -> DescriptionSyntax.RegisterSyntax? {
    let start = current
    let methods = ["get", "post", "put", "delete"]
    guard current.kind == .path || methods.contains(where: { atWord($0) }) else { return nil }
    let place: DescriptionSyntax.PlaceSyntax
    if current.kind == .path {
      place = .path(.init(target: nil, path: word(of: advance())))
    } else {
      let method = word(of: advance())
      let target = try requireString("the path that is asked for")
      if method.key == "get", current.kind == .path {
        place = .path(.init(target: target, path: word(of: advance())))
      } else {
        place = .request(try parseBody(of: .init(method: method, target: target)))
      }
    }
    let range = range(from: start)
    return DescriptionSyntax.RegisterSyntax(
      table: Word(text: source.text(range), range: range),
      address: .literal(Quantity(0, .none), text: "0", at: range), isManual: false, place: place)
  }

  private mutating func parseBody(
    of request: DescriptionSyntax.RequestSyntax
  ) throws(SyntaxError) -> DescriptionSyntax.RequestSyntax {
    var request = request
    request.isForm = takeWord("form")
    guard request.isForm || current.kind == .leftParenthesis else { return request }
    try require(.leftParenthesis)
    request.members = [try parseMember()]
    skipNewlines()
    while current.kind == .comma {
      advance()
      skipNewlines()
      request.members.append(try parseMember())
      skipNewlines()
    }
    try require(.rightParenthesis)
    return request
  }

  private mutating func parseMember() throws(SyntaxError) -> (
    name: Word, value: DescriptionSyntax.RequestSyntax.Value
  ) {
    guard current.isWord || current.kind == .string else {
      expect("a member's name")
      throw unexpected()
    }
    let name = word(of: advance())
    if current.kind == .string { return (name, .text(word(of: advance()))) }
    if current.startsNumber { return (name, .number(try parseQuantity("a value"))) }
    return (name, .word(try requireWord("a text, a number, `true`, `false` or `value`")))
  }
}

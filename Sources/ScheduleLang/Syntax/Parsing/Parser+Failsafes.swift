// How a charger stops by itself, and what it takes at the moment.
extension Parser {
  mutating func parseFailsafe(
    _ statement: Word, into charger: inout ChargerSyntax, from start: Token
  ) throws(SyntaxError) {
    advance()
    if takeWord("current") {
      try require(.colon)
      return charger.failsafeCurrents.append(try parseFailsafeCurrent(statement, from: start))
    }
    try require(.colon)
    var failsafe = ChargerSyntax.Failsafe(word: statement, place: start.range)
    if takeWord("none") {
      failsafe.consequence = try requireString("what then happens")
    } else if takeWord("after") {
      failsafe.fixed = try parseQuantity("a time-out such as `60s`")
    } else {
      failsafe.isRead = takeWord("read")
      if !failsafe.isRead { try requireWord("write", "`write`") }
      failsafe.register = try parseRegister()
      if current.kind == .comma { advance() }
      if take(.in) { failsafe.unit = try parseUnit() }
      settingStarts.append(current.range.start)
      if take(.from) {
        let low = try parseQuantity("the shortest time-out, such as `10s`")
        try require(.to)
        failsafe.range = (low, try parseQuantity("the longest time-out, such as `600s`"))
      }
      failsafe.isOptional = takeWord("optional")
      failsafe.readBack = try parseReadBack()
    }
    failsafe.place = range(from: start)
    charger.failsafes.append(failsafe)
  }

  private mutating func parseFailsafeCurrent(
    _ statement: Word, from start: Token
  ) throws(SyntaxError) -> ChargerSyntax.FailsafeCurrent {
    let isRead = takeWord("read")
    if !isRead { try requireWord("write", "`write`") }
    var current = ChargerSyntax.FailsafeCurrent(
      word: statement, register: try parseRegister(), place: start.range)
    if take(.in) { current.unit = try parseUnit() }
    if !isRead {
      try require(.equals)
      current.value = try parseQuantity("a current such as `0A`")
      current.readBack = try parseReadBack()
    }
    current.place = range(from: start)
    return current
  }

  /// `read back from REGISTER`, where that follows.
  mutating func parseReadBack() throws(SyntaxError) -> DescriptionSyntax.RegisterSyntax? {
    settingStarts.append(current.range.start)
    guard takeWord("read") else { return nil }
    try requireWord("back", "`back`")
    try require(.from)
    return try parseRegister()
  }

  mutating func parseHeartbeat(
    _ statement: Word, from start: Token
  ) throws(SyntaxError) -> ChargerSyntax.Heartbeat {
    advance()
    try require(.colon)
    var (register, values) = (DescriptionSyntax.RegisterSyntax?.none, [QuantitySyntax]())
    var (span, repeated) = ((low: QuantitySyntax, high: QuantitySyntax)?.none, Word?.none)
    if takeWord("repeat") {
      repeated = try requireWord("`set` or `failsafe`")
    } else {
      try requireWord("write", "`write`")
      let place = try parseRegister()
      register = place
      if place.place == nil || current.kind == .equals {
        try require(.equals)
        let first = try parseQuantity("what is written")
        if takeDots() { span = (first, try parseQuantity("the last number")) } else { values = [first] }
      }
      while span == nil, !values.isEmpty, current.kind == .comma {
        advance()
        values.append(try parseQuantity("what is written next"))
      }
    }
    settingStarts.append(current.range.start)
    try require(.keyword(.every))
    let period = try parseQuantity("a time such as `5s`")
    return ChargerSyntax.Heartbeat(
      word: statement, register: register, values: values, range: span, repeated: repeated, period: period,
      place: range(from: start))
  }

  /// `charge at most NAME` and the like.
  mutating func parseLimit(from start: Token) throws(SyntaxError) -> ChargerSyntax.Limit {
    let isOfCharging = current.kind == .keyword(.charge)
    advance()
    try require(.at)
    let isLeast = isOfCharging && take(.least)
    if !isLeast { try require(.keyword(.most)) }
    let name = try requireWord("what is read, such as `ceiling`")
    return ChargerSyntax.Limit(
      isOfCharging: isOfCharging, isMost: !isLeast, name: name, place: range(from: start))
  }
}

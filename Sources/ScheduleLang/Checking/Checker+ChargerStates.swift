// The table of a charger's states.
extension Checker {
  /// What the codes of the state mean; nil where the register is wrong.
  mutating func compileStates(
    _ read: DescriptionSyntax.Read, discharges: Bool
  ) -> (register: Register, meanings: [Int: ChargerDescription.Meaning])? {
    guard let register = plainRegister(of: read) else { return nil }
    guard describedAccess != nil || register.kind != .float32 && register.kind != .float64 else {
      report(.outOfRange("a state is a whole number, not a \(register.kind.rawValue)", at: read.place))
      return nil
    }
    guard let lines = read.meanings else {
      report(.missingSettings(["{ 0: unplugged … }"], of: "read state", at: read.place))
      return nil
    }
    var meanings: [Int: ChargerDescription.Meaning] = [:]
    var places: [Int: SourceRange] = [:]
    for line in lines {
      guard let meaning = compile(line) else { continue }
      for syntax in line.codes {
        guard let code = code(syntax, in: register) else { continue }
        if let first = places[code] { report(.repeatedState(code, at: syntax.range, first: first)) }
        (meanings[code], places[code]) = (meaning, syntax.range)
      }
    }
    let needed: [ChargerDescription.Meaning.Kind] = [.paused, .charging] + (discharges ? [.discharging] : [])
    let isWhole = meanings.count == lines.reduce(0) { $0 + $1.codes.count }
    for kind in needed where isWhole {
      // Power that flows either way is all of them, as its power tells.
      guard !meanings.values.contains(where: { $0.kind == kind || $0.kind == .either }) else { continue }
      report(.missingState(kind.rawValue, at: read.place))
    }
    return (register, meanings)
  }

  /// A code as the number that the register holds; nil where it is none, which is reported.
  mutating func code(_ syntax: ChargerSyntax.Code, in register: Register) -> Int? {
    switch syntax {
    case .number(let quantity):
      guard let code = wholeNumber(quantity, for: "a code", in: -0x8000_0000...0xFFFF_FFFF) else {
        return nil
      }
      if register.words(of: Double(code)) != nil { return code }
      report(.impossibleState(register.kind.rawValue, at: syntax.range))
      return nil
    case .letters(let word):
      if describedAccess != nil { return describedPlaces.code(of: word.text) }
      // Two letters a register, with zeros behind them; more than four would be no number that is kept exactly.
      let (letters, room) = (Array(word.text.utf8), min(4, 2 * register.kind.width))
      guard (1...room).contains(letters.count), letters.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
        report(.unspelledState(room, register.kind.rawValue, at: syntax.range))
        return nil
      }
      let padding = [UInt8](repeating: 0, count: 2 * register.kind.width - letters.count)
      return (letters + padding).reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// Whether a car is connected, where a register of its own tells it; nil where that is wrong.
  mutating func compilePlug(_ read: DescriptionSyntax.Read) -> ChargerDescription.Plug? {
    guard let register = plainRegister(of: read) else { return nil }
    guard let lines = read.meanings else {
      report(.missingSettings(["{ 0: unplugged … }"], of: "read plugged", at: read.place))
      return nil
    }
    var codes: [Int: Bool] = [:]
    var places: [Int: SourceRange] = [:]
    for line in lines {
      guard ["plugged", "unplugged"].contains(line.kind.key), line.alternative == nil else {
        report(.unknownDeviceWord(line.kind, what: "way to be connected", among: ["plugged", "unplugged"]))
        continue
      }
      for syntax in line.codes {
        guard let code = code(syntax, in: register) else { continue }
        if let first = places[code] { report(.repeatedState(code, at: syntax.range, first: first)) }
        (codes[code], places[code]) = (line.kind.key == "plugged", syntax.range)
      }
    }
    for (kind, isPluggedIn) in [("plugged", true), ("unplugged", false)]
    where !codes.values.contains(isPluggedIn) {
      report(.missingPlug(kind, at: read.place))
    }
    return .init(register, codes)
  }

  private mutating func compile(_ line: ChargerSyntax.Meaning) -> ChargerDescription.Meaning? {
    let names = ChargerDescription.Meaning.Kind.allCases.map(\.rawValue) + ["waiting"]
    let key = line.kind.key
    var kind = key == "waiting" ? .unavailable : ChargerDescription.Meaning.Kind(rawValue: key)
    if let alternative = line.alternative {
      kind = kind == .charging && alternative.key == "discharging" ? .either : nil
    }
    guard let kind else {
      report(
        line.alternative.map { .unknownDeviceWord($0, what: "state behind `or`", among: ["discharging"]) }
          ?? .unknownDeviceWord(line.kind, what: "state", among: names))
      return nil
    }
    let isPluggedIn = line.isPluggedIn ?? (key == "waiting" ? true : nil)
    let meaning = ChargerDescription.Meaning(kind, line.reason?.text ?? "", isPluggedIn: isPluggedIn)
    let needsReason = kind == .unavailable || kind == .fault
    if needsReason, line.reason == nil {
      report(.missingSettings(["\"why\""], of: line.kind.text, at: line.kind.range))
    } else if !needsReason, let reason = line.reason {
      report(.outOfRange("`\(key)` needs no reason", at: reason.range))
    }
    if let said = line.isPluggedIn, said != meaning.isPluggedIn || key == "waiting" && !said {
      report(.misstated(line.kind, isPluggedIn: said))
    }
    return meaning
  }
}

// Every message about descriptions of devices.
extension Diagnostic {
  static func unknownDeviceWord(_ word: Word, what: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      .unknownDeviceWord, "there is no \(what) `\(DiagnosticText.escaped(word.text))`", at: word.range,
      notes: ["It is one of \(names.joined(separator: ", "))."],
      fixes: suggestion(word.text, among: names, at: word.range))
  }

  static func ownDriver(_ name: Word) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "`\(name.text)` is a driver of the program itself", at: name.range,
      notes: ["Give the device another name."])
  }

  static func takenSetting(_ name: Word) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "every described device has the setting `\(name.text)` already", at: name.range)
  }

  static func undeclaredSetting(_ name: String, among names: [String], at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unknownName, "nothing declares the setting `\(DiagnosticText.escaped(name))`", at: range,
      notes: [
        names.isEmpty
          ? "A line such as `setting \(name) 0 in 0..9` declares it."
          : "The settings are \(names.joined(separator: ", "))."
      ])
  }

  static func notTarget(_ word: Word) -> Diagnostic {
    Diagnostic(
      .outOfRange, "this is no path and query of an address", at: word.range,
      notes: ["It begins with `/`, has no blanks, and `{NAME}` stands for a setting."])
  }

  static func notTopic(_ word: Word) -> Diagnostic {
    Diagnostic(
      .outOfRange, "messages cannot be of this topic", at: word.range,
      notes: ["It names one topic, without `+` and `#`, and `{NAME}` stands for a setting."])
  }

  static func notPath(_ word: Word, reason: String) -> Diagnostic {
    Diagnostic(.unexpectedToken, "this is no path: \(reason)", at: word.range)
  }

  static func foreignSource(_ range: SourceRange, transport: String) -> Diagnostic {
    let (what, example) =
      switch transport {
      case "http", "https": ("paths, not registers or topics", "a path such as `.power`")
      case "mqtt": ("topics", "a topic such as `\"home/power\"`, with a path behind it where it is JSON")
      case "sunspec": ("models", "a place such as `model 203 at 18 as int16 scale at 22`")
      default: ("registers, not paths", "a register such as `holding 100 as int16`")
      }
    return Diagnostic(
      .foreignSource, "a device over `\(transport)` has \(what)", at: range, notes: ["Write \(example)."])
  }

  static func missingDirection(_ counted: CountedThing, at range: SourceRange) -> Diagnostic {
    let words = counted.directions.map { "`positive \($0)`" }
    return Diagnostic(
      .missingDirection, "nothing says in which direction `\(counted.name)` counts up", at: range,
      notes: ["Write \(words.joined(separator: " or "))."])
  }

  static func unexpectedDirection(_ counted: CountedThing, at range: SourceRange) -> Diagnostic {
    Diagnostic(.missingDirection, "`\(counted.name)` has no direction", at: range)
  }

  static func negativeScale(at range: SourceRange, directions: [String]) -> Diagnostic {
    Diagnostic(
      .outOfRange, "a unit is more than 0", at: range,
      notes: directions.count == 2
        ? ["The direction is said in words: `positive \(directions[0])` or `positive \(directions[1])`."] : []
    )
  }

  static func overlappingRegisters(at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .overlappingRegisters, "these registers are a part of another number", at: range,
      labels: [Label(first, "this number")],
      notes: ["An int16 fills one register, an int32 or float32 two, an int64 or float64 four."])
  }

  static func sampleMismatch(_ what: String, in file: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .sampleMismatch, "\(what), in the recorded answer \(DiagnosticText.escaped(file))", at: range)
  }

  static func unaskedSample(_ target: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .sampleMismatch, "nothing is read from what `\(DiagnosticText.escaped(target))` answers", at: range)
  }

  static func misplacedStatement(_ what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, what, at: range,
      notes: ["In a `generation` stand `over`, `expect`, `read` and `sample`, and nowhere else then."])
  }

  static func unknownGeneration(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .missingSetting, "nothing says where the device tells its generation", at: range,
      notes: ["A line such as `generation from get \"/about\" .gen` does."])
  }

  static func sharedGeneration(_ number: Int, at range: SourceRange, first: SourceRange) -> Diagnostic {
    Diagnostic(
      .duplicateDeclaration, "generation \(number) is described already", at: range,
      labels: [Label(first, "here")])
  }

  static func misplacedNumber(isMissing: Bool, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken,
      isMissing
        ? "nothing says where the number goes that is told"
        : "a number would be told here, and this is the same each time", at: range,
      notes: ["`{value}` in what is asked for, or `value` in the body, stands for the number."])
  }

  static func untellable(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .readOnlyRegister, "a path is read and never written", at: range,
      notes: ["It is told something by a request, such as `post \"/set\" (current value)`."])
  }

  static func unreadable(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, "a request tells the charger something, and this is to be read", at: range,
      notes: ["A path such as `.current` is read."])
  }

  static func missingValue(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unexpectedToken, "`\(DiagnosticText.escaped(name))` needs a value behind it", at: range)
  }

  static func withoutUnit(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(.unlikeUnits, "`\(name)` has no unit", at: range)
  }

  static func assumedReading(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .assumedReading, "`\(name)` that is not known cannot be taken for a value", at: range,
      notes: ["Only what the sun gives may be: an inverter that sleeps says nothing."])
  }
}

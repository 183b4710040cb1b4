/// Where it is told what is wrong with the files that the program was given.
struct Complaints {
  /// Whether they may have colour.
  let coloured: Bool
  /// Takes a text of whole lines.
  let tell: (String, LogPriority) -> Void

  /// Tells what ends a command.
  func tell(_ text: String) { tell(text, .error) }
}

/// Where it is printed what is wrong with the files that the program was given.
struct Complaints {
  /// Whether they may have colour.
  let coloured: Bool
  /// Takes a text of whole lines.
  let print: (String, LogPriority) -> Void

  /// Prints what ends a command.
  func print(_ text: String) { print(text, .error) }
}

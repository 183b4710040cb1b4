/// What a command was given is of no use to it; the reason has been printed.
struct InputError: Error {
  /// What the command ends with.
  var exitCode: ExitCode
  /// The reason as a clause; nil where the diagnostics say it.
  var reason: String?
}

extension Complaints {
  /// Prints why a command cannot go on, for it to throw.
  func refusal(_ reason: String, _ exitCode: ExitCode) -> InputError {
    print("evse-run: \(reason)\n")
    return InputError(exitCode: exitCode, reason: reason)
  }
}

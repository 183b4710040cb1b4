/// What a command was given is of no use to it; the reason has been printed.
struct InputError: Error {
  /// What the command ends with.
  var exitCode: ExitCode
}

/// A mistake in the arguments.
struct UsageError: Error, Equatable {
  /// What is wrong, as a sentence without a full stop.
  var message: String
  /// Whether a reminder of how the program is called would help.
  var showsUsage: Bool

  init(_ message: String, showsUsage: Bool = true) {
    self.message = message
    self.showsUsage = showsUsage
  }
}

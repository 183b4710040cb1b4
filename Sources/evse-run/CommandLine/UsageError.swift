/// A mistake in the arguments.
struct UsageError: Error, Equatable {
  /// What is wrong, as a sentence without a full stop.
  var message: String

  init(_ message: String) { self.message = message }
}

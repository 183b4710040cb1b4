/// A recorded answer of a device, which its description is checked against.
public enum SampleAnswer: Sendable {
  case answer(JSONTree)
  /// It cannot be read; the reason is a clause.
  case unreadable(reason: String)
  /// Nobody here can read JSON.
  case ignored
}

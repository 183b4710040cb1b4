/// What the program says to its caller when it ends.
enum ExitCode: Int32, Comparable, CaseIterable {
  /// All went well.
  case fine = 0
  /// A file has errors, or a test failed.
  case faulty = 1
  /// Wrong usage, or a file that cannot be read.
  case misuse = 2
  /// The run itself or an order to it failed, or its report could not be written.
  case failed = 3

  /// What it means, for `--help`.
  var summary: String {
    switch self {
    case .fine: "all went well"
    case .faulty: "a file has errors, a test failed, or a file would be formatted"
    case .misuse: "wrong usage, or a file that cannot be read"
    case .failed: "the run itself or an order to it failed, or its report could not be written"
    }
  }

  static func < (lhs: ExitCode, rhs: ExitCode) -> Bool { lhs.rawValue < rhs.rawValue }
}

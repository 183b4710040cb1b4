/// What the program tells its caller when it ends.
enum ExitCode: Int32, Comparable {
  /// All went well.
  case fine = 0
  /// A file has errors, or a test failed.
  case faulty = 1
  /// Wrong usage, or a file that cannot be read.
  case misuse = 2
  /// The run itself failed, or its report could not be written.
  case failed = 3

  static func < (lhs: ExitCode, rhs: ExitCode) -> Bool { lhs.rawValue < rhs.rawValue }
}

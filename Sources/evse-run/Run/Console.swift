import Glibc

/// A stream of lines for whoever watches; it never makes the program wait for long.
///
/// A terminal that is held or a pipe that nobody reads would otherwise stop the loop that the charger
/// depends on. Lines that cannot be taken in time are left out.
struct Console {
  /// Standard output.
  static let output = Console(descriptor: STDOUT_FILENO)
  /// Standard error.
  static let error = Console(descriptor: STDERR_FILENO)

  private let stream: ConsoleStream
  private let patience: Duration
  private let isJournal: Bool

  /// Creates a console on an open file descriptor that waits for a reader for `patience`.
  ///
  /// - Parameter journal: what the environment says of the stream to the system's journal.
  init(descriptor: Int32, patience: Duration = .zero, journal: String? = JournalStream.ofEnvironment) {
    self.init(
      stream: ConsoleStream(descriptor), patience: patience,
      isJournal: JournalStream.isConnected(descriptor, to: journal))
  }

  private init(stream: ConsoleStream, patience: Duration, isJournal: Bool) {
    self.stream = stream
    self.patience = patience
    self.isJournal = isJournal
  }

  /// The same stream for a program that loses nothing by waiting a little.
  var patient: Console { Console(stream: stream, patience: .milliseconds(500), isJournal: isJournal) }

  /// Writes a line, with its priority where the journal reads it.
  @discardableResult
  func write(_ text: String, _ priority: LogPriority = .info) -> ConsoleStream.Reception {
    stream.write(isJournal ? JournalStream.line(text, priority) : text, patience: patience)
  }
}

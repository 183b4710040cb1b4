import Platform
import Glibc

/// Where reports and diagnostics go, and how they may look there.
struct ReportStreams {
  /// Whether reports may have colour.
  let coloursReports: Bool
  /// Whether diagnostics may have colour.
  let coloursDiagnostics: Bool
  /// Whether a person reads the reports.
  let isTerminal: Bool
  /// How many columns a report may take.
  let width: Int

  /// The process's own streams: colour only on a terminal, and never where `NO_COLOR` is set.
  init() {
    let isWanted =
      (Environment.value("NO_COLOR") ?? "").isEmpty && Environment.value("TERM") != "dumb"
    isTerminal = isatty(STDOUT_FILENO) == 1
    coloursReports = isWanted && isatty(STDOUT_FILENO) == 1
    coloursDiagnostics = isWanted && isatty(STDERR_FILENO) == 1
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = isKnown ? Int(size.ws_col) : 80
  }

  /// Writes a report to standard output; false where it could not be written, unless nobody reads it.
  func report(_ text: String) -> Bool { write(Array(text.utf8), to: STDOUT_FILENO) }

  /// Writes bytes of a protocol to standard output; false where they could not be written, unless nobody reads.
  func reportBytes(_ bytes: [UInt8]) -> Bool { write(bytes, to: STDOUT_FILENO) }

  /// Writes diagnostics to standard error.
  func complain(_ text: String, _ priority: LogPriority = .error) {
    let lines =
      JournalStream.isConnected(STDERR_FILENO)
      ? text.split(separator: "\n").map { JournalStream.line($0, priority) + "\n" }.joined() : text
    write(Array(lines.utf8), to: STDERR_FILENO)
  }

  /// Standard error, for what is wrong with files.
  var complaints: Complaints { Complaints(coloured: coloursDiagnostics, print: complain) }

  @discardableResult
  private func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    do throws(FileError) {
      try WholeFile.put(bytes, into: descriptor)
    } catch .unread(_) {
      return true
    } catch {
      return false
    }
    return true
  }
}

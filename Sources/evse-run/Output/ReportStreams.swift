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

  /// Writes a report to standard output; that nobody reads it is fine.
  func report(_ text: String) throws(ReportError) { try report(Array(text.utf8)) }

  /// Writes bytes of a protocol to standard output; that nobody reads them is fine.
  func report(_ bytes: [UInt8]) throws(ReportError) {
    do throws(FileError) {
      try WholeFile.put(bytes, into: STDOUT_FILENO)
    } catch .unread(_) {
      return
    } catch {
      throw ReportError()
    }
  }

  /// Writes diagnostics to standard error.
  func complain(_ text: String, _ priority: LogPriority = .error) {
    let lines =
      JournalStream.isConnected(STDERR_FILENO)
      ? text.split(separator: "\n").map { JournalStream.line($0, priority) + "\n" }.joined() : text
    // Where that cannot be written, nothing else could say so.
    try? WholeFile.put(Array(lines.utf8), into: STDERR_FILENO)
  }

  /// Standard error, for what is wrong with files.
  var complaints: Complaints { Complaints(coloured: coloursDiagnostics, print: complain) }
}

/// A report could not be written to standard output.
struct ReportError: Error {}

/// How much a line matters, by the numbers of syslog(3).
enum LogPriority: Int {
  /// Something that the owner must mend.
  case error = 3
  /// Something that does not work now.
  case warning = 4
  /// Something out of the ordinary.
  case notice = 5
  /// What the program does.
  case info = 6
}

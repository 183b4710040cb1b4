/// `let NAME = …` of days or windows.
public struct NamedTimes: Hashable, Sendable {
  /// What the name stands for.
  public enum Times: Hashable, Sendable {
    case days(DaySet)
    case windows([Window])
  }

  /// The days or windows.
  public var times: Times
  /// Where the name is declared.
  public var range: SourceRange

  /// Creates the times of a name that is declared at `range`.
  public init(_ times: Times, range: SourceRange) { (self.times, self.range) = (times, range) }
}

/// All that one run file and the files it uses say, checked and ready to evaluate.
public struct Program: Sendable {
  /// The home; the built-in simulated one where no file declares a site.
  public var site: Site
  /// What to do, or nil for a file that only declares devices, tariffs or names.
  public var schedule: Schedule?
  /// The run file's own tests.
  public var tests: [TestCase]
  /// What `allow` before a block silences.
  public var blockAllowances: [BlockAllowance] = []
  /// The declared names of days and windows.
  public var namedTimes: [NamedTimes] = []
  /// The devices that the files describe, by name.
  public var descriptions: [DeviceDescription] = []
  /// The files that were read, the run file first; `SourceRange.file` is an index into it.
  public var sources: [SourceFile]

  /// Creates a program.
  public init(site: Site, schedule: Schedule?, tests: [TestCase], sources: [SourceFile]) {
    self.site = site
    self.schedule = schedule
    self.tests = tests
    self.sources = sources
  }
}

/// A list of windows, any of which may be in force.
public struct WindowsSyntax: Sendable {
  /// The windows.
  public var items: [WindowSyntax]
  /// Where the list is.
  public var range: SourceRange
}

/// One window with the days on which it starts.
public struct WindowSyntax: Sendable {
  /// When it is.
  public indirect enum Kind: Sendable {
    case daily(start: TimeSyntax, end: TimeSyntax)
    case dated(start: LocalTime, end: LocalTime)
    case period(tariff: Word, period: Word)
    case name(Word)
    case group(WindowsSyntax)
    case ranked(
      dearest: Bool, length: QuantitySyntax, start: TimeSyntax, end: TimeSyntax, inOneRun: Bool)
  }

  /// When it is.
  public var kind: Kind
  /// The days after its `on`.
  public var days: DaysSyntax?
  /// Where the window is, its days left out.
  public var range: SourceRange
}

/// A list of days, less those after `except`.
public struct DaysSyntax: Sendable {
  /// One element.
  public indirect enum Item: Sendable {
    case weekdays(from: Weekday, to: Weekday, at: SourceRange)
    case weekdaySet(UInt8, at: SourceRange)
    case months(from: Int, to: Int, at: SourceRange)
    case dates(from: CivilDate, to: CivilDate, at: SourceRange)
    case name(Word)
    case group(DaysSyntax)
  }

  /// The elements.
  public var items: [Item]
  /// The days that are taken away.
  public var except: [DaysSyntax]
  /// Where the list is.
  public var range: SourceRange
}

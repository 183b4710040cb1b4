/// How a guard of windows or days is written, for what may be proposed to write instead.
public struct GuardSpelling: Hashable, Sendable {
  /// What stands behind its keyword.
  public var items: String
  /// The days behind its window, from their `on`, on one line; nil where there are none, or several windows.
  public var days: String?
  /// Whether it says a time of day itself; a name shows none.
  public var showsHours: Bool
  /// The guard that nothing but a comma separates it from.
  public var predecessor: SourceRange?
}

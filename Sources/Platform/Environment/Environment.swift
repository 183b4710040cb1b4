import Glibc

/// The environment that the program was started with.
public enum Environment {
  /// The value of a variable; nil where there is none.
  public static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// The value of a variable that says something; nil where there is none, or an empty one.
  public static func text(_ name: String) -> String? { value(name).flatMap { $0.isEmpty ? nil : $0 } }
}

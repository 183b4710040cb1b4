import Foundation

/// How much a run of tests tries: `EVSE_THOROUGH=1` in the environment makes oracles try all that they are claimed for.
public enum Thoroughness {
  /// Whether all is tried.
  public static let isFull = ProcessInfo.processInfo.environment["EVSE_THOROUGH"] == "1"

  /// How many cases there are to be.
  public static func cases(_ usual: Int, of full: Int) -> Int { isFull ? full : usual }
}

/// Inputs as schedules write them.
extension InputValue: CustomStringConvertible {
  public var description: String {
    switch self {
    case .toggle(let isOn): isOn ? "on" : "off"
    case .quantity(let quantity): quantity.text
    case .time(let minute): TimeOfDay.text(minute)
    }
  }
}

extension DeclaredInput {
  /// What it may be set to, for messages: `a percentage from 50% to 100%`.
  public var allowed: String {
    switch (bounds, declared) {
    case (.quantities(let range), .quantity(let own)):
      let ends = [range.lowerBound, range.upperBound].map { Quantity($0, own.unit).text }
      return "\(own.unit.isWhole ? "whole " : "")\(own.unit.noun) from \(ends[0]) to \(ends[1])".articled
    case (.times(let from, let to), _):
      let whole = from == 0 && to >= 1439
      return "a time of day"
        + (whole ? " such as 07:00" : " from \(TimeOfDay.text(from)) to \(TimeOfDay.text(to))")
    default: return "a switch: on or off"
    }
  }
}

extension String {
  /// `whole a percentage` as `a whole percentage`.
  fileprivate var articled: String {
    for article in ["a ", "an "] where hasPrefix("whole " + article) {
      return "a whole " + dropFirst(6 + article.utf8.count)
    }
    return self
  }
}

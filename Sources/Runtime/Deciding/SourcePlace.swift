import ScheduleLang

/// A line of a file, as reports name it.
public struct SourcePlace: Hashable, Sendable {
  /// The path as the user wrote it.
  public var file: String
  /// The line, from 1.
  public var line: Int

  /// Creates a place.
  public init(file: String, line: Int) {
    self.file = file
    self.line = line
  }
}

extension SourcePlace: CustomStringConvertible {
  /// The place as `flux.evs:12`.
  public var description: String { "\(file):\(line)" }
}

extension HomeSchedule {
  /// Where `range` starts; nil where its file is not among the sources.
  public func place(of range: SourceRange) -> SourcePlace? {
    guard sources.indices.contains(range.file) else { return nil }
    let source = sources[range.file]
    return SourcePlace(file: source.path, line: source.position(at: range.start).line)
  }

  /// Where rule number `index` stands; nil where there is no such rule.
  public func place(ofRule index: Int?) -> SourcePlace? {
    guard let index, schedule.rules.indices.contains(index) else { return nil }
    return place(of: schedule.rules[index].range)
  }

  /// The text of `range` on one line, without comments; nil where it has none.
  public func text(of range: SourceRange) -> String? {
    guard sources.indices.contains(range.file) else { return nil }
    let line = sources[range.file].line(range)
    return line.isEmpty ? nil : line
  }

  /// The text of rule number `index` on one line, without comments and accepted warnings; nil where there is none.
  public func text(ofRule index: Int) -> String? {
    guard schedule.rules.indices.contains(index) else { return nil }
    let rule = schedule.rules[index]
    // Allowances stand before the `:` and behind the action, each after a blank.
    var text = ""
    var start = rule.range.start
    for allowance in rule.allowed {
      text +=
        self.text(of: SourceRange(file: rule.range.file, start: start, end: allowance.range.start)) ?? ""
      start = allowance.range.end
    }
    text += self.text(of: SourceRange(file: rule.range.file, start: start, end: rule.range.end)) ?? ""
    return text.isEmpty ? nil : text
  }
}

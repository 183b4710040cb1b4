import ScheduleLang

extension Diagnostic {
  /// Where the diagnostic would stand after `fix`.
  func start(after fix: Fix) -> Int {
    let moved = fix.edits.filter { $0.range.end <= range.start && $0.range != range }
    return moved.reduce(range.start) { $0 + $1.text.utf8.count - ($1.range.end - $1.range.start) }
  }

  /// Whether `other` says the same at the place where this would stand after `fix`.
  func survives(_ fix: Fix, as other: Diagnostic) -> Bool {
    other.code == code && other.message == message && other.range.start == start(after: fix)
      && other.range.file == range.file
  }
}

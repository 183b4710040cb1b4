/// Applies the changes that diagnostics offer.
public enum Fixing {
  /// The text of `source` after the first fix of each diagnostic; a fix that overlaps one before it is left for
  /// another round, and one that reaches into another file is left out.
  ///
  /// - Parameter file: the number of `source` among the files of the diagnostics.
  /// - Returns: nil where there is nothing to change.
  public static func applyFirstFixes(
    of diagnostics: [Diagnostic], to source: SourceFile, file: Int = 0
  ) -> SourceFile? {
    var edits: [Diagnostic.Fix.Edit] = []
    for fix in diagnostics.compactMap(\.fixes.first) where fix.edits.allSatisfy({ $0.range.file == file }) {
      let isFree = fix.edits.allSatisfy { edit in edits.allSatisfy { !$0.range.touches(edit.range) } }
      if isFree { edits += fix.edits }
    }
    guard !edits.isEmpty else { return nil }
    return SourceFile(path: source.path, bytes: apply(edits, to: source.bytes))
  }

  /// The bytes after `edits`, none of which overlap.
  public static func apply(_ edits: [Diagnostic.Fix.Edit], to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var end = 0
    for edit in edits.sorted(by: { $0.range.start < $1.range.start }) {
      let start = min(max(end, edit.range.start), bytes.count)
      result += bytes[end..<start]
      result += Array(edit.text.utf8)
      end = min(max(start, edit.range.end), bytes.count)
    }
    return result + bytes[end...]
  }
}

extension SourceRange {
  /// Whether the two share a byte or a place between bytes.
  fileprivate func touches(_ other: SourceRange) -> Bool { start <= other.end && other.start <= end }
}

/// Applies the changes that diagnostics offer.
public enum Fixing {
  /// The edits of the first fixes that are certain, by diagnostic; one that overlaps another before it is left for
  /// a further round, and one that reaches into another file is left out.
  ///
  /// - Parameter file: the number of the file among those of the diagnostics.
  static func certainFixes(of diagnostics: [Diagnostic], file: Int = 0)
    -> [(code: DiagnosticCode, edits: [Diagnostic.Fix.Edit])]
  {
    var fixes: [(code: DiagnosticCode, edits: [Diagnostic.Fix.Edit])] = []
    for diagnostic in diagnostics {
      guard let fix = diagnostic.fixes.first, fix.isCertain,
        fix.edits.allSatisfy({ $0.range.file == file })
      else { continue }
      let isFree = fix.edits.allSatisfy { edit in
        fixes.allSatisfy { $0.edits.allSatisfy { !$0.range.touches(edit.range) } }
      }
      if isFree { fixes.append((diagnostic.code, fix.edits)) }
    }
    return fixes
  }

  /// The text of `source` after the certain fixes of `diagnostics`; nil where there is nothing to change.
  ///
  /// - Parameter file: the number of `source` among the files of the diagnostics.
  public static func applyCertainFixes(
    of diagnostics: [Diagnostic], to source: SourceFile, file: Int = 0
  ) -> SourceFile? {
    let edits = certainFixes(of: diagnostics, file: file).flatMap(\.edits)
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

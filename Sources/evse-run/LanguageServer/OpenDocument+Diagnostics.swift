import ScheduleLang

extension OpenDocument {
  /// Its diagnostics as messages give them.
  ///
  /// Mistakes in used files are reported where the document uses them.
  var publishedDiagnostics: [JSONValue] {
    var published = diagnostics.filter { $0.range.file == 0 }.map { json($0) }
    var reported: Set<Int> = []
    for diagnostic in diagnostics where diagnostic.range.file != 0 && diagnostic.severity == .error {
      guard reported.insert(diagnostic.range.file).inserted, let elsewhere = json(ofUsed: diagnostic) else {
        continue
      }
      published.append(elsewhere)
    }
    return published
  }

  /// One of the document's own diagnostics.
  func json(_ diagnostic: Diagnostic) -> JSONValue {
    // Places that no editor can open are named in the message.
    let labels = diagnostic.labels.map { (label: $0, location: location(of: $0.range)) }
    let related: [JSONValue] = labels.compactMap { label, location in
      location.map { ["location": $0, "message": .string(DiagnosticText.escaped(label.message))] }
    }
    let unplaced = labels.filter { $0.location == nil }.map(\.label.message)
    let lines = ([diagnostic.message] + unplaced + diagnostic.notes).map(DiagnosticText.escaped)
    return [
      "range": source.json(diagnostic.range),
      "severity": diagnostic.severity == .error ? 1 : 2,
      "code": .string(diagnostic.code.rawValue),
      "source": "evse-run",
      "message": .string(lines.joined(separator: "\n")),
      "relatedInformation": .array(related),
    ]
  }

  /// A mistake in a used file, at the `use` that leads to it.
  private func json(ofUsed diagnostic: Diagnostic) -> JSONValue? {
    let path =
      compilation.sources.indices.contains(diagnostic.range.file)
      ? FilePath.normalized(compilation.sources[diagnostic.range.file].path) : ""
    let use = declarations.uses.first {
      FilePath.normalized(FilePath.resolved($0.text, from: source.path)) == path
    }
    guard let use = use ?? declarations.uses.first else { return nil }
    let message = DiagnosticText.escaped(diagnostic.message)
    let place = location(of: diagnostic.range)
    return [
      "range": source.json(use.range),
      "severity": 1,
      "code": .string(diagnostic.code.rawValue),
      "source": "evse-run",
      "message": .string("a used file has a mistake: \(message)"),
      "relatedInformation": place.map { [["location": $0, "message": .string(message)]] } ?? [],
    ]
  }

  /// The fixes of the diagnostics that touch `start..<end`, as code actions.
  func codeActions(from start: EditorPosition, to end: EditorPosition) -> [JSONValue] {
    let (start, end) = (source.offset(at: start), source.offset(at: max(start, end)))
    let touching = diagnostics.filter { $0.range.file == 0 && $0.range.start <= end && start <= $0.range.end }
    return touching.flatMap { diagnostic in
      diagnostic.fixes.enumerated().compactMap { index, fix in
        edits(of: fix).map { changes in
          [
            "title": .string(DiagnosticText.escaped(fix.title)),
            "kind": "quickfix",
            "diagnostics": [json(diagnostic)],
            "isPreferred": .bool(index == 0 && fix.isCertain),
            "edit": ["changes": changes],
          ]
        }
      }
    }
  }

  /// The edits of a fix by document; nil where one is in a file that is on no disk.
  private func edits(of fix: Diagnostic.Fix) -> JSONValue? {
    var changes: [String: [JSONValue]] = [:]
    for edit in fix.edits {
      guard let uri = uri(ofFile: edit.range.file) else { return nil }
      let range = compilation.sources[edit.range.file].json(edit.range)
      changes[uri, default: []].append(["range": range, "newText": .string(edit.text)])
    }
    return .object(changes.mapValues { .array($0) })
  }
}

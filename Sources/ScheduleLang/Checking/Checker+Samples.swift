// Descriptions against the answers that were recorded.
extension Checker {
  /// Checks that every path of a description leads to a number in its recorded answer, and that the number may be.
  mutating func checkSample(_ syntax: DescriptionSyntax, _ description: DeviceDescription) {
    guard let sample = syntax.sample else { return }
    guard case .http = description.transport else {
      return report(.foreignSource(sample.range, transport: description.transport.name))
    }
    let path = FilePath.resolved(sample.text, from: sources[sample.range.file].path)
    switch readSample(path) {
    case .ignored: return
    case .unreadable(let reason): report(.unusableFile(sample.text, reason: reason, at: sample.range))
    case .answer(let answer): check(answer, against: syntax, description, name: sample.text)
    }
  }

  private mutating func check(
    _ answer: JSONTree, against syntax: DescriptionSyntax, _ description: DeviceDescription, name: String
  ) {
    for (expectation, written) in zip(description.expectations, syntax.expectations)
    where answer.text(at: expectation.path, setting: { description.defaultNumber($0) }) != expectation.text {
      report(
        .sampleMismatch(
          "\"\(written.text.text)\" is not at `\(written.path.text)`", in: name, at: written.path.range))
    }
    for (value, read) in zip(description.values, syntax.reads) {
      var answers: [DeviceDescription.Source: DeviceDescription.Answer] = [:]
      for (term, written) in zip(value.terms, read.terms) {
        guard case .path(let path) = term.source else { continue }
        switch answer.find(path, setting: { description.defaultNumber($0) }) {
        case .number(let number): answers[term.source] = .number(number)
        case .nothing where value.isZeroUnlessSaid: answers[term.source] = .nothing
        case .nothing:
          report(
            .sampleMismatch("`\(path.text)` leads to nothing, not to a number", in: name, at: written.place))
        case .missing(let step):
          report(
            .sampleMismatch(
              "`\(path.text)` leads nowhere: there is no `\(step)`", in: name, at: written.place))
        case .other(let kind):
          report(
            .sampleMismatch("`\(path.text)` leads to \(kind), not to a number", in: name, at: written.place))
        }
      }
      guard case .outside(let number) = value.outcome({ answers[$0] ?? .failed }), let range = read.range
      else {
        continue
      }
      report(
        .sampleMismatch(
          "`\(read.name.text)` is \(value.text(of: number)), which is outside its range", in: name,
          at: range.low.range))
    }
  }
}

extension DeviceDescription {
  /// What a numeric setting is where the site says nothing; its smallest value where the site must say it.
  func defaultNumber(_ name: String) -> Int? {
    guard case .number(let range, let fallback) = settings.first(where: { $0.name == name })?.kind else {
      return nil
    }
    return fallback ?? range.lowerBound
  }
}

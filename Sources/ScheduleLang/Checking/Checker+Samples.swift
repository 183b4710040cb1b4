// Descriptions against the answers that were recorded.
extension Checker {
  /// Checks that every path of a description leads to a number in its recorded answer, and that the number may be.
  mutating func checkSample(_ syntax: DescriptionSyntax, _ description: DeviceDescription) {
    for sample in syntax.samples {
      let asked: TextTemplate?
      switch description.transport {
      case .http(let access) where !sample.isTopic:
        asked = target(sample.target, of: access, at: sample.file.range)
      case .mqtt where sample.isTopic: asked = sample.target.flatMap { topic($0) }
      default: return report(.foreignSource(sample.file.range, transport: description.transport.name))
      }
      guard let target = asked else { continue }
      let isAsked = description.targets.contains(target)
      guard isAsked else {
        report(.unaskedSample(target.text, at: sample.target?.range ?? sample.file.range))
        continue
      }
      let file = sample.file
      let path = FilePath.resolved(file.text, from: sources[file.range.file].path)
      switch readSample(path) {
      case .ignored: continue
      case .unreadable(let reason): report(.unusableFile(file.text, reason: reason, at: file.range))
      case .answer(let answer): check(answer, to: target, against: syntax, description, name: file.text)
      }
    }
  }

  private mutating func check(
    _ answer: JSONTree, to target: TextTemplate, against syntax: DescriptionSyntax,
    _ description: DeviceDescription, name: String
  ) {
    func setting(_ name: String) -> Int? { description.defaultNumber(name) }
    for (expectation, written) in zip(description.expectations, syntax.expectations)
    where expectation.place.target == target {
      let text = expectation.text.filled { setting($0).map(String.init) ?? "" }
      let found = answer.says(text, at: expectation.place.path, setting: setting)
      guard found != true, !(found == nil && expectation.isOptional) else { continue }
      report(
        .sampleMismatch(
          "\"\(written.text.text)\" is not at `\(written.place.path.text)`", in: name,
          at: written.place.path.range))
    }
    checkPlaces(answer, to: target, description.charger?.places, syntax, name: name, setting)
    for (value, read) in zip(description.values, syntax.reads) {
      var answers: [DeviceDescription.Source: DeviceDescription.Answer] = [:]
      let terms = zip(value.parts, read.terms + read.alternatives.joined())
      // Of several places one may be in another answer.
      guard
        value.parts.allSatisfy({
          if case .path(let place) = $0.source { place.target == target } else { false }
        })
      else { continue }
      for (term, written) in terms {
        guard case .path(let place) = term.source else { continue }
        let path = place.path
        if let validity = value.validity, answer.denies(path, by: validity, setting: setting) { continue }
        switch answer.find(path, words: value.words, setting: setting) {
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

extension Checker {
  /// Checks what is read of a charger against a recorded answer.
  private mutating func checkPlaces(
    _ answer: JSONTree, to target: TextTemplate, _ places: ChargerPlaces?, _ syntax: DescriptionSyntax,
    name: String, _ setting: (String) -> Int?
  ) {
    guard let places else { return }
    let reads = syntax.reads.compactMap { read in
      if case .path(let written)? = read.terms.first?.source {
        (written, [written.path.text] + (read.freshness.map { [$0.path.text] } ?? []))
      } else {
        nil
      }
    }
    let readBack = syntax.charger.registers.compactMap { register in
      if case .path(let written)? = register.place { (written, [written.path.text]) } else { nil }
    }
    for (written, texts) in reads + readBack {
      guard let path = try? JSONPath(written.path.text),
        written.target.map({ $0.text == target.text })
          ?? places.list.contains(where: {
            if case .told(let place, _) = $0 { place.target == target && place.path == path } else { false }
          })
      else { continue }
      for path in texts.compactMap({ try? JSONPath($0) }) {
        switch answer.find(path, words: places.words, setting: setting) {
        case .number, .nothing: continue
        case .missing(let step):
          report(
            .sampleMismatch(
              "`\(path.text)` leads nowhere: there is no `\(step)`", in: name, at: written.path.range))
        case .other(let kind):
          report(
            .sampleMismatch(
              "`\(path.text)` leads to \(kind), not to a number", in: name, at: written.path.range))
        }
      }
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

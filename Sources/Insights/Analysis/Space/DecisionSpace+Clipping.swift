import Runtime
import ScheduleLang

extension DecisionSpace {
  /// Adds a region to `regions`, divided where the clauses leave different decisions.
  func clip(
    _ region: Scene.Region, _ stretch: Stretch, _ items: RelevantItems, _ samples: [Int]?,
    into regions: inout [Scene.Region]
  ) {
    guard !items.nevers.isEmpty || schedule.reserve != nil else { return regions.append(region) }
    var pieces = [region]
    for index in items.nevers {
      let kind = schedule.nevers[index].kind
      let truths = truths(ofNever: index, stretch, samples)
      var divided: [Scene.Region] = []
      for piece in pieces {
        for (truth, socs) in truths where !(piece.may & socs.may).isEmpty {
          var part = piece
          part.may &= socs.may
          part.must &= socs.must
          part.decision = kind.clipped(piece.decision, holds: truth)
          divided.merge(part)
        }
      }
      pieces = divided
    }
    if let reserve = schedule.reserve {
      let low = SoCSet { Double($0) <= reserve } | .unknown
      var divided: [Scene.Region] = []
      for piece in pieces {
        var (inside, outside) = (piece, piece)
        (inside.may, inside.must) = (piece.may & low, piece.must & low)
        (outside.may, outside.must) = (piece.may - low, piece.must - low)
        inside.decision = piece.decision.withoutDischarging
        for part in [inside, outside] where !part.may.isEmpty { divided.merge(part) }
      }
      pieces = divided
    }
    regions += pieces
  }

  /// For which SoCs the guards of a clause may or must come to each truth.
  private func truths(ofNever index: Int, _ stretch: Stretch, _ samples: [Int]?)
    -> [(Truth, (may: SoCSet, must: SoCSet))]
  {
    let table = nevers[index]
    let isCertain = timetable.isCertain(item(ofNever: index), in: stretch)
    guard let entry = samples.flatMap({ table.entry($0) }), isCertain else {
      return [
        (.yes, (table.may, isCertain ? table.must : .empty)), (.unknown, (.all, .empty)),
        (.no, (.all, .empty)),
      ]
    }
    let no = SoCSet.all - entry.yes - entry.unknown
    return [(.yes, (entry.yes, entry.yes)), (.unknown, (entry.unknown, entry.unknown)), (.no, (no, no))]
  }
}

extension [Scene.Region] {
  /// Adds a piece of one rule's region, joining it with one of the same decision.
  fileprivate mutating func merge(_ piece: Scene.Region) {
    if let same = firstIndex(where: { $0.decision == piece.decision }) {
      self[same].may |= piece.may
      self[same].must |= piece.must
    } else {
      append(piece)
    }
  }
}

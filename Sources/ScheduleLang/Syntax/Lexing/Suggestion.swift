/// Finds the name that was probably meant.
public enum Suggestion {
  /// A candidate that is near enough to a word.
  struct Match {
    var text: String
    /// Whether it is all but the word itself, and no other candidate is near: then it was mistyped.
    var isCertain: Bool
  }

  /// The candidate nearest to `word` by edit distance, ignoring case, where one is near enough.
  public static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    match(for: word, among: candidates)?.text
  }

  /// The candidate nearest to `word`, and whether it can be the only one that was meant.
  static func match(for word: String, among candidates: some Sequence<String>) -> Match? {
    let target = Array(word.lowercased().utf8.prefix(64))
    let limit = target.count <= 4 ? 1 : target.count <= 8 ? 2 : 3
    var best: (distance: Int, candidate: String)?
    var near: Set<[UInt8]> = []
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8.prefix(64))
      guard abs(other.count - target.count) <= limit else { continue }
      let distance = editDistance(target, other)
      guard distance <= limit, distance < max(target.count, other.count) else { continue }
      near.insert(other)
      if distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    guard let best else { return nil }
    // `night2` is not `night1` mistyped, but a name that nobody has declared.
    let sameDigits = best.candidate.utf8.filter(\.isDigit).sorted() == target.filter(\.isDigit).sorted()
    let isClose = best.distance <= (target.count < 8 ? 1 : 2)
    return Match(text: best.candidate, isCertain: near.count == 1 && isClose && sameDigits)
  }

  /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
  static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    if a.isEmpty || b.isEmpty { return max(a.count, b.count) }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var current = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let cost = a[i - 1] == b[j - 1] ? 0 : 1
        current[j] = min(last[j] + 1, current[j - 1] + 1, last[j - 1] + cost)
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          current[j] = min(current[j], beforeLast[j - 2] + 1)
        }
      }
      (beforeLast, last) = (last, current)
    }
    return last[b.count]
  }
}

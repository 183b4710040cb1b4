/// What a setting that does not exist most likely was to be.
struct SettingMeant {
  /// The setting, or its first word.
  var name: String
  /// How it is proposed.
  var question: String
  /// Whether nothing else can be meant.
  var isCertain: Bool

  /// Finds it among the `names` of the settings; nil where none is like `text`.
  init?(_ text: String, among names: [String]) {
    // Of a setting of several words the first may stand alone, or be the one that is misspelt.
    if let whole = names.first(where: { $0.hasPrefix(text.lowercased() + " ") }) {
      (name, question, isCertain) = (whole, "write `\(whole)`", false)
      return
    }
    if text.contains(" "), let match = Suggestion.match(for: text, among: names) {
      (name, question, isCertain) = (match.text, "did you mean `\(match.text)`?", match.isCertain)
      return
    }
    let firstWords = names.compactMap { $0.split(separator: " ").first.map(String.init) }
    guard let match = Suggestion.match(for: text, among: firstWords) else { return nil }
    (name, question, isCertain) = (match.text, "did you mean `\(match.text)`?", match.isCertain)
  }
}

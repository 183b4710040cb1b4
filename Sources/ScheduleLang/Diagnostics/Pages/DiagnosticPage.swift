/// What a code means, for those who meet it: why it is said, a file that shows it, and the same file mended.
public struct DiagnosticPage: Sendable {
  /// Why it is said and what to do, in a paragraph.
  public let why: String
  /// A whole file that gives the diagnostic; `\xE9` stands for that byte.
  public let example: String
  /// The same file mended; it gives no error, and not this warning.
  public let mended: String
  /// Files that both use, by their paths.
  public let uses: [String: String]

  init(_ why: String, example: String, mended: String, uses: [String: String] = [:]) {
    self.why = why
    self.example = example
    self.mended = mended
    self.uses = uses
  }

  /// The pages of all codes.
  static let all: [DiagnosticCode: DiagnosticPage] = [
    lexical, syntax, names, quantities, programs, meaningWarnings, reachability, timeAndEnergy, devices,
    chargers,
  ].reduce(into: [:]) { $0.merge($1) { page, _ in page } }
}

extension DiagnosticCode {
  /// The page about the code; every code has one.
  public var page: DiagnosticPage? { DiagnosticPage.all[self] }

  /// The code that is written so, in any case: as `E0203` or as `unclosed-block`.
  public init?(spelling: String) {
    let wanted = spelling.lowercased()
    guard let code = Self.allCases.first(where: { $0.rawValue.lowercased() == wanted || $0.name == wanted })
    else {
      return nil
    }
    self = code
  }
}

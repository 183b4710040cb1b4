import Runtime
import ScheduleLang

/// What an owner is told.
public struct TellingMessage: Hashable, Sendable {
  /// The kind of trouble, a name that never changes its meaning.
  public var kind: String
  /// Whether it is over.
  public var isOver: Bool
  /// A line about where it comes from, in ASCII.
  public var title: String
  /// What is, or was, wrong and what to do about it.
  public var text: String

  /// Makes the message of `news` from the site called `site`.
  public init(_ news: TellingPolicy.News, site: String?) {
    let name = site.map { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } ? "evse-run: \($0)" : "evse-run" }
    title = name ?? "evse-run"
    switch news {
    case .began(let trouble):
      (kind, isOver, text) = (trouble.kind.rawValue, false, "\(trouble.text); \(trouble.kind.advice)")
    case .ended(let trouble): (kind, isOver, text) = (trouble.kind.rawValue, true, "over: \(trouble.text)")
    }
  }
}

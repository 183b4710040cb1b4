/// A place in one of the answers that a device gives, or in the messages of one of its topics.
public struct JSONPlace: Hashable, Sendable {
  /// What is asked for, a path with or without a query; or the topic.
  public var target: TextTemplate
  /// The way from there.
  public var path: JSONPath

  /// Creates it.
  public init(_ path: JSONPath, of target: TextTemplate) { (self.path, self.target) = (path, target) }

  /// The settings that it asks for.
  public var settings: [String] { target.settings + path.settings }
}

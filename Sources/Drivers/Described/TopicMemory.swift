import Platform
import ScheduleLang

/// What the messages of a description's topics come to: each value from messages that belong together, and only while they
/// are young enough.
///
/// What a broker has kept from some time ago is no reading: nobody says how old it is. A value that is made of several
/// topics is taken once all of them have come at almost the same time, since else one would be of another moment.
struct TopicMemory: Sendable {
  /// What has come.
  private struct Heard {
    var payload: [UInt8]
    var document: JSONTree
    var time: Duration
  }

  /// The topics of one way to make a value, and what they last came to.
  private struct Way {
    var value: Int
    var terms: [DeviceDescription.Term]
    var topics: Set<String>
    var taken: (documents: [String: JSONTree], time: Duration)?
  }

  /// Within what time messages belong together.
  private static let moment: Duration = .milliseconds(400)

  private let description: DeviceDescription
  private let settings: DescribedSettings
  private var ways: [Way] = []
  private var heard: [String: Heard] = [:]
  /// The topics of which the broker had a message from some time ago.
  private var kept: Set<String> = []
  /// When what was last told of each value had come.
  private var told: [Int: Duration] = [:]
  /// When it was first asked: what has not come since then may still come.
  private var begun: Duration?

  /// Creates it without any message.
  init(_ description: DeviceDescription, _ settings: DescribedSettings) {
    (self.description, self.settings) = (description, settings)
    for (index, value) in description.values.enumerated() {
      for terms in [value.terms] + value.alternatives {
        let topics = terms.compactMap { $0.source.topic(settings) }
        ways.append(Way(value: index, terms: terms, topics: Set(topics)))
      }
    }
  }

  /// All topics that are wanted, each once.
  var topics: [String] { Set(ways.flatMap(\.topics)).sorted() }

  /// Takes in a message that came at a time of the monotonic clock.
  mutating func take(_ message: MQTTMessage, at time: Duration) {
    guard !message.isRetained else {
      kept.insert(message.topic)
      if let known = heard[message.topic], known.payload != message.payload { forget(message.topic) }
      return
    }
    heard[message.topic] = Heard(
      payload: message.payload, document: JSONTree(payload: message.payload), time: time)
    for index in ways.indices where ways[index].topics.contains(message.topic) {
      let parts = ways[index].topics.compactMap { topic in heard[topic].map { (topic, $0) } }
      guard parts.count == ways[index].topics.count,
        parts.allSatisfy({ time - $0.1.time <= Self.moment })
      else { continue }
      ways[index].taken = (Dictionary(uniqueKeysWithValues: parts.map { ($0, $1.document) }), time)
    }
  }

  /// Forgets what a topic said: the broker has kept something else that was said while nobody heard it.
  private mutating func forget(_ topic: String) {
    heard[topic] = nil
    for index in ways.indices where ways[index].topics.contains(topic) { ways[index].taken = nil }
  }

  /// What is known at a time of the monotonic clock, and what is missing.
  mutating func answers(at time: Duration) -> DeviceAnswers {
    var answers = DeviceAnswers(isSilent: true)
    let begun = self.begun ?? time
    self.begun = begun
    for (index, value) in description.values.enumerated() {
      let patience = Duration.seconds(value.staleAfter ?? 0)
      let young = ways.filter { way in
        way.value == index && (way.taken.map { time - $0.time < patience } ?? false)
      }
      for part in value.parts { answers.values[part.source] = value.isOptional ? .missing : .failed }
      var failure =
        young.isEmpty && !value.isOptional ? silence(of: index, patience, since: time - begun) : nil
      for way in young {
        guard let taken = way.taken else { continue }
        answers.isSilent = false
        for term in way.terms {
          let (answer, problem) = read(term, of: value, from: taken.documents)
          answers.values[term.source] = answer
          failure = failure ?? problem
        }
      }
      if isRepeated(index, young.compactMap(\.taken?.time).max()) { answers.repeated.insert(value.reading) }
      guard let failure else { continue }
      if case .value = value.outcome({ answers.values[$0] ?? .failed }) { continue }
      answers.failure = answers.failure ?? failure
    }
    return answers
  }

  /// Whether what came of a value at this time has been told already.
  private mutating func isRepeated(_ value: Int, _ time: Duration?) -> Bool {
    defer { told[value] = time ?? told[value] }
    return time != nil && time == told[value]
  }

  /// Why nothing is known of a value, `waited` after it was first asked for.
  private func silence(of value: Int, _ patience: Duration, since waited: Duration) -> DeviceError {
    let topics = ways.filter { $0.value == value }.flatMap(\.topics).sorted()
    let late = topics.first { heard[$0] == nil } ?? topics.first ?? ""
    let hasKept = heard[late] == nil && kept.contains(late)
    if hasKept {
      return .protocolViolation("of `\(late)` the broker has only what it kept from some time ago")
    }
    if heard[late] == nil, waited < patience { return .unfinished }
    return .transport("nothing has come of `\(late)` for \(patience.components.seconds)s")
  }

  private func read(
    _ term: DeviceDescription.Term, of value: DeviceDescription.Value, from documents: [String: JSONTree]
  ) -> (DeviceDescription.Answer, DeviceError?) {
    guard case .path(let place) = term.source, let topic = term.source.topic(settings),
      let document = documents[topic]
    else { return (.failed, nil) }
    return document.answer(at: place.path, of: value, settings, name: "`\(topic)`")
  }
}

extension DeviceDescription.Source {
  /// The topic that it is in, as the settings make it; nil of a register.
  func topic(_ settings: DescribedSettings) -> String? {
    guard case .path(let place) = self else { return nil }
    return place.target.filled { settings.text($0) }
  }
}

extension JSONTree {
  /// What a message says: a number, JSON, or else a text.
  init(payload: [UInt8]) {
    let text = String(decoding: payload.prefix(1000), as: UTF8.self).trimmed
    let isNumber = payload.count < 100 && Double(text) != nil
    self = isNumber ? .text(text) : JSONTree.decode(payload) ?? .text(text)
  }
}

extension String {
  /// The text without the blanks around it.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

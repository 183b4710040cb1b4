import Platform
import ScheduleLang

/// The answers of a device that answers GETs with JSON.
final class JSONSource: NumberSource {
  let description: DeviceDescription
  private let settings: DescribedSettings
  private let targets: [TextTemplate]
  private let client: any HTTPPeer
  private let login: JSONLogin
  /// Whether a password may be sent in clear text, where the device asks for that.
  private let takesClearText: Bool

  init(
    _ access: HTTPAccess, _ description: DeviceDescription, _ settings: DescribedSettings,
    client: any HTTPPeer, login: JSONLogin
  ) {
    self.description = description
    self.settings = settings
    self.client = client
    self.login = login
    targets = description.targets
    takesClearText = access.login != .digest
  }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    var documents: [TextTemplate: JSONTree] = [:]
    var failure: DeviceError?
    for target in targets {
      do throws(DeviceError) {
        documents[target] = try document(target, by: deadline)
      } catch {
        failure = failure ?? error
        // Without a connection, or a login, the others are out of reach too.
        if !isOfOneAnswer(error) { break }
      }
    }
    if documents.isEmpty, let failure { throw failure }
    var answers = DeviceAnswers(failure: failure)
    for value in description.values { take(value, from: documents, into: &answers) }
    return answers
  }

  /// Whether a failure may be one of what was asked for alone.
  private func isOfOneAnswer(_ failure: DeviceError) -> Bool {
    switch failure {
    case .transport, .timeout, .unfinished: false
    case .protocolViolation, .refused, .disobeyed: !login.isPaused
    }
  }

  /// What the device answers to one GET; throws where that is not what the description expects.
  private func document(
    _ target: TextTemplate, by deadline: ExchangeDeadline
  ) throws(DeviceError) -> JSONTree {
    let request = HTTPRequest(get: target.filled { settings.text($0) })
    let response = try login.send(request, takesClearText: takesClearText, over: client, by: deadline)
    let document = try JSONTree(response)
    for expectation in description.expectations where expectation.place.target == target {
      let wanted = expectation.text.filled { settings.text($0) }
      let path = expectation.place.path
      switch document.says(wanted, at: path, setting: { settings.number($0) }) {
      case true: continue
      case nil where expectation.isOptional: continue
      default:
        // What comes next over this connection may be for another, too.
        client.disconnect()
        throw .protocolViolation("`\(path.text)` is not \"\(wanted)\"")
      }
    }
    return document
  }

  /// Looks for the parts of a value; a failure is told where it has no other way.
  private func take(
    _ value: DeviceDescription.Value, from documents: [TextTemplate: JSONTree],
    into answers: inout DeviceAnswers
  ) {
    var failure: DeviceError?
    for term in value.parts {
      guard case .path(let place) = term.source else { continue }
      guard let document = documents[place.target] else {
        answers.values[term.source] = .failed
        continue
      }
      let (answer, problem) = document.answer(
        at: place.path, of: value, settings, name: "`\(place.path.text)`")
      answers.values[term.source] = answer
      failure = failure ?? problem
    }
    guard let failure else { return }
    if case .value = value.outcome({ answers.values[$0] ?? .failed }) { return }
    answers.failure = answers.failure ?? failure
  }
}

extension JSONTree {
  /// What stands at a path for a value, and why that is no number where it should be one.
  ///
  /// - Parameter name: what leads there, for a message.
  func answer(
    at path: JSONPath, of value: DeviceDescription.Value, _ settings: DescribedSettings, name: String
  ) -> (DeviceDescription.Answer, DeviceError?) {
    func setting(_ name: String) -> Int? { settings.number(name) }
    if let validity = value.validity, denies(path, by: validity, setting: setting) { return (.failed, nil) }
    switch find(path, words: value.words, setting: setting) {
    case .number(let number): return (.number(number), nil)
    case .nothing: return (.nothing, nil)
    case .missing(let step):
      return (
        .missing,
        value.isOptional ? nil : .protocolViolation("\(name) leads nowhere: there is no `\(step)`")
      )
    case .other(let kind): return (.failed, .protocolViolation("\(name) leads to \(kind)"))
    }
  }

  /// The JSON of a response with status 200.
  init(_ response: HTTPResponse) throws(DeviceError) {
    switch response.status {
    case 200: break
    case 401, 403: throw .refused("the device wants another login (HTTP \(response.status))")
    default: throw .refused("the device answers HTTP \(response.status)")
    }
    guard let tree = JSONTree.decode(response.body) else {
      throw .protocolViolation("the device's answer is no JSON, or too much of it")
    }
    self = tree
  }
}

import Platform
import ScheduleLang

/// The answers of a device that answers GETs with JSON.
final class JSONSource: NumberSource {
  let description: DeviceDescription
  private let settings: DescribedSettings
  private let targets: [TextTemplate]
  private let client: HTTPClient
  private let login: JSONLogin
  /// Whether a password may be sent in clear text, where the device asks for that.
  private let takesClearText: Bool

  init(
    _ access: HTTPAccess, _ description: DeviceDescription, _ settings: DescribedSettings, client: HTTPClient,
    login: JSONLogin
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
      let path = place.path
      if let validity = value.validity,
        document.denies(path, by: validity, setting: { settings.number($0) })
      {
        answers.values[term.source] = .failed
        continue
      }
      switch document.find(path, setting: { settings.number($0) }) {
      case .number(let number): answers.values[term.source] = .number(number)
      case .nothing: answers.values[term.source] = .nothing
      case .missing(let step):
        answers.values[term.source] = .missing
        guard !value.isOptional else { continue }
        failure = failure ?? .protocolViolation("`\(path.text)` leads nowhere: there is no `\(step)`")
      case .other(let kind):
        answers.values[term.source] = .failed
        failure = failure ?? .protocolViolation("`\(path.text)` leads to \(kind)")
      }
    }
    guard let failure else { return }
    if case .value = value.outcome({ answers.values[$0] ?? .failed }) { return }
    answers.failure = answers.failure ?? failure
  }
}

extension JSONTree {
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

import Platform
import ScheduleLang

/// The answers of a device that answers a GET with JSON.
final class JSONSource: NumberSource {
  private let description: DeviceDescription
  private let settings: DescribedSettings
  private let target: String
  private let client: HTTPClient
  private var login: JSONLogin

  init(
    _ access: HTTPAccess, _ description: DeviceDescription, _ settings: DescribedSettings, client: HTTPClient,
    login: JSONLogin
  ) {
    self.description = description
    self.settings = settings
    self.client = client
    self.login = login
    target = access.target.filled { settings.text($0) }
  }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    let response = try login.send(target, over: client, by: deadline)
    switch response.status {
    case 200: break
    case 401, 403: throw .refused("the device wants another login (HTTP \(response.status))")
    default: throw .refused("the device answers HTTP \(response.status)")
    }
    guard let answer = JSONTree.decode(response.body) else {
      throw .protocolViolation("the device's answer is no JSON, or too much of it")
    }
    return try answers(in: answer)
  }

  /// The answers in a document; throws where it is not the one that the description expects.
  private func answers(in document: JSONTree) throws(DeviceError) -> DeviceAnswers {
    for expectation in description.expectations
    where document.text(at: expectation.path, setting: { settings.number($0) }) != expectation.text {
      throw .protocolViolation("`\(expectation.path.text)` is not \"\(expectation.text)\"")
    }
    var answers = DeviceAnswers()
    for value in description.values {
      for term in value.terms {
        guard case .path(let path) = term.source else { continue }
        switch document.find(path, setting: { settings.number($0) }) {
        case .number(let number): answers.values[term.source] = .number(number)
        case .nothing: answers.values[term.source] = .nothing
        case .missing(let step):
          answers.values[term.source] = .missing
          guard !value.isOptional else { continue }
          answers.failure =
            answers.failure ?? .protocolViolation("`\(path.text)` leads nowhere: there is no `\(step)`")
        case .other(let kind):
          answers.values[term.source] = .failed
          answers.failure = answers.failure ?? .protocolViolation("`\(path.text)` leads to \(kind)")
        }
      }
    }
    return answers
  }
}

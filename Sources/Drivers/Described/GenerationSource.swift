import Platform
import ScheduleLang

/// The answers of a device that is asked for its generation first, and again after an answer that does not fit it, since
/// another device may answer then; a slow one is not burdened with more questions because it was late.
final class GenerationSource: NumberSource {
  private let generations: DeviceGenerations
  private let settings: DescribedSettings
  private let client: HTTPClient
  private let login: JSONLogin
  private let first: DeviceDescription
  /// How the device that answers is read; nil before it has told what it is.
  private var source: JSONSource?

  init(
    _ generations: DeviceGenerations, _ first: DeviceDescription, _ settings: DescribedSettings,
    client: HTTPClient, login: JSONLogin
  ) {
    (self.generations, self.first, self.settings) = (generations, first, settings)
    (self.client, self.login) = (client, login)
  }

  var description: DeviceDescription { source?.description ?? first }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    try login.admit(by: deadline)
    do throws(DeviceError) {
      if let source { return try source.answers(by: deadline) }
      let found = try identify(by: deadline)
      source = found
      return try found.answers(by: deadline)
    } catch {
      switch error {
      case .transport, .timeout, .unfinished: break
      case .protocolViolation, .refused, .disobeyed: source = nil
      }
      throw error
    }
  }

  /// Asks for the generation, without any login.
  private func identify(by deadline: ExchangeDeadline) throws(DeviceError) -> JSONSource {
    let (target, path) = (generations.place.target, generations.place.path)
    let response = try client.send(HTTPRequest(get: target.filled { settings.text($0) }), by: deadline)
    let number: Double
    switch try JSONTree(response).find(path, setting: { settings.number($0) }) {
    case .number(let found): number = found
    case .nothing, .missing, .other:
      guard let fallback = generations.fallback else {
        throw .protocolViolation("the device does not tell its generation")
      }
      number = Double(fallback)
    }
    guard let generation = Int(exactly: number), let description = generations.description(of: generation),
      case .http(let access) = description.transport
    else {
      throw .protocolViolation("nobody knows generation \(Int(max(-1, min(1e9, number)))) of this device")
    }
    return JSONSource(access, description, settings, client: client, login: login)
  }
}

import Platform
import ScheduleLang

/// The answers of a device whose numbers are in SunSpec models.
///
/// Their addresses are found first, over as many calls as that takes, and anew after an answer that does not fit.
final class SunSpecSource: NumberSource {
  let description: DeviceDescription
  private let access: ModbusAccess
  private let settings: DescribedSettings
  private let client: ModbusClient
  private var chain = SunSpecChain()
  /// Why there is none, and until when the device is left alone for it.
  private var pause: (failure: DeviceError, end: ExchangeDeadline)?
  /// What reads the registers; nil while they are looked for.
  private var found: (source: RegisterSource, places: SunSpecPlaces)?

  /// For how long a device without a chain is left alone.
  private static let rest: Duration = .seconds(10)

  init(
    _ access: ModbusAccess, _ description: DeviceDescription, _ settings: DescribedSettings,
    client: ModbusClient
  ) {
    (self.access, self.description, self.settings, self.client) = (access, description, settings, client)
  }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    if let pause, deadline < pause.end { throw pause.failure }
    pause = nil
    let found: (source: RegisterSource, places: SunSpecPlaces)
    if let known = self.found { found = known } else { found = try look(by: deadline) }
    self.found = found
    do throws(DeviceError) {
      let answers = found.places.answers(try found.source.answers(by: deadline))
      if case .refused? = answers.failure { forget() }
      return answers
    } catch {
      switch error {
      case .timeout, .unfinished: break
      case .transport, .protocolViolation, .refused, .disobeyed: forget()
      }
      throw error
    }
  }

  /// Over how many registers one request goes on: models have no holes, and a number and its power of ten are of one moment.
  private static let widestGap = 64

  private func forget() { (found, chain) = (nil, SunSpecChain()) }

  /// Goes along the chain, as far as the call's time allows.
  private func look(by deadline: ExchangeDeadline) throws(DeviceError) -> (RegisterSource, SunSpecPlaces) {
    client.onLateReply = { [unowned self] request, reply in
      if request == chain.request { try? take(reply, by: deadline) }
    }
    while let request = chain.request {
      try take(try client.reply(to: request, by: deadline), by: deadline)
      guard chain.request != nil else { break }
      let gap = Duration.milliseconds(access.gap)
      guard gap < deadline.remaining else { throw .unfinished }
      if gap > .zero { MonotonicClock.rest(for: gap) }
    }
    let places = SunSpecPlaces(description, chain.models, lengths: chain.lengths)
    guard !places.description.values.isEmpty else {
      throw fail(.protocolViolation("the device has none of the models that are read"), by: deadline)
    }
    return (
      RegisterSource(access, places.description, settings, client: client, over: Self.widestGap), places
    )
  }

  private func take(_ reply: ModbusReply, by deadline: ExchangeDeadline) throws(DeviceError) {
    do throws(SunSpecError) {
      switch reply {
      case .registers(let words): try chain.take(words)
      case .refused: try chain.take(nil)
      }
    } catch {
      let reason =
        error == .missing ? "no SunSpec models are in the device" : "the device's SunSpec models have no end"
      throw fail(.protocolViolation(reason), by: deadline)
    }
  }

  /// Leaves the device alone for a while, and begins anew then.
  private func fail(_ failure: DeviceError, by deadline: ExchangeDeadline) -> DeviceError {
    forget()
    pause = (failure, deadline + Self.rest)
    return failure
  }
}

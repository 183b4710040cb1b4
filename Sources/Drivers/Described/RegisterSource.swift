import Glibc
import Platform
import ScheduleLang

/// The answers of a device with Modbus registers.
///
/// A slow device answers over several calls: each goes on with the block that is due, and what came a moment ago still
/// counts. A call in which nothing came fails.
final class RegisterSource: NumberSource {
  /// What a block said, and when, as the deadline of that call.
  private struct Said {
    var answers: [DeviceDescription.Source: DeviceDescription.Answer]
    var failure: DeviceError?
    var time: Duration
  }

  let description: DeviceDescription
  private var blocks: [RegisterBlock]
  private var said: [RegisterBlock.Key: Said] = [:]
  /// The block that is asked next.
  private var next = 0
  private let client: ModbusClient
  private let framing: ModbusAccess.Framing
  /// The least time before a request.
  private let gap: Duration
  /// Until when nothing is sent: what was still on a serial line must be gone.
  private var silentUntil = ExchangeDeadline(uptime: .zero)

  /// For how long what a block said counts.
  private static let freshness: Duration = .seconds(3)
  /// For how long a serial line is left alone after a mistake on it, and how long it must be quiet after a reply.
  private static let (rest, quiet): (Duration, Duration) = (.seconds(2), .milliseconds(30))

  init(
    _ access: ModbusAccess, _ description: DeviceDescription, _ settings: DescribedSettings,
    client: ModbusClient, over gap: Int = 0
  ) {
    self.description = description
    blocks = RegisterBlock.blocks(of: description, over: gap) { settings.number($0) ?? 0 }
    self.client = client
    framing = access.framing
    self.gap = .milliseconds(access.gap)
    client.onLateReply = { [unowned self] request, result in take(result, to: request) }
  }

  func answers(by deadline: ExchangeDeadline) throws(DeviceError) -> DeviceAnswers {
    guard deadline >= silentUntil else {
      throw .protocolViolation("replies on the serial line that nobody asked for")
    }
    now = deadline.uptime
    var failure: DeviceError?
    let before = said.values.map(\.time).max() ?? .zero
    var turn = 0
    // A block that is taken apart makes more of them.
    while turn < blocks.count {
      guard turn == 0 || pause(before: deadline) else { break }
      turn += 1
      let block = blocks[next]
      do throws(DeviceError) {
        take(try client.reply(to: block.request, by: deadline), to: block.request)
      } catch {
        failure = error
        break
      }
      // A block that was taken apart is asked anew, part by part.
      if blocks.indices.contains(next), blocks[next].key == block.key { next = (next + 1) % blocks.count }
    }
    try checkSerialLine(failure, by: deadline)
    guard (said.values.map(\.time).max() ?? .zero) > before || failure == nil else {
      throw failure ?? .timeout
    }
    return current(failure)
  }

  /// The deadline of the call that goes on.
  private var now: Duration = .zero

  /// Waits for the time that the device needs between requests; false where the call has none left for that.
  private func pause(before deadline: ExchangeDeadline) -> Bool {
    guard gap > .zero else { return true }
    guard gap < deadline.remaining else { return false }
    MonotonicClock.rest(for: gap)
    return true
  }

  /// Makes sure that what came over a serial line was meant for this program: a reply there does not say what it answers.
  private func checkSerialLine(_ failure: DeviceError?, by deadline: ExchangeDeadline) throws(DeviceError) {
    guard framing == .rtu else { return }
    if let failure, failure != .unfinished { return leaveAlone(since: deadline) }
    guard failure == nil else { return }
    if Self.quiet < deadline.remaining { MonotonicClock.rest(for: Self.quiet) }
    guard client.hasSurplus else { return }
    client.disconnect()
    leaveAlone(since: deadline)
    throw .protocolViolation("replies on the serial line that nobody asked for")
  }

  private func leaveAlone(since deadline: ExchangeDeadline) {
    said = [:]
    silentUntil = deadline + Self.rest
  }

  /// Keeps what a request brought.
  private func take(_ result: ModbusReply, to request: ModbusRequest) {
    guard let index = blocks.firstIndex(where: { $0.request == request }) else { return }
    let block = blocks[index]
    var said = Said(answers: [:], time: now)
    switch result {
    case .registers(let words):
      for (source, register, first) in block.numbers {
        let number = register.number(in: Array(words[first..<first + register.kind.width]))
        said.answers[source] = number.map { .number($0) } ?? .nothing
      }
    case .refused(.exception(2)) where block.numbers.count > 1:
      // It may lack only one of them.
      blocks.replaceSubrange(index...index, with: block.parts)
      if next > index { next += block.parts.count - 1 }
      return
    case .refused(let error):
      let isMissing = error == .exception(2)
      for number in block.numbers { said.answers[number.source] = isMissing ? .missing : .failed }
      if !(isMissing && block.isOptional) { said.failure = error.deviceError }
    }
    self.said[block.key] = said
  }

  /// What is known at this moment.
  private func current(_ failure: DeviceError?) -> DeviceAnswers {
    var answers = DeviceAnswers(values: [:], failure: nil)
    for said in said.values where now < said.time + Self.freshness {
      answers.values.merge(said.answers) { $1 }
      answers.failure = answers.failure ?? said.failure
    }
    let isWhole = blocks.allSatisfy { said[$0.key].map { now < $0.time + Self.freshness } ?? false }
    if !isWhole { answers.failure = answers.failure ?? failure ?? .timeout }
    return answers
  }
}

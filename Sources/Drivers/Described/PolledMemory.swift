import Platform
import ScheduleLang

/// What a device last answered, for as long as that counts.
struct PolledMemory: Sendable {
  private let description: DeviceDescription
  private var answers = DeviceAnswers(isSilent: true)
  private var time: Duration?
  /// Whether the last answers were told already.
  private var isTold = false

  /// Creates it without any answer.
  init(_ description: DeviceDescription) { self.description = description }

  /// Takes in what was answered at a time of the monotonic clock: what it does not know any more is unknown.
  mutating func take(_ answers: DeviceAnswers, at time: Duration) {
    (self.answers, self.time, isTold) = (answers, time, false)
  }

  /// What is known at a time.
  mutating func answers(at time: Duration) -> DeviceAnswers {
    var told = answers
    guard let taken = self.time else { return told }
    var isSilent = true
    for value in description.values {
      guard time - taken >= .seconds(value.staleAfter ?? 0) else {
        isSilent = false
        continue
      }
      for part in value.parts { told.values[part.source] = .failed }
      told.failure = told.failure ?? .protocolViolation("\(value.reading.rawValue) was told too long ago")
    }
    told.isSilent = isSilent
    if isTold { told.repeated = Set(description.values.map(\.reading)) }
    isTold = true
    return told
  }
}

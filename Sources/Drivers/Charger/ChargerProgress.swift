/// How far a command has come that ran out of time.
struct ChargerProgress {
  /// The number of its connection.
  var connection: Int
  /// How many steps to take control are done.
  var taken = 0
  /// Whether a stop was tried before control is taken.
  var hasTriedStop = false
  /// The steps of the command itself that are done.
  var done: [ChargerStep] = []
  /// The step whose reply is to come.
  var pending: ChargerStep?
  /// How often the charger was asked how it is since then.
  var age = 0

  /// Creates the progress of a command of which nothing is done over a connection.
  init(connection: Int) { self.connection = connection }

  /// Which of the first `count` steps that are done hold for another sequence: where a later step has written the same
  /// register since, or is about to, what was written before is to be written again.
  ///
  /// - Parameter setPoint: the register of the set-point.
  func standing(of count: Int, before sequence: [ChargerStep], setPoint: UInt16) -> [ChargerStep] {
    let rest = sequence.dropFirst(count)
    var undone = done.dropFirst(count).compactMap(\.register)
    if let pending, pending != rest.first { undone += [pending.register].compactMap(\.self) }
    // The last current counts, whatever was set before.
    if rest.contains(where: { $0.register == setPoint }) { undone.removeAll { $0 == setPoint } }
    return Array(done.prefix(count).prefix { step in step.register.map { !undone.contains($0) } ?? true })
  }
}

/// A mistake that is put into the program on purpose, to see whether the inspector finds it.
enum PlantedBug: String, CaseIterable {
  /// The charger's own time-out is never set.
  case failsafeNotArmed
  /// Control is handed back after each command, as the original controller did.
  case controlHandedBack
  /// A stop is taken for sent, and is not.
  case stopLost
  /// A charger that refuses to be stopped is asked again and again, and so never stops by itself.
  case refusalRepeated
  /// A stop that failed is taken for done, so that a charger that gives power is handed back at the end.
  case releasedUnstopped
  /// The current changes within the guard time.
  case guardTimeIgnored
  /// The current is reduced within the guard time, though nothing demands it.
  case reducedEarly
  /// The last reading of a silent meter is used for ever.
  case staleMeterBelieved
  /// An unknown power is taken for 0.
  case unknownTakenForZero
  /// What the meter answers is thrown away.
  case meterDiscarded
  /// What the home feeds into the grid is taken for what it draws.
  case gridSignTurned
  /// The reserve of the schedule does not count.
  case reserveIgnored
  /// What the owner orders does not count.
  case orderIgnored
  /// Each value of the SoC register is believed.
  case socJumpBelieved
  /// The charger is told twice the current.
  case currentDoubled
  /// The grid's limits do not count.
  case gridLimitIgnored
  /// The charger's SoC range does not count.
  case socRangeIgnored
  /// A device that failed is not tried again for a while.
  case slowRecovery
  /// An exchange may take longer than a tick.
  case deadlineTooLate
  /// A car that takes nothing is started again and again.
  case startsRepeated
  /// The charger is told the current that it says it has.
  case setPointBelieved
  /// A charger that acknowledged a stop is taken to be stopped.
  case disobedienceOverlooked
  /// Nobody counts for longer than ten minutes how often the direction of power has changed.
  case directionsForgotten
  /// A meter whose numbers stand still is believed.
  case frozenMeterBelieved
  /// A time-out that cannot be proved is not told.
  case timeoutTrusted
  /// A reply that takes long is taken for none.
  case slowReplyDiscarded
  /// A discharge goes on for a while behind its deadline.
  case deadlineOutlived
  /// Records that may not have arrived are taken for delivered.
  case recordLost
  /// Records arrive in another order.
  case recordsReordered
}

extension PlantedBug {
  /// The one trouble of the worlds in which it shows, where others would hide it; nil is any.
  var trouble: Trouble? { self == .frozenMeterBelieved ? .frozenMeter : nil }

  /// The rules without which it rarely shows.
  var rules: [String] {
    self == .deadlineOutlived ? ["07:00", "12:00", "17:00", "22:00"].map { "V2G to 30% by \($0)" } : []
  }
}

import Runtime
import ScheduleLang
import Synchronization

/// What a run's metrics tell: the last sample, and counts since the start; shared by the control loop and the
/// thread that serves them.
public final class RunMetrics: Sendable {
  private struct State {
    var sample: Sample?
    var ticks = 0
    var starts = 0
    var stops = 0
    var meter = Device()
    var charger = Device()
    var troubles: Set<Trouble.Kind> = []
  }

  private struct Device {
    /// Whether it answered at the last tick; nil where there is none.
    var isUp: Bool?
    var failures = 0
    var recoveries = 0
  }

  private let state = Mutex(State())
  private let records: [RecordStatus]

  /// Creates the metrics of a run that has not begun, with those of its records.
  public init(records: [RecordStatus]) { self.records = records }

  /// Takes in the sample of a tick.
  public func take(_ sample: Sample) {
    state.withLock { state in
      state.sample = sample
      state.ticks += 1
    }
  }

  /// Takes in what else happened.
  public func note(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .decided, .orderEnded: break
      case .troubleBegan(let trouble): state.troubles.insert(trouble.kind)
      case .troubleEnded(let trouble): state.troubles.remove(trouble.kind)
      case .ticked(let snapshot):
        state.charger.isUp = snapshot.chargerAnswer != nil
        // A meter that does not answer has failed; one that is not there does neither.
        state.meter.isUp =
          snapshot.meterAnswer != nil ? true : snapshot.meterFailure != nil ? false : nil
      case .commanded(.start): state.starts += 1
      case .commanded(.stop): state.stops += 1
      case .failed(.meter, _): state.meter.failures += 1
      case .failed(.charger, _): state.charger.failures += 1
      case .recovered(.meter): state.meter.recoveries += 1
      case .recovered(.charger): state.charger.recoveries += 1
      }
    }
  }

  /// The metrics as Prometheus reads them.
  public var text: String {
    let state = state.withLock { $0 }
    var text = PrometheusText()
    if let sample = state.sample { text.add(sample) }
    text.add(.counter, "evse_ticks_total", "Times that the loop looked at its devices.", Double(state.ticks))
    text.add(
      .counter, "evse_commands_total", "Commands that the charger took.", by: "command",
      [("start", Double(state.starts)), ("stop", Double(state.stops))])
    let devices = [("meter", state.meter), ("charger", state.charger)].filter { $1.isUp != nil }
    text.add(
      .gauge, "evse_device_up", "Whether the device answers.", by: "device",
      devices.map { ($0, $1.isUp == true ? 1 : 0) })
    text.add(
      .counter, "evse_device_failures_total", "Failures of the device, told anew when they change.",
      by: "device", devices.map { ($0, Double($1.failures)) })
    text.add(
      .counter, "evse_device_recoveries_total", "Times that the device worked again.", by: "device",
      devices.map { ($0, Double($1.recoveries)) })
    text.add(
      .gauge, "evse_trouble", "1 for what is wrong and needs its owner, and 0 for all else.", by: "kind",
      Trouble.Kind.allCases.map { ($0.rawValue, state.troubles.contains($0) ? 1 : 0) })
    text.add(records.map { ($0.name, $0.counts) })
    return text.text
  }
}

extension PrometheusText {
  /// Adds what was measured and decided at a tick.
  fileprivate mutating func add(_ sample: Sample) {
    add(.gauge, "evse_grid_watts", "Power through the grid meter, import positive.", sample.grid?.value)
    add(.gauge, "evse_solar_watts", "Power from the sun.", sample.solar?.value)
    add(.gauge, "evse_home_watts", "What the house takes without the charger.", sample.home?.value)
    add(.gauge, "evse_charger_watts", "Power at the charger, charging positive.", sample.evse?.value)
    add(.gauge, "evse_voltage_volts", "Mains voltage.", sample.voltage?.value)
    add(
      .gauge, "evse_set_point_amperes", "The current that the charger had been told, charging positive.",
      sample.setPoint.map { Double($0.value) })
    add(
      .gauge, "evse_desired_amperes", "The current that the load follower would like to have.",
      sample.goal.map { Double($0.value) })
    add(
      .gauge, "evse_soc_percent", "The car's state of charge as it is believed.", sample.soc.map(Double.init))
    add(
      .gauge, "evse_action", "1 for what is done now, after all limits, and 0 for all else.", by: "action",
      ActionKind.allCases.map { ($0.name, $0 == sample.action ? 1 : 0) })
    add(
      .gauge, "evse_last_tick_timestamp_seconds", "When the loop last looked at its devices.",
      Double(sample.instant.milliseconds) / 1000)
  }

  /// Adds how the records fare; those of one name are added up.
  fileprivate mutating func add(_ records: [(name: String, counts: RecordCounts)]) {
    var names: [String] = []
    var sums: [String: RecordCounts] = [:]
    for (name, counts) in records {
      if sums[name] == nil { names.append(name) }
      sums[name, default: RecordCounts()].add(counts)
    }
    func add(_ kind: Kind, _ name: String, _ help: String, _ path: KeyPath<RecordCounts, Int>) {
      self.add(
        kind, name, help, by: "record", names.map { ($0, sums[$0].map { Double($0[keyPath: path]) }) })
    }
    add(
      .counter, "evse_record_written_total", "Samples that reached the file or the database.", \.written)
    add(.counter, "evse_record_dropped_total", "Samples that were lost for want of room.", \.dropped)
    add(.counter, "evse_record_rejected_total", "Samples that the database refused.", \.rejected)
    add(.gauge, "evse_record_spooled_bytes", "What waits on disk for the database.", \.spooledBytes)
  }
}

extension RecordCounts {
  fileprivate mutating func add(_ other: RecordCounts) {
    written += other.written
    dropped += other.dropped
    rejected += other.rejected
    spooledBytes += other.spooledBytes
  }
}

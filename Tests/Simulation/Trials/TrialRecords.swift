import Platform
import Drivers
import Glibc
import Runtime
import ScheduleLang
import SeededRandomness

/// The records of the program in a trial: the real recorder with its spool on disk, and a database that fails.
final class TrialRecords {
  private let database: VirtualDatabase
  private let bug: PlantedBug?
  private let folder: String
  private var random: SeededGenerator
  private var recorder: BatchRecorder?
  private var secondsSinceWriting = 0

  /// How many records a program that dies may lose: those of the declared window, one a second.
  private static let window = Int(RecorderFactory.lossWindow.components.seconds)
  /// How many seconds of records the recorder lets wait in memory.
  private static let interval = window / 2

  /// Creates the records of a seed, in a new folder.
  init(seed: UInt64, bug: PlantedBug?) throws(DeviceError) {
    random = SeededGenerator(seed: ~seed)
    database = VirtualDatabase(seed: random.next())
    self.bug = bug
    // Where files live in memory if there is such a place: what counts is what the program does with them.
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/simulate-faults-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw .transport("no folder for the records") }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    recorder = nil
    for name in ["lock", "rejected.lp", "rejected.lp.old"] + spoolFiles { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  var faultCounts: [String: Int] { database.faultCounts }
  /// How a promise about the records was broken.
  var violation: String? { database.withLedger { $0.violation } }

  /// The program starts.
  func start() {
    let status = RecordStatus(name: "record")
    recorder = BatchRecorder(
      status: status,
      sink: InfluxSink(
        transport: transport(), folder: folder, spoolLimit: 64 << 20, status: status,
        random: SeededGenerator(seed: random.next()), uptime: { [database] in database.uptime }))
    secondsSinceWriting = 0
  }

  private func transport() -> any InfluxTransport & Sendable {
    if let bug { SabotagedTransport(database: database, bug: bug) } else { database }
  }

  /// The program records a tick; its number takes the place of the grid's power.
  func record(_ snapshot: LoopSnapshot) {
    var sample = Sample(snapshot, rule: nil)
    let number = database.withLedger { $0.make(at: sample.instant.milliseconds) }
    sample.grid = Watts(Double(number))
    recorder?.record(sample)
  }

  /// A second of the world has passed while the program, if there is one, slept.
  func secondEnded(at now: VirtualTime, isRunning: Bool) {
    database.pass(to: now)
    guard isRunning else { return }
    secondsSinceWriting += 1
    guard secondsSinceWriting >= Self.interval else { return }
    secondsSinceWriting = 0
    recorder?.flush()
  }

  /// The program ends by itself.
  func stop() {
    recorder?.flush()
    end()
  }

  /// The program dies, perhaps between two writes to its disk.
  func die() {
    let sizes = spoolSizes
    if random.chance(0.5) { recorder?.flush() }
    if let (name, size) = spoolSizes.max(by: { $0.key < $1.key }) {
      let written = size - (sizes[name] ?? 0)
      if written > 0 { truncate("\(folder)/\(name)", off_t(size - random.number(in: 0...written))) }
    }
    database.withLedger { $0.excuse(last: Self.window) }
    end()
  }

  /// Lets everything arrive in a world that works, and checks that it did.
  func finish(at now: VirtualTime) {
    database.repair()
    start()
    // As long as a database may ask to be left alone, and the longest backoff.
    for second in 0..<400 {
      database.pass(to: now + .seconds(second))
      recorder?.flush()
    }
    let setAside = ["rejected.lp", "rejected.lp.old"].flatMap(lines)
    database.withLedger { $0.close(setAside: setAside) }
    end()
  }

  private func end() {
    if let dropped = recorder?.status.counts.dropped, dropped > 0 {
      database.withLedger { $0.report("\(dropped) records were dropped") }
    }
    recorder = nil
  }

  private var spoolFiles: [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasSuffix(".spool") { names.append(name) }
    }
    return names
  }

  private var spoolSizes: [String: Int] {
    var sizes: [String: Int] = [:]
    for name in spoolFiles {
      var facts = stat()
      if stat("\(folder)/\(name)", &facts) == 0 { sizes[name] = Int(facts.st_size) }
    }
    return sizes
  }

  private func lines(_ name: String) -> [ArraySlice<UInt8>] {
    guard let file = fopen("\(folder)/\(name)", "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return bytes.split(separator: UInt8(ascii: "\n"))
  }
}

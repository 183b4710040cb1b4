import PeerSupport
@testable import Platform
import Foundation
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("State file")
struct StateFileTests {
  private let folder: TemporaryFolder
  private let file: StateFile
  private let now = Instant(seconds: 1_800_000_000)

  init() throws {
    folder = TemporaryFolder()
    file = StateFile(path: folder.path + "/a.json")
  }

  private func put(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file.path)) }

  private static let full: SavedState = {
    var state = SavedState()
    state.order = Order(.charge(to: 80), until: Instant(milliseconds: 1_800_000_123_456))
    state.memory = SavedMemory(
      shape: "abc", instant: Instant(seconds: 7), heldSince: [nil, Instant(seconds: -5)],
      wasTrue: [true, false],
      targets: [
        SavedTarget(rule: "a.0", target: 80, deadline: Instant(seconds: 6), isMissed: true)
      ])
    state.lastSoC = .init(soc: 55, instant: Instant(seconds: 8))
    state.lastRestart = Instant(seconds: 9)
    state.isHandedOver = true
    state.isRunning = true
    state.count.note(Watts(3600), seconds: 100, on: CivilDate(dayNumber: 20_000))
    state.count.note(Watts(-7200), seconds: 100, on: CivilDate(dayNumber: 20_000))
    state.inputs = [
      "trip": InputSetting(.toggle(true), until: Instant(seconds: 12), isOnce: true),
      "visit": InputSetting(.toggle(false)), "ready": InputSetting(.time(330), isOnce: true),
      "target": InputSetting(.quantity(Quantity(90, .percent))),
    ]
    state.told = [
      .meterSilent: .init(at: Instant(seconds: 10), open: "it is silent"),
      .noPower: .init(at: Instant(seconds: 11), open: nil),
    ]
    return state
  }()

  @Test("reads what was written")
  func readsWhatWasWritten() throws {
    try file.write(Self.full)
    #expect(file.read(at: now) == .init(state: Self.full, trouble: nil))
    try file.write(SavedState())
    #expect(file.read(at: now) == .init(state: SavedState(), trouble: nil))
    #expect(folder.names() == ["a.json"], "nothing else is left behind")
  }

  @Test("makes its folder for the user alone")
  func makesItsFolderForTheUserAlone() throws {
    let file = StateFile(path: folder.path + "/x/y/a.json")
    try file.write(Self.full)
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path + "/x/y")[.posixPermissions]
    #expect(mode as? Int == 0o700)
  }

  @Test("starts afresh without a file")
  func startsAfreshWithoutAFile() {
    #expect(file.read(at: now) == .init(state: SavedState(), trouble: nil))
  }

  @Test(
    "sets a damaged file aside",
    arguments: [
      "", "{", "null", "[]", #"{"version":1,"order":{"kind":"fly"}}"#,
      #"{"version":1,"order":{"kind":"charge-to"}}"#,
      #"{"version":1,"order":{"kind":"charge-to","soc":900}}"#, #"{"version":1,"lastRestart":"x"}"#,
      #"{"version":1,"lastRestart":1e300}"#, "\u{0}\u{1}", #"{"order":null}"#,
    ])
  func setsADamagedFileAside(text: String) throws {
    try put(text)
    let reading = file.read(at: now)
    #expect(reading.state == SavedState())
    #expect(reading.trouble?.contains("damaged") == true)
    #expect(folder.names() == ["a.json.damaged-1800000000"])
    let kept = try String(contentsOfFile: folder.path + "/a.json.damaged-1800000000", encoding: .utf8)
    #expect(kept == text)
  }

  @Test(
    "forgets a number that makes no sense and nothing else",
    arguments: [
      #""lastSoC":{"soc":5000,"at":8000}"#, #""lastSoC":{"soc":-1,"at":8000}"#,
      #""lastSoC":{"soc":50,"at":9223372036854775807}"#, #""lastRestart":-9223372036854775808"#,
      #""memory":{"shape":"a","at":9000000000000000000,"heldSince":[],"wasTrue":[]}"#,
    ])
  func forgetsANumberThatMakesNoSenseAndNothingElse(part: String) throws {
    try put(#"{"version":1,"order":{"kind":"stop"},\#(part)}"#)
    var expected = SavedState()
    expected.order = Order(.stop)
    #expect(file.read(at: now) == .init(state: expected, trouble: nil))
  }

  @Test("does not take an order that ends in no year")
  func doesNotTakeAnOrderThatEndsInNoYear() throws {
    try put(#"{"version":1,"order":{"kind":"pause","until":9223372036854775807}}"#)
    #expect(file.read(at: now).trouble?.contains("damaged") == true)
  }

  @Test("sets a file of a later version aside")
  func setsAFileOfALaterVersionAside() throws {
    try put(#"{"version":2,"order":[]}"#)
    let reading = file.read(at: now)
    #expect(reading.trouble?.contains("later version") == true)
    #expect(folder.names() == ["a.json.newer-1800000000"])
  }

  @Test("sets a file aside that cannot be read")
  func setsAFileAsideThatCannotBeRead() throws {
    try put("")
    #expect(truncate(file.path, off_t(WholeFile.sizeLimit) + 1) == 0)
    let reading = file.read(at: now)
    #expect(reading.state == SavedState())
    let name = "a.json.unreadable-1800000000"
    #expect(reading.trouble?.contains("cannot be read: it is kept as \(folder.path)/\(name)") == true)
    try file.write(Self.full)
    #expect(folder.names() == ["a.json", name], "what was there is not overwritten")
  }

  @Test("says that a folder cannot be written")
  func saysThatAFolderCannotBeWritten() {
    #expect(throws: FileError.self) { try StateFile(path: "/proc/none/a.json").write(Self.full) }
  }

  @Test("keeps the newest state")
  func keepsTheNewestState() {
    let keeper = StateKeeper(file: file, state: SavedState())
    for soc in 0...100 {
      var state = Self.full
      state.lastSoC?.soc = soc
      keeper.keep(state)
    }
    #expect(keeper.close(by: MonotonicClock.deadline(after: .seconds(10))) == .done)
    #expect(file.read(at: now).state.lastSoC?.soc == 100)
    #expect(keeper.takeTrouble() == nil)
  }

  @Test("says when a state is on disk")
  func saysWhenAStateIsOnDisk() throws {
    let keeper = StateKeeper(file: file, state: SavedState())
    for soc in 0...20 {
      var state = Self.full
      state.lastSoC?.soc = soc
      let number = keeper.keep(state)
      try keeper.wait(for: number, by: MonotonicClock.deadline(after: .seconds(10)))
      #expect(file.read(at: now).state == state)
      #expect(keeper.keep(state) == number, "it is there already")
    }
    keeper.close(by: MonotonicClock.deadline(after: .seconds(10)))
  }

  @Test("says that a state is not on disk")
  func saysThatAStateIsNotOnDisk() throws {
    let file = StateFile(path: folder.path + "/folder/a.json")
    // A file in the place of its folder.
    try Data().write(to: URL(fileURLWithPath: folder.path + "/folder"))
    let keeper = StateKeeper(file: file, state: SavedState())
    #expect(keeper.problem == nil)
    let deadline = MonotonicClock.deadline(after: .seconds(10))
    let error = #expect(throws: StateError.self) {
      try keeper.wait(for: keeper.keep(Self.full), by: deadline)
    }
    #expect(error?.reason.contains(file.path) == true)
    #expect(keeper.problem?.contains(file.path) == true)
    unlink(folder.path + "/folder")
    let number = keeper.keep(Self.full)
    // The same state is tried again.
    try keeper.wait(for: number, by: deadline)
    #expect(keeper.problem == nil)
    #expect(file.read(at: now).state == Self.full)
    keeper.close(by: deadline)
    let late = MonotonicClock.deadline(after: .milliseconds(1))
    let lateError = #expect(throws: StateError.self) { try keeper.wait(for: number + 1, by: late) }
    #expect(lateError?.reason.contains("in time") == true)
  }

  @Test("tells once that the state cannot be kept")
  func tellsOnceThatTheStateCannotBeKept() {
    let keeper = StateKeeper(file: StateFile(path: "/proc/none/a.json"), state: SavedState())
    keeper.keep(Self.full)
    #expect(keeper.close(by: MonotonicClock.deadline(after: .seconds(10))) == .done)
    #expect(keeper.takeTrouble()?.contains("/proc/none") == true)
    #expect(keeper.takeTrouble() == nil)
  }
}

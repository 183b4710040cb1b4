import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Messages of topics")
struct TopicMemoryTests {
  /// The memory of a meter that reads these lines.
  private func memory(_ lines: String) throws -> (TopicMemory, DeviceDescription) {
    let text = "device d: meter {\n    over mqtt\n\(lines)\n}"
    let compilation = ScheduleCompiler(decodeJSON: JSONTree.decode).compile(
      SourceFile(path: "d.evs", bytes: Array(text.utf8)))
    let description = try #require(
      compilation.program?.descriptions.first, "\(compilation.diagnostics.map(\.message))")
    let device = DeviceConfiguration(driver: "d", range: .nowhere)
    return (TopicMemory(description, DescribedSettings(description, device)), description)
  }

  private func message(_ topic: String, _ text: String, kept: Bool = false) -> MQTTMessage {
    MQTTMessage(topic: topic, payload: Array(text.utf8), isRetained: kept)
  }

  private func grid(_ memory: inout TopicMemory, _ description: DeviceDescription, at seconds: Double)
    -> Double?
  {
    DescribedMeter.reading(of: description, memory.answers(at: .milliseconds(Int(seconds * 1000)))).grid?
      .value
  }

  private static let plain = #"read grid from "a" in W   positive importing   stale after 30s"#

  @Test(
    "a plain text is a number, or none",
    arguments: [
      ("12.5", 12.5), (" -7 \n", -7), ("1e3", 1000), ("007", 7), ("\"8\"", 8), ("", nil), ("null", nil),
      ("unknown", nil), ("nan", nil), ("inf", nil), ("1e999", nil), ("true", nil), ("{}", nil), ("12 W", nil),
    ] as [(String, Double?)])
  func payloads(text: String, number: Double?) throws {
    var (memory, description) = try memory(Self.plain)
    memory.take(message("a", text), at: .zero)
    #expect(grid(&memory, description, at: 1) == number)
  }

  @Test("what the broker has kept of a topic since then contradicts what was heard of it")
  func contradicted() throws {
    var (memory, description) = try memory(Self.plain)
    memory.take(message("a", "80"), at: .zero)
    memory.take(message("a", "80", kept: true), at: .seconds(1))
    #expect(grid(&memory, description, at: 2) == 80)
    memory.take(message("a", "40", kept: true), at: .seconds(3))
    #expect(grid(&memory, description, at: 4) == nil)
    memory.take(message("a", "41"), at: .seconds(5))
    #expect(grid(&memory, description, at: 6) == 41)
  }

  @Test("what was told is known until it is stale, and no longer")
  func staleness() throws {
    var (memory, description) = try memory(Self.plain)
    #expect(memory.answers(at: .zero).isSilent)
    #expect(memory.answers(at: .seconds(29)).failure == .unfinished, "it may still come")
    #expect(memory.answers(at: .seconds(30)).failure == .transport("nothing has come of `a` for 30s"))
    memory.take(message("a", "500"), at: .seconds(100))
    #expect(grid(&memory, description, at: 129.9) == 500)
    #expect(grid(&memory, description, at: 130) == nil)
    let answers = memory.answers(at: .seconds(130))
    #expect(answers.isSilent && answers.failure == .transport("nothing has come of `a` for 30s"))
    #expect(memory.answers(at: .seconds(131)).failure != .unfinished)
    memory.take(message("a", "400"), at: .seconds(131))
    #expect(grid(&memory, description, at: 131) == 400)
  }

  @Test("what a broker has kept from some time ago is no reading")
  func retained() throws {
    var (memory, description) = try memory(Self.plain)
    memory.take(message("a", "500", kept: true), at: .zero)
    let answers = memory.answers(at: .zero)
    #expect(answers.isSilent && grid(&memory, description, at: 0) == nil)
    #expect(
      answers.failure == .protocolViolation("of `a` the broker has only what it kept from some time ago"))
    memory.take(message("a", "400"), at: .seconds(1))
    // After a new connection it comes once more, and nobody says which of the two is newer.
    memory.take(message("a", "500", kept: true), at: .seconds(20))
    #expect(grid(&memory, description, at: 21) == nil)
    memory.take(message("a", "410"), at: .seconds(22))
    #expect(grid(&memory, description, at: 23) == 410)
  }

  @Test("two topics make one value only by messages of the same moment")
  func moments() throws {
    var (memory, description) = try memory(
      #"read grid from "in" - "out" in W   positive importing   stale after 30s"#)
    memory.take(message("in", "500"), at: .seconds(10))
    #expect(grid(&memory, description, at: 10) == nil)
    memory.take(message("out", "0"), at: .milliseconds(10_050))
    #expect(grid(&memory, description, at: 10.1) == 500)
    // The next telegram has begun: half of it says nothing.
    memory.take(message("in", "0"), at: .seconds(11))
    #expect(grid(&memory, description, at: 11) == 500)
    memory.take(message("out", "800"), at: .milliseconds(11_050))
    #expect(grid(&memory, description, at: 11.1) == -800)
    // One that stays away makes no value of another moment.
    memory.take(message("in", "9000"), at: .seconds(21))
    memory.take(message("in", "9000"), at: .seconds(31))
    #expect(grid(&memory, description, at: 31) == -800 && grid(&memory, description, at: 41.1) == nil)
  }

  @Test("the grid is new once, with each message")
  func news() throws {
    var (memory, _) = try memory(
      Self.plain + "\n" + #"read voltage from "v" in V   stale after 30s   optional"#)
    memory.take(message("a", "500"), at: .zero)
    #expect(memory.answers(at: .seconds(1)).repeated.isEmpty)
    #expect(memory.answers(at: .seconds(2)).repeated.contains(.grid))
    memory.take(message("v", "230"), at: .seconds(3))
    #expect(memory.answers(at: .seconds(3)).repeated == [.grid])
    memory.take(message("a", "500"), at: .seconds(4))
    #expect(!memory.answers(at: .seconds(4)).repeated.contains(.grid))
  }

  @Test("a path leads into a message, and another place stands in where it leads nowhere")
  func paths() throws {
    var (memory, description) = try memory(
      """
      read grid from "a" .p.now or "b" in kW   positive exporting   range -10kW..10kW   stale after 30s
      read voltage from "a" .v in V   stale after 30s   optional
      """)
    memory.take(message("b", "2"), at: .zero)
    #expect(grid(&memory, description, at: 1) == -2000)
    memory.take(message("a", #"{"p": {"now": 1.5}}"#), at: .seconds(2))
    #expect(grid(&memory, description, at: 2) == -1500)
    memory.take(message("a", #"{"p": null}"#), at: .seconds(3))
    #expect(grid(&memory, description, at: 3) == -2000)
    memory.take(message("b", "11"), at: .seconds(4))
    let reading = DescribedMeter.reading(of: description, memory.answers(at: .seconds(4)))
    #expect(reading.grid == nil && reading.partFailure != nil)
  }

  @Test("what is optional may stay away")
  func optional() throws {
    var (memory, description) = try memory(
      Self.plain + "\n" + #"read solar from "s" in W   positive producing   stale after 30s   optional"#)
    memory.take(message("a", "500"), at: .zero)
    let reading = DescribedMeter.reading(of: description, memory.answers(at: .seconds(1)))
    #expect(reading.grid == Watts(500) && reading.partFailure == nil && !reading.measuresSolar)
  }
}

import Testing

@testable import ScheduleLang

@Suite("Numbers of devices")
struct DeviceNumberTests {
  private func register(_ kind: Register.Kind, swapped: Bool = false, unknown: [UInt64] = []) -> Register {
    Register(
      table: .holding, address: 0, offset: nil, kind: kind, isSwapped: swapped, unknownCodes: unknown)
  }

  @Test("words become numbers, in either order")
  func words() {
    #expect(register(.int16).number(in: [0xFFFF]) == -1)
    #expect(register(.uint16).number(in: [0xFFFF]) == 65_535)
    #expect(register(.int32).number(in: [0xFFFF, 0xFFFE]) == -2)
    #expect(register(.int32, swapped: true).number(in: [0xFFFE, 0xFFFF]) == -2)
    #expect(register(.uint32).number(in: [1, 0]) == 65_536)
    #expect(register(.int64).number(in: [0xFFFF, 0xFFFF, 0xFFFF, 0]) == -65_536)
    #expect(register(.float32).number(in: [0xC49A, 0x5000]) == -1234.5)
    #expect(register(.float64).number(in: [0x4093, 0x4A00, 0, 0]) == 1234.5)
    #expect(register(.int32).number(in: [1]) == nil)
  }

  @Test("what is no number, or a code for none, is unknown")
  func codes() {
    #expect(register(.float32).number(in: [0x7FC0, 0]) == nil)
    #expect(register(.float32).number(in: [0x7F80, 0]) == nil)
    #expect(register(.int16, unknown: [0x8000]).number(in: [0x8000]) == nil)
    #expect(Register.bits(of: -1, as: .int16) == 0xFFFF)
    #expect(Register.bits(of: -32_768, as: .int16) == 0x8000)
    #expect(Register.bits(of: -32_769, as: .int16) == nil)
    #expect(Register.bits(of: 0xFF7F_FFFF, as: .float32) == 0xFF7F_FFFF)
    #expect(Register.bits(of: 0x1_0000, as: .uint16) == nil)
    #expect(Register.bits(of: -1, as: .int64) == .max)
  }

  @Test("terms are added and taken away, scaled, turned and held against the range")
  func outcome() throws {
    let (a, b) = (
      DeviceDescription.Source.path(JSONPlace(try JSONPath(".a"), of: TextTemplate(literal: "/x"))),
      DeviceDescription.Source.path(JSONPlace(try JSONPath(".b"), of: TextTemplate(literal: "/x")))
    )
    var value = DeviceDescription.Value(
      reading: .grid, terms: [.init(source: a, isSubtracted: false), .init(source: b, isSubtracted: true)],
      factor: -1000, range: -5000...10_000, isOptional: false)
    #expect(value.outcome { .number($0 == a ? 3 : 1) } == .value(-2000))
    #expect(value.outcome { .number($0 == a ? 11 : 0) } == .outside(11_000))
    #expect(value.outcome { $0 == a ? .number(3) : .nothing } == .unknown)
    #expect(value.outcome { $0 == a ? .number(3) : .missing } == .unknown)
    #expect(value.outcome { _ in .missing } == .missing)
    value.isZeroUnlessSaid = true
    #expect(value.outcome { $0 == a ? .number(3) : .nothing } == .value(-3000))
    #expect(value.outcome { $0 == a ? .number(3) : .failed } == .unknown, "a failure is never 0")
    #expect(value.outcome { $0 == a ? .number(3) : .missing } == .unknown, "nor what is not there")
    value.alternatives = [[.init(source: b, isSubtracted: false)]]
    #expect(value.outcome { $0 == a ? .failed : .number(2) } == .value(-2000), "the next way counts")
    #expect(value.outcome { .number($0 == a ? 3 : 1) } == .value(-2000), "the first where it leads somewhere")
    #expect(value.outcome { .number($0 == a ? 20 : 2) } == .value(-2000), "nor what is outside of the range")
    #expect(value.outcome { _ in .failed } == .unknown)
  }

  @Test("paths lead to members and elements, and say where they end")
  func paths() throws {
    let tree = JSONTree.object([
      "a b": .number(1), "list": .list([.object(["k": .text("x"), "v": .text("2.5")]), .null]),
      "t": .text("unknown"),
      "on": .bool(true),
    ])
    func find(_ text: String) throws -> JSONTree.Found {
      try tree.find(JSONPath(text)) { $0 == "n" ? 1 : nil }
    }
    #expect(try find(#"."a b""#) == .number(1))
    #expect(try find(".list[0].v") == .number(2.5))
    #expect(try find(#".list[k = "x"].v"#) == .number(2.5))
    #expect(try find(#".list[k = "y"].v"#) == .missing(#"[k = "y"]"#))
    #expect(try find(#".list[k = "]"].v"#) == .missing(#"[k = "]"]"#))
    #expect(try find(".list[n]") == .nothing)
    #expect(try find(".list[m]") == .missing("[m]"))
    #expect(try find(".list[2]") == .missing("[2]"))
    #expect(try find(".t") == .nothing)
    #expect(try find(".on") == .other("true or false"))
    #expect(try find(".list") == .other("a list"))
    #expect(try find(".t.x") == .missing(".x"))
    #expect(tree.says("unknown", at: try JSONPath(".t")) == true)
    #expect(tree.says("known", at: try JSONPath(".t")) == false)
    #expect(tree.says("true", at: try JSONPath(".on")) == false)
    #expect(tree.says("1", at: try JSONPath(#"."a b""#)) == true, "a whole number as it is written")
    #expect(tree.says("1", at: try JSONPath(".x")) == nil)
    #expect(!tree.denies(try JSONPath(".t"), by: try JSONPath(".on")), "only what is false denies")
    let invalid = JSONTree.object(["a": .object(["v": .number(1), "ok": .bool(false)])])
    #expect(invalid.denies(try JSONPath(".a.v"), by: try JSONPath(".ok")))
    #expect(!invalid.denies(try JSONPath(".a.v"), by: try JSONPath(".v")))
  }

  @Test(
    "what is no path says why",
    arguments: ["", ".", ".a.", ".a[", ".a[]", ".a[-1]", ".a[x = y]", #".a[= "y"]"#, "a", ".a b", #"."a"#])
  func noPaths(text: String) {
    #expect(throws: JSONPathError.self) { try JSONPath(text) }
  }

  @Test("a text with settings in braces is filled in")
  func templates() {
    #expect(TextTemplate("/a/{X}?b={y}")?.filled { "<\($0)>" } == "/a/<x>?b=<y>")
    #expect(TextTemplate("/plain")?.settings == [])
    for text in ["/{", "/}", "/{}", "/{a{b}}"] { #expect(TextTemplate(text) == nil, "\(text)") }
  }
}

import Runtime
import ScheduleLang
import ScheduleSupport
import Testing

@Suite("Texts of rules")
struct RuleTextTests {
  @Test("a rule is shown on one line, without its comments and what its owner accepts")
  func text() throws {
    let subject = try CompiledText.schedule(
      """
      when soc unknown allow repeated-test "one" allow past-rule "#2": charge at 3A   allow tight-deadline "three"
      during 10:00-11:00,   # at noon, nearly
          when soc < 50%: charge
      otherwise: S2V at least 6A allow floor-outranks-promise "at dawn it may import a little"
      """
    ).subject
    #expect(subject.text(ofRule: 0) == "when soc unknown: charge at 3A")
    #expect(subject.text(ofRule: 1) == "during 10:00-11:00, when soc < 50%: charge")
    #expect(subject.text(ofRule: 2) == "otherwise: S2V at least 6A")
    #expect(subject.text(ofRule: 3) == nil)
    #expect(subject.text(ofRule: -1) == nil)
  }
}

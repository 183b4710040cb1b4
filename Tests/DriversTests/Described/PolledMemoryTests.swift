import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

@Suite("Answers of a device that is asked by the way")
struct PolledMemoryTests {
  private let description = DeviceDescription.shipped("home-assistant-car")

  private func answers(_ soc: DeviceDescription.Answer) throws -> DeviceAnswers {
    let source = try #require(description?.values.first?.terms.first?.source)
    return DeviceAnswers(values: [source: soc])
  }

  @Test("count until they are stale, and are new once")
  func ages() throws {
    let description = try #require(description)
    var memory = PolledMemory(description)
    #expect(memory.answers(at: .zero).isSilent)
    memory.take(try answers(.number(63)), at: .seconds(100))
    let first = memory.answers(at: .seconds(101))
    #expect(DescribedCar.telling(of: description, first) == CarTelling(soc: 63, isSoCNew: true))
    let second = memory.answers(at: .seconds(699))
    #expect(DescribedCar.telling(of: description, second) == CarTelling(soc: 63, isSoCNew: false))
    let late = memory.answers(at: .seconds(700))
    #expect(late.isSilent && late.failure != nil)
    #expect(DescribedCar.telling(of: description, late).soc == nil)
  }

  @Test("that know nothing any more take the place of those that did")
  func unknown() throws {
    let description = try #require(description)
    var memory = PolledMemory(description)
    memory.take(try answers(.number(63)), at: .seconds(100))
    memory.take(try answers(.nothing), at: .seconds(160))
    #expect(DescribedCar.telling(of: description, memory.answers(at: .seconds(161))).soc == nil)
  }
}

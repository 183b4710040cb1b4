import ScheduleLang
import ScheduleSupport
import Testing

@testable import Runtime

@Suite("Sources of prices")
struct PriceSourceTests {
  private static func subject(_ tariffs: String) throws -> HomeSchedule {
    try CompiledText.schedule(
      "otherwise: idle", site: tariffs,
      after: """

        tariff Near { prices from csv "one.csv" }
        tariff Far { prices from csv "two.csv" }
        """
    ).subject
  }

  @Test("one list for both directions is one source")
  func shared() throws {
    #expect(try Self.subject("tariff Near").priceSources.count == 1)
    #expect(try Self.subject("import tariff Near\n export tariff Far").priceSources.count == 2)
    #expect(try Self.subject("import tariff Far").priceSources.count == 1)
    #expect(try Self.subject("").priceSources.isEmpty)
  }
}

import Runtime
import ScheduleLang
import Testing

@Suite("Recorded readings")
struct RecordedTableTests {
  private func series(_ text: String) throws -> HouseSeries {
    try RecordedTable.read(Array(text.utf8), name: "readings.csv").get()
  }

  private func mistake(_ text: String) -> RecordedTable.Mistake? {
    guard case .failure(let mistake) = RecordedTable.read(Array(text.utf8), name: "x") else { return nil }
    return mistake
  }

  @Test("our own records are averaged to minutes, and what was not recorded stays unknown")
  func ownRecords() throws {
    let series = try series(
      """
      time,grid_w,solar_w,home_w,evse_w,set_point_a,soc_percent,decision
      2026-01-01T00:00:00.000Z,1000,100,400,700,3,50,charge
      2026-01-01T00:00:59.000Z,2000,300,1600,700,3,50,charge
      2026-01-01T00:02:10.000Z,,200,,,,,
      """)
    #expect(series.start == Instant(seconds: 1_767_225_600))
    #expect(series.count == 3)
    #expect(series[0] == HouseReading(home: Watts(1000), solar: Watts(200), grid: Watts(800)))
    #expect(series[1] == HouseReading(home: nil, solar: nil))
    #expect(series[2] == HouseReading(home: nil, solar: Watts(200)))
  }

  @Test("an InfluxDB export with a field a line, in several tables")
  func influxLong() throws {
    let series = try series(
      """
      #datatype,string,long,dateTime:RFC3339,double,string,string\r
      #group,false,false,false,false,true,true\r
      #default,_result,,,,,\r
      ,result,table,_time,_value,_field,_measurement\r
      ,,0,2026-01-01T00:00:00Z,1500,grid,measurement\r
      ,,0,2026-01-01T00:01:00Z,-200,grid,measurement\r
      ,,1,2026-01-01T00:00:00Z,0.97,grid_pf,measurement\r
      \r
      #datatype,string,long,dateTime:RFC3339,string,double,string\r
      ,result,table,_time,_field,_value,_measurement\r
      ,,2,2026-01-01T00:00:30Z,evse,1100,measurement\r
      ,,2,2026-01-01T00:01:30Z,evse,0,measurement\r
      """)
    #expect(series.count == 2)
    #expect(series[0] == HouseReading(home: nil, solar: nil, grid: Watts(400)))
    #expect(series[1].grid == Watts(-200))
  }

  @Test("an InfluxDB export that is pivoted")
  func influxPivoted() throws {
    let series = try series(
      """
      ,result,table,_time,evse,grid,solar
      ,,0,2026-01-01T00:00:00Z,700,1000,250
      """)
    #expect(series[0] == HouseReading(home: Watts(550), solar: Watts(250), grid: Watts(300)))
  }

  @Test(
    "says in which line what is wrong",
    arguments: [
      ("", 0, "it has no readings"), ("time,grid_w\n", 0, "it has no readings"),
      (
        "when,grid_w\n", 1,
        "a header is expected: `time,grid_w,solar_w,home_w,evse_w,…`, or that of an InfluxDB export"
      ),
      ("time,grid_w\n2026-01-01T00:00:00Z\n", 2, "it has 1 fields and the header 2"),
      ("time,grid_w\nnow,1\n", 2, "its time is not an instant such as 2026-12-25T18:00:00Z"),
      ("time,grid_w\n2026-01-01T00:00:00Z,abc\n", 2, "“abc” is not a power in W"),
      ("time,grid_w\n2026-01-01T00:00:00Z,nan\n", 2, "“nan” is not a power in W"),
      (
        "time,grid_w\n2026-01-01T00:00:00Z,1\n1926-01-01T00:00:00Z,1\n", 3,
        "it lies more than ten years from the other lines"
      ),
    ])
  func mistakes(text: String, line: Int, reason: String) {
    #expect(mistake(text)?.line == line)
    #expect(mistake(text)?.reason == reason)
  }
}

import Insights
import Runtime
import ScheduleLang
import SeededRandomness
import Testing

@Suite("Recorded readings")
struct RecordedTableTests {
  private func series(_ text: String) throws -> HouseSeries {
    try RecordedTable.read(Array(text.utf8), name: "readings.csv")
  }

  private func mistake(_ text: String) -> RecordedTableError? {
    do throws(RecordedTableError) {
      _ = try RecordedTable.read(Array(text.utf8), name: "x")
      return nil
    } catch { return error }
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

@Suite("Lines of readings that make no sense")
struct RecordedNonsenseTests {
  @Test(
    "are left out and told, and take no other with them",
    arguments: [
      "2026-01-01T00:01:00Z,inf,5", "2026-01-01T00:01:00Z,nan,5", "2026-01-01T00:01:00Z,1e308,5",
      "2026-01-01T00:01:00Z,100001,5", "2026-01-01T00:01:00Z,x,5",
    ])
  func value(line: String) throws {
    var files = RecordedFiles()
    let text = "time,grid_w,solar_w\n2026-01-01T00:00:00Z,100,7\n\(line)\n2026-01-01T00:02:00Z,300,9\n"
    let leftOut = try #require(try files.add(Array(text.utf8)))
    #expect(leftOut.first.line == 3 && leftOut.count == 1)
    let series = try #require(files.series(name: "x"))
    #expect(series[0].grid == Watts(100) && series[2].grid == Watts(300))
    #expect(series[1].grid == nil && series[1].solar == Watts(5), "of that line only the value")
  }

  @Test(
    "a whole line",
    arguments: ["now,1,2", "2026-01-01T00:01:00Z,1", "\u{0}", ",,,,", "2026-13-01T00:00:00Z,1,2"])
  func line(line: String) throws {
    var files = RecordedFiles()
    let text =
      "time,grid_w,solar_w\n2026-01-01T00:00:00Z,100,7\n\(line)\n\(line)\n2026-01-01T00:02:00Z,300,9\n"
    #expect(try files.add(Array(text.utf8))?.count == (line == ",,,," ? nil : 2))
    #expect(files.series(name: "x")?.count == 3)
  }
}

@Suite("Files of readings from elsewhere")
struct ForeignReadingsTests {
  private func series(_ texts: String..., zone: String? = nil) throws -> HouseSeries {
    var files = RecordedFiles(zone: try zone.map { try ZoneRules(identifier: $0) })
    for text in texts { _ = try files.add(Array(text.utf8)) }
    return try #require(files.series(name: "readings.csv"))
  }

  private func reason(_ text: String, zone: String? = nil) throws -> String {
    let zone = try zone.map { try ZoneRules(identifier: $0) }
    do throws(RecordedTableError) {
      _ = try RecordedTable.read(Array(text.utf8), name: "x", zone: zone)
      Issue.record("taken: \(text)")
      return ""
    } catch { return error.reason }
  }

  @Test("the half hours that Octopus Energy exports are energies, and become powers")
  func octopus() throws {
    let series = try series(
      """
      Consumption (kwh), Estimated Cost Inc. Tax (p), Standing Charge Inc. Tax (p), Start, End
      0.25, 5.1, 60.1, 2026-01-01T00:00:00+00:00, 2026-01-01T00:30:00+00:00
      1, 5.1, , 2026-01-01T00:30:00+00:00, 2026-01-01T01:00:00+00:00
      0, 5.1, , 2026-01-01T01:00:00+00:00, 2026-01-01T01:30:00+00:00
      """,
      """
      Export (kWh), Start, End
      0, 2026-01-01T00:00:00+00:00, 2026-01-01T00:30:00+00:00
      0, 2026-01-01T00:30:00+00:00, 2026-01-01T01:00:00+00:00
      0.5, 2026-01-01T01:00:00+00:00, 2026-01-01T01:30:00+00:00
      """)
    #expect(series.count == 90)
    #expect(series[0].grid == Watts(500) && series[29].grid == Watts(500))
    #expect(series[59].grid == Watts(2000) && series[89].grid == Watts(-1000))
  }

  @Test("semicolons, decimal commas, kW and load and sun in files of their own")
  func european() throws {
    let series = try series(
      "Timestamp;Load [kW]\n2026-01-01T00:00:00Z;0,5\n2026-01-01T00:15:00Z;1,25\n2026-01-01T00:30:00Z;1\n",
      "from,pv_w\n2026-01-01T00:00:00Z,100\n2026-01-01T00:15:00Z,\n2026-01-01T00:30:00Z,300\n")
    #expect(series[0] == HouseReading(home: Watts(500), solar: Watts(100)))
    #expect(series[20].home == Watts(1250) && series[20].grid == nil, "an empty field is unknown")
    #expect(series[30].grid == Watts(700) && series[44].home == Watts(1000))
  }

  @Test("local times of a named zone, through the hour that clocks show twice and that which they skip")
  func zone() throws {
    func hours(_ day: String, _ times: [String]) -> String {
      "time,grid_w\n" + times.enumerated().map { "\(day)T\($1):00,\($0 * 100)\n" }.joined()
    }
    let autumn = try series(
      hours("2026-10-25", ["00:00", "01:00", "01:00", "02:00", "03:00"]), zone: "Europe/London")
    #expect(autumn.start == Instant(iso: "2026-10-24T23:00:00Z".utf8))
    #expect((0..<5).map { autumn[$0 * 60].grid?.value } == [0, 100, 200, 300, 400])
    #expect(autumn.count == 300)
    let spring = try series(hours("2026-03-29", ["00:00", "02:00", "03:00"]), zone: "Europe/London")
    #expect(spring.count == 180 && spring[60].grid == Watts(100))
  }

  @Test("a column says whether the car was there")
  func plugged() throws {
    let series = try series(
      "time,grid_w,plugged\n2026-01-01T00:00:00Z,1,yes\n2026-01-01T00:01:00Z,1,0\n2026-01-01T00:02:00Z,1,\n")
    #expect((0..<3).map { series[$0].pluggedIn } == [true, false, nil])
  }

  @Test("what cannot be read is refused with the word that helps")
  func refused() throws {
    #expect(
      try reason("time,grid_w\n2026-01-01 00:00,1\n")
        == "its time has no offset such as `Z`: name its zone, as in `--zone Europe/London`")
    #expect(try reason("time,power\n2026-01-01T00:00Z,1\n").contains("call them `grid`, `home`, `solar`"))
    #expect(
      try reason("time,grid_w\n2026-01-01T00:00Z,\"0,5\"\n")
        == "“0,5” has a decimal comma: separate the columns by semicolons, or write a point")
    #expect(try reason("time,home_kwh\n2026-01-01T00:00Z,x\n") == "“x” is not an energy in kWh")
    #expect(try reason("time,plugged\n2026-01-01T00:00Z,maybe\n") == "“maybe” is neither `yes` nor `no`")
    #expect(
      try reason("time,home_kwh,load_w\n2026-01-01T00:00Z,1,1\n")
        == "the same quantity is given as a power and as an energy")
  }
}

@Suite("Files of readings as they come")
struct RecordedTableFormTests {
  private func series(_ text: String) throws -> [HouseReading] {
    let series = try RecordedTable.read(Array(text.utf8), name: "readings.csv")
    return (0..<series.count).map { series[$0] }
  }

  @Test("a byte order mark, carriage returns, quotation marks, blanks and commas in them change nothing")
  func form() throws {
    let plain = "time,grid_w,note,evse_w\n2026-01-01T00:00:00Z,1000,,300\n2026-01-01T00:01:00Z,-20.5,,0\n"
    let other =
      "\u{FEFF}\"time\",\"grid_w\",note,evse_w\r\n\"2026-01-01T00:00:00Z\", 1000 ,\"a, \"\"b\"\"\",\"300\"\r\n"
      + "\r\n2026-01-01T00:01:00Z,\"-20.5\",\"two\nlines\",0"
    #expect(try series(plain) == series(other))
    #expect(try series(plain)[1].grid == Watts(-20.5))
  }

  @Test("lines may come in any order and more than once")
  func order() throws {
    let lines = (0..<4000).map { minute in
      let time = Instant(seconds: 1_774_700_000 + Int64(minute) * 60)
      return "\(time),\(minute % 7 * 100),\(minute % 5 * 50)"
    }
    let header = ["time,grid_w,evse_w"]
    let ordered = try series((header + lines).joined(separator: "\n"))
    var random = SeededGenerator(seed: 5)
    let shuffled = (lines + lines).shuffled(using: &random)
    #expect(try series((header + shuffled).joined(separator: "\n")) == ordered)
    #expect(ordered.count == 4000)
  }

  @Test("what was recorded every half hour holds until the next half hour, and a gap stays unknown")
  func held() throws {
    let lines = (0..<12).filter { $0 != 5 && $0 != 6 }.map {
      "\(Instant(seconds: 1_767_225_600 + $0 * 1800)),\($0 * 100)"
    }
    let series = try series((["time,grid_w"] + lines).joined(separator: "\n"))
    #expect(series[29].grid == Watts(0) && series[30].grid == Watts(100) && series[149].grid == Watts(400))
    #expect((150..<210).allSatisfy { series[$0].grid == nil })
    #expect(series[210].grid == Watts(700))
    #expect(series.count == 360 && series[359].grid == Watts(1100), "the last half hour too")
  }

  @Test("hours and quarters in one file, and columns of unlike steps, hold each as long as they are")
  func heldMixed() throws {
    let hours = (0..<6).map { "\(Instant(seconds: 1_767_225_600 + Int64($0) * 3600)),\($0 * 100),50" }
    let quarters = (24..<32).map {
      "\(Instant(seconds: 1_767_225_600 + Int64($0) * 900)),\($0 * 100),\($0 % 2 == 0 ? "60" : "")"
    }
    let series = try series((["time,grid_w,solar_w"] + hours + quarters).joined(separator: "\n"))
    #expect(series[59].grid == Watts(0) && series[359].grid == Watts(500) && series[374].grid == Watts(2400))
    #expect(series[479].grid == Watts(3100))
    #expect(series.allSatisfy { $0.grid != nil })
    #expect(series[389].solar == Watts(60) && series[479].solar == Watts(60))
    #expect(series.count == 480)
  }

  @Test("without a column for the charger there is none; where it is only not known, the house is not either")
  func charger() throws {
    #expect(try series("time,grid_w\n2026-01-01T00:00:00Z,500\n")[0].grid == Watts(500))
    #expect(try series("time,grid_w,evse_w\n2026-01-01T00:00:00Z,500,\n")[0].grid == nil)
  }

  @Test(
    "a file of nothing but rubbish is refused, and never traps",
    arguments: [
      "time,grid_w\n2026-01-01T00:00:00Z,1e400\n", "time,grid_w\n2026-01-01T00:00:00Z,99999999999999999999\n",
      "time,grid_w\n2026-01-01T00:00:00Z,-\n", "time,grid_w\n2026-01-01T00:00:00Z,1..\n",
      "time,grid_w\n9999-99-99T00:00:00Z,1\n", "time,grid_w\n\"2026", "\"", ",,,\n", "#\n#", "\u{FEFF}",
      "_time,_field\n", "time,grid_w\n0000-01-01T00:00:00Z,1\n9999-12-31T23:59:59Z,1\n",
    ])
  func rubbish(text: String) {
    #expect {
      try RecordedTable.read(Array(text.utf8), name: "x")
    } throws: {
      ($0 as? RecordedTableError)?.reason.isEmpty == false
    }
  }

  @Test("random bytes never trap")
  func random() {
    var random = SeededGenerator(seed: 9)
    let alphabet = Array("time,grid_w\n\r\"#-.019TZ:_ \u{FEFF}".utf8)
    for _ in 0..<2000 {
      let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      _ = try? RecordedTable.read(bytes, name: "x")
      _ = try? RecordedTable.read(Array("time,grid_w\n2026-01-01T00:00:00Z,".utf8) + bytes, name: "x")
    }
  }
}

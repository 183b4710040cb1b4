extension PlantedMistakesTests {
  static let mistakes: [Mistake] =
    registers + units + directions + states + commands + failsafes + ways
    + generations + places

  private static let quasar = "wallbox-quasar"
  private static let bidipro = "evtec-bidipro"

  /// Width, address, order of words, function.
  private static let registers = [
    Mistake(
      quasar, "holding 0x21A as uint16", "holding 0x21A as uint32", "E0703", "An int16 fills one register"),
    Mistake(
      quasar, "state from holding 0x219 as uint16", "state from holding 0x219 as int32", "E0703",
      "An int16 fills one"),
    Mistake(quasar, "holding 0x21D as uint32", "holding 0x21C as uint32", "E0703", "part of another number"),
    Mistake(quasar, "holding 0x20E as int16", "holding 70000 as int16", "E0306", "0 to 65535"),
    Mistake(quasar, "holding 0x20E as int16", "holding 0x20E as int17", "E0701", "int16"),
    Mistake(quasar, "holding 0x20E as int16", "holding 0x20E", "E0320", "as int16"),
    Mistake(quasar, "holding 0x20E as int16", "holding manual 526 as int16", "E0306", "40001"),
    Mistake(quasar, "holding 0x20E as int16", "coil 0x20E", "E0201", "holding"),
    Mistake(bidipro, "base + 10 as float32", "base + 11 as float32", "E0703", "An int16 fills one register"),
    Mistake(bidipro, "base + 86 as int32", "base + 85 as int32 swaped", "E0201", "swapped"),
    Mistake(bidipro, "base + 0 as int32", "bse + 0 as int32", "E0301", "The settings are"),
    Mistake(bidipro, "connector * 100", "conector * 100", "E0301", "connector"),
    Mistake(bidipro, "connector 1 in 1..10", "connector 1 in 1..1000", "E0306", "the last register is 65535"),
    Mistake("victron", "2600 as int16", "2600 as int32", "E0703", "An int16 fills one register"),
    Mistake("sdm630", "float32", "float46", "E0701", "float64"),
    Mistake("sdm630", "0x0034", ".power", "E0201", "register"),
    Mistake(
      "keba-p30", "holding 5014 = 1", "holding 5014 by function 5 = 1", "E0716",
      "Function 6 writes one register"),
    Mistake(
      "keba-p30", "start: write holding 5014 = 1", "start: write holding 5014 as int32 by function 6 = 1",
      "E0716", "written whole, by function 16"),
    Mistake("sigenergy-evdc", "unknown at 0 in 0.1%", "unknown at 70000 in 0.1%", "E0306", "no uint16"),
  ]

  /// What differs between generations, and of what is asked for.
  private static let generations = [
    Mistake("shelly-em", "generation from get", "generation form get", "E0201", "`from`"),
    Mistake("shelly-em", "generation 2..", "generation 1..", "E0302", "generation 1 is described already"),
    Mistake("shelly-em", "generation 2..", "generation 3..2", "E0311", "comes first"),
    Mistake("shelly-em", "over http { login digest }", "", "E0320", "over http"),
    Mistake(
      "shelly-em", "over http { get \"/status\"   login basic }", "over http { login basic }", "E0320", "get"),
    Mistake("shelly-em", "setting solar channel in 0..2 optional", "", "E0301", "grid channel"),
    Mistake("shelly-em", "[grid channel].power", "[gird channel].power", "E0301", "grid channel"),
    Mistake("shelly-em", "[grid channel].power in W", "[grid channel].powr in W", "E0705", "leads nowhere"),
    Mistake("shelly-em", "valid when .is_valid", "valid .is_valid", "E0201", "`when`"),
    Mistake("shelly-em", "[grid channel].pf ", "[grid channel].pf in W", "E0304", "has no unit"),
    Mistake(
      "shelly-em", "read power factor from .emeters[grid channel].pf   valid when .is_valid   optional", "",
      "E0320", "read power factor from"),
    Mistake("shelly-em", "id={grid channel}\" .pf", "id={grid channel\" .pf", "E0306", "`{NAME}`"),
    Mistake(
      "shelly-em", "of get \"/rpc/EM1.GetStatus?id={grid channel}\"", "of get \"/rpc/EM1.Status\"", "E0705",
      "nothing is read"),
    Mistake(
      "shelly-three-phase", "    generation 1 {",
      "    read grid from .power in W   positive importing\n    generation 1 {",
      "E0201", "belongs into a generation"),
    Mistake(
      "shelly-three-phase", "generation from get \"/shelly\" .gen else 1", "", "E0320", "generation from get"),
    Mistake("homewizard-p1", "get \"/api/v1/data\"", "get \"/api/v1/data?password=x\"", "W0301", "env"),
  ]

  /// Of chargers over HTTP.
  private static let places = [
    Mistake("openevse", "charge_current value", "charge_current valeu", "E0701", "`value`"),
    Mistake("openevse", "charge_current value", "charge_current 16", "E0201", "`value` in the body"),
    Mistake("openevse", "(state \"disabled\",", "(state value,", "E0201", "the same each time"),
    Mistake(
      "openevse", "read back from .pilot", "read back from post \"/override\"", "E0201", "A path such as"),
    Mistake("openevse", "read back from .pilot", "read back from .pilt", "E0705", "leads nowhere"),
    Mistake("openevse", "stop: write post \"/override\" (state", "stop: write .state (state", "E0201", "("),
    Mistake(
      "openevse", "write post \"/override\" (state \"disabled\"",
      "write delete \"/override\" (state \"disabled\"", "E0306", "has no body"),
    Mistake("openevse", "set current to post", "set current to holding 5 as uint16 post", "E0201", "`in`"),
    Mistake("openevse", "from .vehicle", "from holding 5 as uint16", "E0704", "paths, not registers"),
    Mistake(
      "openevse", "failsafe: none \"it goes on with the current that it was told last\"", "", "E0707",
      "failsafe"),
    Mistake("openevse", "charge_current value", "state value", "E0302", "state"),
    Mistake("openwb-pro", "in (\"HLC\")", "in (HLC)", "E0301", "HLC"),
    Mistake(
      "openwb-pro", "fresh by .soc_timestamp within 5min", "fresh by .soc_timestamp within 5", "E0305", "min"),
    Mistake("openwb-pro", "fresh by .soc_timestamp", "fresh by .soc_time", "E0705", "leads nowhere"),
    Mistake("openwb-pro", "positive charging   range -32A", "range -32A", "E0702", "positive charging"),
    Mistake(
      "openwb-pro",
      "failsafe: none \"with its heartbeat enabled it falls back once nobody asks, but nobody says after how long and to what\"",
      "failsafe: write post \"/connect.php\" form (timeout value) in s from 10s to 60s", "E0320",
      "read back from"),
    Mistake("wallbox-quasar", "holding 0x20E as int16", ".power", "E0704", "registers, not paths"),
    Mistake("openwb-pro", "form (heartbeatenabled 1)", "form (password \"hunter2\")", "W0301", "env"),
  ]

  /// Units, scales and ranges.
  private static let units = [
    Mistake(quasar, "as int16 in W", "as int16 in A", "E0304", "in W"),
    Mistake(quasar, "as int16 in W", "as int16", "E0320", "in W"),
    Mistake(bidipro, "in 0.1%", "in 0.1", "E0305", "%"),
    Mistake(bidipro, "range 0%..100%", "range 0..1000", "E0305", "%"),
    Mistake(bidipro, "range 0%..100%", "range 100%..0%", "E0311", "comes first"),
    Mistake(
      bidipro, "as int32 in W   positive charging   range -10kW..10kW",
      "as int32 in kW   positive charging   range -10kW..10kW", "E0712", "is the unit right"),
    Mistake(
      bidipro, "as int32 in W   positive charging   range -10kW..10kW",
      "as int32 in -1W   positive charging   range -10kW..10kW", "E0306", "positive charging"),
    Mistake(
      bidipro, "as int32 in W   positive charging   range -10kW..10kW", "as int32 in W   positive charging",
      "E0320", "range -10kW..10kW"),
    Mistake(
      quasar, "as int16 in A   positive charging   range -32A..32A",
      "as uint16 in A   positive charging   range -32A..32A", "E0306", "What can be negative is an int16"),
    Mistake("keba-p30", "range 0kW..25kW", "range 0..25000000", "E0305", "W"),
    Mistake("homewizard-p1", ".active_power_w in W", ".active_power_w in kW", "E0705", "outside its range"),
    Mistake("fronius", "in W", "in w", "E0701", "W"),
  ]

  /// Directions.
  private static let directions = [
    Mistake(quasar, "in W   positive charging", "in W", "E0702", "positive charging"),
    Mistake(quasar, "in A   positive charging", "in A", "E0702", "positive discharging"),
    Mistake(quasar, "in W   positive charging", "in W   positive importing", "E0701", "charging"),
    Mistake("homewizard-p1", "positive importing", "", "E0702", "positive exporting"),
    Mistake(bidipro, "in 0.1%", "in 0.1%   positive charging", "E0702", "no direction"),
  ]

  /// What codes mean.
  private static let states = [
    Mistake(quasar, "1: charging", "12: charging unplugged", "E0709", "while a car is unplugged"),
    Mistake(quasar, "2, 3, 4, 5: paused", "1, 2, 3, 4, 5: paused", "E0709", "said already"),
    Mistake(quasar, "2, 3, 4, 5: paused", "2, 3, 4, 70000: paused", "E0709", "no uint16"),
    Mistake(quasar, "1: charging", "1: paused", "E0710", "charging"),
    Mistake(quasar, "11: discharging", "11: paused", "E0710", "discharging"),
    Mistake(quasar, "1: charging", "1: loading", "E0701", "charging"),
    Mistake(quasar, "7: fault \"an error, or starting up\"", "7: fault", "E0320", "why"),
    Mistake("vestel", "0, 1: unplugged", "0, 1: plugged", "E0710", "unplugged"),
    Mistake(
      "ambibox", "5: charging or discharging", "5: charging or paused", "E0701", "It is one of discharging"),
    Mistake(
      "ambibox", "read power from input inputs + 3818 as int32 in W   positive charging   range -15kW..15kW",
      "", "E0320", "read power"),
    Mistake(
      "ambibox", "read state from input inputs + 3882 as uint32 {",
      "read state from input inputs + 3882 as float32 {", "E0306", "whole number"),
  ]

  /// What it is told.
  private static let commands = [
    Mistake(
      quasar, "stop: write holding 0x101 = 2", "stop: write holding 0x101 = 1", "E0714",
      "what starts the charger"),
    Mistake(
      quasar, "stop: write holding 0x101 = 2", "stop: write holding 0x101 = 70000", "E0306", "no uint16"),
    Mistake(
      quasar, "stop: write holding 0x101 = 2", "stop: write input 0x101 = 2", "E0713",
      "Only holding registers"),
    Mistake(quasar, "stop: write holding 0x101 = 2", "", "E0320", "stop: …"),
    Mistake(
      quasar, "write holding 0x53 = 0", "write holding 0x102 as int16 = 16", "E0714", "would let power flow"),
    Mistake(
      quasar, "write holding 0x53 = 0", "write holding 0x58 = 0", "E0714", "which `failsafe` alone sets"),
    Mistake(
      quasar, "release holding 0x51 = 0", "release holding 0x51 = 1", "E0306", "two values of one register"),
    Mistake(bidipro, "stop: set power 0W", "stop: set power 1kW", "E0306", "only a set-point of 0 stops"),
    Mistake(bidipro, "stop: set power 0W", "stop: set current 0A", "E0701", "power"),
    Mistake(bidipro, "charge at most ceiling", "charge at most celing", "E0301", "ceiling"),
    Mistake(bidipro, "when type in (3, 5)", "when typ in (3, 5)", "E0301", "type"),
    Mistake(bidipro, "floor < 0W", "floor < 0", "E0305", "W"),
    Mistake(
      "keba-p30", "stop: write holding 5014 = 0", "stop: set current 0A", "E0711", "stopped by a `write`"),
    Mistake("sigenergy-evdc", "never 0W", "never 5W", "E0306", "only 0 can be forbidden"),
  ]

  /// How it stops by itself.
  private static let failsafes = [
    Mistake(
      bidipro, "failsafe: write holding 42 as int32 in s   from 10s to 600s", "", "E0707", "failsafe: none"),
    Mistake(bidipro, "from 10s to 600s", "from 1s to 5s", "E0708", "10 s is the least"),
    Mistake(bidipro, "from 10s to 600s", "", "E0320", "from 10s to 600s"),
    Mistake(bidipro, "42 as int32 in s", "42 as int32 in W", "E0304", "in s"),
    Mistake(
      "go-e", "failsafe: none \"it goes on with the current that it was told last\"", "failsafe: none \"\"",
      "E0320", "what then happens"),
    Mistake("keba-p30", "every 5s", "every 6s", "E0715", "twice within the shortest"),
    Mistake("keba-p30", "repeat failsafe", "repeat failsave", "E0701", "failsafe"),
    Mistake("keba-p30", "repeat failsafe", "repeat set", "E0711", "stopped by a `write`"),
    Mistake("keba-p30", "in mA = 0A", "in mV = 0A", "E0304", "in A"),
    Mistake("keba-p30", "in mA = 0A", "in mA = -6A", "E0306", "must not discharge"),
    Mistake(
      "webasto-next", "holding 6000 = 1", "holding 5004 by function 16 = 1", "E0714", "would let power flow"),
    Mistake(
      "webasto-next", "stop: set current 0A", "stop: write holding 6000 = 0", "E0714",
      "would come at the wrong time"),
    Mistake("webasto-next", "holding 6000 = 1", "input 6000 = 1", "E0713", "Only holding registers"),
    Mistake(
      "webasto-next", "failsafe: write holding 2002 as uint16 in s   from 10s to 600s",
      "failsafe: none \"it goes on\"", "E0306", "never falls back"),
  ]

  /// The way to it, and what it answers over HTTP.
  private static let ways = [
    Mistake(quasar, "over modbus", "over modbuss", "E0701", "modbus"),
    Mistake(quasar, "port 502", "port 0", "E0306", "1 to 65535"),
    Mistake(quasar, "unit 1", "unit 300", "E0306", "255"),
    Mistake(bidipro, "gap 50ms", "gap 5s", "E0306", "1000ms"),
    Mistake(quasar, "facts", "fact", "E0201", "facts"),
    Mistake(quasar, "wallbox-cloud", "wallbox-clud", "E0701", "wallbox-cloud"),
    Mistake(
      "homewizard-p1", ".active_power_w in", ".active_power in", "E0705", "there is no `.active_power`"),
    Mistake("homewizard-p1", "get \"/api/v1/data\"", "port 81", "E0320", "get"),
    Mistake("homewizard-p1", "/api/v1/data", "/api/v1/data?token=abc", "W0301", "env"),
    Mistake("home-assistant", "login bearer", "login md5", "E0701", "bearer"),
    Mistake("home-assistant", "\"W\"", "\"kW\"", "E0705", "is not at"),
    Mistake("fronius", "read grid", "read grids", "E0701", "grid"),
    Mistake(
      "fronius", "read grid from .Body.Data.Site.P_Grid in W", "read grid from holding 1 as int16 in W",
      "E0704", "Write a path"),
    Mistake(
      "openems", "read grid from .value in W", "read grid from .value in W   else 0W", "E0706",
      "Only what the sun gives"),
  ]
}

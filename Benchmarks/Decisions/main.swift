import Glibc
import Platform
import Runtime
import ScheduleLang

// Decides every minute of a year, in local time, by a schedule:
//
//     decision-benchmark SCHEDULE [YEARS]
//
// Prints the seconds of processor time for a year and a sum over all decisions, which `decisions.py` and `decisions.c` find
// too: the work is the same.

func fail(_ reason: String) -> Never {
  print("decision-benchmark: \(reason)")
  exit(2)
}

let arguments = CommandLine.arguments
guard arguments.count > 1 else { fail("needs a schedule") }
let years = arguments.count > 2 ? Int(arguments[2]) ?? 1 : 1
let compiler = ScheduleCompiler(
  read: { path throws(ReadError) in
    do throws(FileError) { return try WholeFile.read(path) } catch { throw ReadError(error.reason) }
  },
  knowsTimezone: ZoneRules.isKnown)
guard let program = try? compiler.compile(arguments[1]).program, let home = try? HomeSchedule(program) else {
  fail("\(arguments[1]) is no valid schedule")
}

/// 2026-01-01T00:00:00Z.
let start = Instant(seconds: 1_767_225_600)
var memory = Memory()
var readings = Readings()
readings.pluggedIn = true
var sum = 0
let begin = clock()
for _ in 0..<years {
  for minute in 0..<525_600 {
    let soc = minute / 7 % 102
    readings.soc = soc == 101 ? nil : soc
    let moment = home.clocks.moment(at: start.adding(seconds: minute * 60))
    let decision = decide(
      home.schedule, at: moment, readings: readings, memory: &memory, outlook: home.outlook
    )
    .decision
    sum &+= (3 * Int(decision.minimumCurrent) + 5 * Int(decision.maximumCurrent)) * (1 + minute % 7)
  }
}
let seconds = Double(clock() - begin) / Double(CLOCKS_PER_SEC) / Double(max(1, years))
print("\(seconds) \(sum / max(1, years))")

import Glibc
import Insights
import Runtime
import ScheduleLang

// Times the simulation of a year of minutes: decisions, battery, house and cost, without reading any file; in time
// of the processor, so that what else the machine does counts little.
//
//     swift run -c release simulation-benchmark schedules/flux.evs
//     swift run -c release simulation-benchmark --write year.csv
//
// States in the comment of each schedule what it saves in that year, or says where a comment states something else:
//
//     swift run -c release simulation-benchmark --savings schedules/*.evs
//     swift run -c release simulation-benchmark --savings --verify schedules/*.evs

/// The bytes of the file at `path`.
func contents(_ path: String) throws(ReadError) -> [UInt8] {
  guard let file = fopen(path, "r") else { throw ReadError("it cannot be opened") }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return Array(bytes.prefix(count))
}

func fail(_ reason: String) -> Never {
  print("simulation-benchmark: \(reason)")
  exit(2)
}

/// Prints how long a year takes.
func time(_ subject: HomeSchedule, over series: HouseSeries, _ path: String) {
  var times: [Int] = []
  var cost: Double?
  // Eleven runs, or as many as some seconds have room for.
  while times.isEmpty || (times.count < 11 && times.reduce(0, +) < 4000) {
    let start = clock()
    cost = Simulation(of: subject, over: series, soc: 60).energy.cost
    times.append((clock() - start) / 1000)
  }
  times.sort()
  let costText = cost.map { "\(Int($0.rounded()))" } ?? "unknown"
  print(
    "\(path): \(series.count) minutes in \(times[0]) ms, \(times[times.count / 2]) ms in the middle of \(times.count) runs; cost \(costText)"
  )
}

let year = InventedYear()
var arguments = CommandLine.arguments.dropFirst()
if arguments.first == "--write", let path = arguments.dropFirst().first {
  guard let file = fopen(path, "w") else { fail("\(path) cannot be written") }
  fputs(year.csv, file)
  exit(fclose(file) == 0 ? 0 : 3)
}
let statesSavings = arguments.first == "--savings"
if statesSavings { arguments.removeFirst() }
let verifies = statesSavings && arguments.first == "--verify"
if verifies { arguments.removeFirst() }
guard !arguments.isEmpty else { fail("needs schedules, or --write CSV") }

let compiler = ScheduleCompiler(
  read: contents, knowsTimezone: ZoneRules.isKnown)
var isWrong = false
for path in arguments {
  guard let compilation = try? compiler.compile(path), let program = compilation.program else {
    fail("\(path) is no valid schedule")
  }
  guard let plain = try? HomeSchedule(program) else {
    // The devices that all share are no schedule.
    if statesSavings { continue }
    fail("\(path) has no schedule")
  }
  let subject = plain.with(published: InventedYear.published(plain))
  guard statesSavings else {
    time(subject, over: year.series, path)
    continue
  }
  guard let bytes = try? contents(path) else { fail("\(path) cannot be read") }
  let text = String(decoding: bytes, as: UTF8.self)
  let stated = Savings(of: subject, over: year.series).stated(in: text)
  if stated == text { continue }
  if verifies {
    print(
      "\(path): its comment states another saving than its year has; run simulation-benchmark --savings \(path)"
    )
    isWrong = true
    continue
  }
  guard let file = fopen(path, "w") else { fail("\(path) cannot be written") }
  fputs(stated, file)
  guard fclose(file) == 0 else { fail("\(path) cannot be written") }
  print("\(path): \(Savings(of: subject, over: year.series).line)")
}
exit(isWrong ? 1 : 0)

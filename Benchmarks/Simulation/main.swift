import Glibc
import Runtime
import ScheduleLang

// Times the simulation of a year of minutes: decisions, battery, house and cost, without reading any file; in time
// of the processor, so that what else the machine does counts little.
//
//     swift run -c release simulation-benchmark schedules/flux.evs
//     swift run -c release simulation-benchmark --write year.csv

/// The file at `path`, or why it cannot be read.
func contents(_ path: String) -> Result<[UInt8], ScheduleCompiler.ReadFailure> {
  guard let file = fopen(path, "r") else { return .failure(.init("it cannot be opened")) }
  defer { fclose(file) }
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, file)
  return .success(Array(bytes.prefix(count)))
}

func fail(_ reason: String) -> Never {
  print("simulation-benchmark: \(reason)")
  exit(2)
}

let arguments = CommandLine.arguments.dropFirst()
let year = InventedYear()
if arguments.first == "--write", let path = arguments.dropFirst().first {
  guard let file = fopen(path, "w") else { fail("\(path) cannot be written") }
  fputs(year.csv, file)
  exit(fclose(file) == 0 ? 0 : 3)
}
guard !arguments.isEmpty else { fail("needs schedules, or --write CSV") }

let compiler = ScheduleCompiler(
  read: contents, knowsTimezone: { (try? ZoneRules(identifier: $0)) != nil })
for path in arguments {
  guard case .success(let compilation) = compiler.compile(path), let program = compilation.program,
    let schedule = program.schedule, let clocks = try? ClockSet(identifiers: schedule.clocks)
  else { fail("\(path) is no valid schedule") }
  let plain = ReportSubject(site: program.site, schedule: schedule, sources: program.sources, clocks: clocks)
  let subject = plain.with(
    published: Dictionary(plain.priceSources.map { ($0, InventedYear.prices) }, uniquingKeysWith: { $1 }))
  var times: [Int] = []
  var cost: Double?
  for _ in 0..<11 {
    let start = clock()
    cost = Simulation(of: subject, over: year.series, soc: 60).energy.cost
    times.append((clock() - start) / 1000)
  }
  times.sort()
  let costText = cost.map { "\(Int($0.rounded()))" } ?? "unknown"
  print(
    "\(path): \(year.series.count) minutes in \(times[0]) ms, \(times[5]) ms in the middle of 11 runs; cost \(costText)"
  )
}

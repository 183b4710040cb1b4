import Foundation
import PeerSupport
import Testing

/// Sets a switch of a run from outside.
@Suite("Inputs of a run", .waits, .timeLimit(.minutes(10)))
struct InputProcessTests {
  private let folder = TemporaryFolder()
  private let environment: [String: String]

  init() throws {
    environment = [
      "XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run",
    ]
    try folder.write(
      """
      input Trip = off
      site "home" { timezone "UTC"
          charger simulated { current 3A..16A   soc 5%..97%   start soc 30% }
          meter simulated
      }
      schedule "s" {
          when Trip: charge at 9A
          otherwise: charge at 6A
      }
      """, as: "test.evs")
  }

  private func ask(_ arguments: String...) throws -> ProgramRun {
    try ProgramRun(arguments, in: folder.url, environment: environment)
  }

  @Test("a switch acts at once, outlives the program, and is as declared again when it is told to")
  func switches() throws {
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { run.kill() }
    run.waitFor("otherwise: charge at 6A")
    let set = try ask("--set", "trip", "on")
    #expect(set.exitCode == 0)
    #expect(set.output.contains("when Trip: charge at 9A"))
    #expect(set.output.contains("input      Trip on\n"))
    run.kill()

    let next = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { next.kill() }
    #expect(
      !next.waitFor("when Trip: charge at 9A").contains("otherwise: charge at 6A"), "from the first tick on")
    #expect(try ask("--status").output.contains("input      Trip on\n"))
    let back = try ask("--set", "TRIP", "default")
    #expect(back.output.contains("otherwise: charge at 6A"))
    #expect(back.output.contains("Trip off (as declared)"))
  }

  @Test("an end by the clock, and by departure, is shown; what makes no sense is refused")
  func ends() throws {
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { run.kill() }
    run.waitFor("otherwise: charge at 6A")
    #expect(
      try ask("--set", "trip", "on", "until", "2099-01-01 12:00").output.contains("until 2099-01-01T12:00:00")
    )
    #expect(try ask("--set", "trip", "on", "once").output.contains("Trip on until the car has left"))
    for (arguments, reason) in [
      (["--set", "trap", "on"], "no input trap; it has: Trip"), (["--set", "trip", "maybe"], "is a switch"),
      (["--set", "trip", "on", "until", "2020-01-01 12:00"], "a time to come"),
      (["--set", "trip", "on", "until", "noon"], "a time to come"),
    ] {
      let refused = try ProgramRun(arguments, in: folder.url, environment: environment)
      #expect(refused.exitCode == 3, "\(arguments)")
      #expect(refused.errors.contains(reason), "\(refused.errors)")
    }
    #expect(try ask("--set", "trip", "on", "for ever").exitCode == 2)
    #expect(try ask("--status").output.contains("Trip on until the car has left"))
  }

  @Test(
    "numbers and times act at once and outlive the program; what no longer suits the file is dropped with a line"
  )
  func values() throws {
    func write(_ range: String) throws {
      try folder.write(
        """
        input target = 40% in \(range)
        input ready = 07:00
        site "home" { timezone "UTC"   battery 52kWh
            charger simulated { current 3A..16A   soc 5%..97%   start soc 50% }
            meter simulated
        }
        schedule "s" {
            when soc < target: charge at 9A
            during 00:30-ready, when soc < 20%: charge at 7A
            otherwise: charge at 6A
        }
        """, as: "test.evs")
    }
    try write("30%..90%")
    let run = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { run.kill() }
    run.waitFor("otherwise: charge at 6A")
    let set = try ask("--set", "target", "80%")
    #expect(set.output.contains("input      target 80%\n"))
    run.waitFor("when soc < target: charge at 9A")
    #expect(try ask("--set", "ready", "05:30", "once").output.contains("ready 05:30 until the car has left"))
    for (value, reason) in [
      ("95%", "target is a whole percentage from 30% to 90%, or default, which is 40%"),
      ("80", "a whole percentage"),
      ("on", "a whole percentage"), ("62.5%", "a whole percentage"),
    ] {
      let refused = try ask("--set", "target", value)
      #expect(refused.exitCode == 3 && refused.errors.contains(reason), "\(value): \(refused.errors)")
    }
    let empty = try ask("--set", "ready", "00:30")
    #expect(empty.exitCode == 3 && empty.errors.contains("ready cannot be 00:30 now"), "\(empty.errors)")
    run.kill()

    let next = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    next.waitFor("when soc < target: charge at 9A")
    next.kill()

    try write("30%..60%")
    let last = try BackgroundRun(["test.evs"], in: folder.url, environment: environment)
    defer { last.kill() }
    #expect(last.waitFor("otherwise: charge at 6A").contains("input target: 80% is forgotten"))
    #expect(try ask("--status").output.contains("target 40% (as declared)"))
  }
}

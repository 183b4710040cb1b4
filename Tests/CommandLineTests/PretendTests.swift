import Foundation
import PeerSupport
import Platform
import Testing

@testable import evse_run

/// The built program against the devices that it pretends.
@Suite("Pretended devices", .waits, .timeLimit(.minutes(5)))
struct PretendTests {
  private let folder = TemporaryFolder()
  private let endpoint: Endpoint
  private var environment: [String: String] {
    ["XDG_STATE_HOME": folder.url.path + "/state", "XDG_RUNTIME_DIR": folder.url.path + "/run"]
  }

  init() throws { endpoint = try Endpoint.unused() }

  private func write(_ charger: String, _ action: String) throws {
    try folder.write(
      """
      site "home" { timezone "UTC"
      \(charger) }
      schedule "s" { otherwise: \(action) }
      """)
  }

  private func start(_ arguments: String...) throws -> BackgroundRun {
    try BackgroundRun(arguments, in: folder.url, environment: environment)
  }

  @Test("a charger follows the program, and stops by itself once that is killed")
  func killed() throws {
    try write(#"charger elli at "\#(endpoint)" { failsafe 10s required }"#, "charge at 10A")
    let device = try start("--pretend", "test.evs")
    device.waitFor("elli is pretended at \(endpoint)")
    let run = try start("test.evs")
    device.waitFor("charging with 2300 W")
    run.kill()
    let killed = Date()
    device.waitFor("stopped by its own time-out")
    // In whole seconds, as it prints.
    #expect((9...14).contains(Date().timeIntervalSince(killed)))
  }

  @Test("so does one over HTTP")
  func killedOverHTTP() throws {
    try """
    device box: charger {
        over http { get "/status" }
        read state from .state {
            "free": unplugged
            "idle": paused
            "charging": charging
        }
        read power from .power in W   positive charging
        failsafe: write put "/timeout" (seconds value) in s   from 10s to 600s   read back from .timeout
        set current to post "/set" form (amp value) in A   positive charging   range 6A..16A   read back from .limit
        stop: set current 0A
    }

    """.write(to: folder.url.appendingPathComponent("box.evs"), atomically: true, encoding: .utf8)
    try folder.write(
      """
      use "box.evs"
      site "home" { timezone "UTC"
      charger box at "\(endpoint)" { failsafe 10s required } }
      schedule "s" { otherwise: charge at 10A }
      """)
    let device = try start("--pretend", "test.evs")
    device.waitFor("box is pretended at \(endpoint)")
    let run = try start("test.evs")
    device.waitFor("charging with 2300 W")
    run.kill()
    let killed = Date()
    device.waitFor("stopped by its own time-out")
    #expect((9...14).contains(Date().timeIntervalSince(killed)))
  }

  @Test("an orderly end stops it at once")
  func ended() throws {
    try write(#"charger webasto-next at "\#(endpoint)" { failsafe 60s required }"#, "charge at 6A")
    let device = try start("--pretend", "test.evs")
    device.waitFor("is pretended at")
    let run = try start("test.evs")
    device.waitFor("charging with 1380 W")
    run.send(SIGTERM)
    #expect(run.exitCode == 0)
    let text = device.waitFor("charging with 1380 W, SoC 50 %\nwebasto-next: a car is there")
    #expect(!text.contains("time-out"))
  }

  @Test(
    "a client that others wrote reads and drives it",
    .enabled(if: PeerPython.isWanted(with: "elli2modbus"), "elli-2-modbus is not installed"))
  func client() throws {
    try write(#"charger elli at "\#(endpoint)""#, "idle")
    let device = try start("--pretend", "test.evs")
    device.waitFor("is pretended at")
    let script = """
      import asyncio, sys
      from elli2modbus.client import ModbusTcpClient, ModbusExceptionResponse

      async def main():
          client = ModbusTcpClient("127.0.0.1", int(sys.argv[1]))
          said = [await client.read_input_registers(5, 1), await client.read_input_registers(14, 1)]
          await client.write_register(261, 100)
          said += [await client.read_input_registers(5, 1), await client.read_input_registers(14, 1)]
          said += [await client.read_holding_registers(261, 2)]
          for register, value in ((261, 500), (263, 1)):
              try:
                  await client.write_register(register, value)
              except ModbusExceptionResponse as error:
                  said.append([error.code])
          print(said)

      asyncio.run(main())
      """
    let said = String(decoding: try PeerPython.run(script, ["\(endpoint.port)"]), as: UTF8.self)
    #expect(said == "[[4], [0], [7], [2300], [100, 60], [3], [2]]\n")
  }

  @Test("a meter over HTTP tells what its description looks for")
  func meter() throws {
    try write(#"charger simulated meter sonnen at "\#(endpoint)""#, "idle")
    let device = try start("--pretend", "test.evs")
    device.waitFor("sonnen is pretended at")
    let probe = try ProgramRun(["--probe", "--json", "test.evs"], in: folder.url, environment: environment)
    #expect(probe.exitCode == 0, "\(probe.errors)")
    #expect(probe.output.contains("500"))
  }

  @Test("a charger that knows no SoC goes by what is told of the car")
  func car() throws {
    let broker = try Endpoint.unused()
    try folder.write(
      """
      site "home" { timezone "UTC"   battery 60kWh
      charger keba-p30 at "\(endpoint)" { current 6A..16A }
      car teslamate at "\(broker)" }
      schedule "s" {
          when soc < 60%: charge at 10A
          when soc unknown: charge at 6A
          otherwise: idle
      }
      """)
    let device = try start("--pretend", "test.evs")
    device.waitFor("teslamate is pretended at \(broker)")
    let probe = try ProgramRun(["--probe", "test.evs"], in: folder.url, environment: environment)
    #expect(probe.exitCode == 0 && probe.output.contains("50%"), "\(probe.output)\(probe.errors)")
    let run = try start("test.evs")
    run.waitFor("when soc < 60%: charge at 10A")
    device.waitFor("charging with 2300 W")
    run.send(SIGTERM)
    #expect(run.exitCode == 0)
  }

  @Test(
    "a meter over MQTT is the broker of its topics, to which a client that others wrote listens",
    .needsBroker)
  func broker() throws {
    try write(#"charger simulated meter tasmota at "\#(endpoint)" { topic "plug" }"#, "idle")
    let device = try start("--pretend", "test.evs")
    device.waitFor("tasmota is pretended at")
    let probe = try ProgramRun(["--probe", "--json", "test.evs"], in: folder.url, environment: environment)
    #expect(probe.exitCode == 0 && probe.output.contains("500"), "\(probe.output)\(probe.errors)")
    let script = """
      import sys, paho.mqtt.client as mqtt
      heard = []
      def on_message(client, _, message):
          heard.append((message.topic, message.payload.decode()))
          if len(heard) == 2: client.disconnect()
      client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
      client.on_connect = lambda client, *_: client.subscribe("tele/+/SENSOR")
      client.on_message = on_message
      client.connect("127.0.0.1", int(sys.argv[1]))
      client.loop_forever()
      print(heard[0] == heard[1], heard[0][0])
      """
    let said = String(decoding: try PeerPython.run(script, ["\(endpoint.port)"]), as: UTF8.self)
    #expect(said == "True tele/plug/SENSOR\n")
  }

  @Test("an address that is taken, and a file without a described device, are said")
  func refusals() throws {
    try write(#"charger elli at "\#(endpoint)""#, "idle")
    let device = try start("--pretend", "test.evs")
    device.waitFor("is pretended at")
    let second = try ProgramRun(["--pretend", "test.evs"], in: folder.url, environment: environment)
    #expect(second.exitCode != 0 && second.errors.contains("in use"), "\(second.errors)")
    try write("charger simulated", "idle")
    #expect(
      try ProgramRun(["--pretend", "test.evs"], in: folder.url, environment: environment).exitCode == 2)
  }
}

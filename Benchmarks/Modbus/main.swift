import Drivers
import Glibc
import Platform

// Reads 16 registers so many times over one connection:
//
//     modbus-benchmark PORT COUNT
//
// Prints the seconds of a read, and the sum of all registers.

/// The seconds of a read, and the sum.
func measure(port: UInt16, count: Int) throws(DeviceError) -> (seconds: Double, sum: Int) {
  let client = ModbusClient(
    endpoint: Endpoint(host: "127.0.0.1", port: port), unit: 1, connector: TCPConnector())
  func read() throws(DeviceError) -> [UInt16] {
    try client.read(0, count: 16, by: MonotonicClock.deadline(after: .seconds(1)))
  }
  var sum = 0
  _ = try read()
  let begin = MonotonicClock.now
  for _ in 0..<count { for value in try read() { sum += Int(value) } }
  return ((MonotonicClock.now - begin) / .seconds(1) / Double(count), sum)
}

let arguments = CommandLine.arguments
guard arguments.count == 3, let port = UInt16(arguments[1]), let count = Int(arguments[2]), count > 0 else {
  print("modbus-benchmark: needs a port of 127.0.0.1 and a count")
  exit(2)
}
do throws(DeviceError) {
  let (seconds, sum) = try measure(port: port, count: count)
  print("\(seconds) \(sum)")
} catch {
  print("modbus-benchmark: \(error)")
  exit(1)
}

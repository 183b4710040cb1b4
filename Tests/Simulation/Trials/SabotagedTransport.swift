import Platform
import Drivers

/// The way of records to the database with a planted bug.
struct SabotagedTransport: InfluxTransport, Sendable {
  let database: VirtualDatabase
  let bug: PlantedBug

  func post(_ body: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) -> InfluxAnswer {
    var body = body
    if bug == .recordsReordered {
      let newline = UInt8(ascii: "\n")
      body = body.split(separator: newline).reversed().flatMap { $0 + [newline] }
    }
    do throws(DeviceError) {
      return try database.post(body, by: deadline)
    } catch {
      guard bug == .recordLost, error == .timeout else { throw error }
      return InfluxAnswer(status: 204, retryAfter: nil, body: [])
    }
  }
}

import Platform
import ScheduleLang
import Synchronization

/// A pretended device at an endpoint.
package final class PretendedService {
  /// What the device is called.
  package let name: String
  /// Where it is served.
  package let endpoint: Endpoint
  private let device: any PretendedDevice
  /// Answers over Modbus or MQTT, where it does.
  private let server: PretendedServer?

  init(
    _ device: any PretendedRegisters, _ access: ModbusAccess, of name: String, at endpoint: Endpoint
  ) throws(DeviceError) {
    (self.device, self.name, self.endpoint) = (device, name, endpoint)
    server = try PretendedServer(at: endpoint) {
      PretendedConversation(device, unit: access.unit, framing: access.framing)
    }
  }

  /// Serves a meter as the broker of its own topics.
  init(broker meter: PretendedMeter, of name: String, at endpoint: Endpoint) throws(DeviceError) {
    (device, self.name, self.endpoint) = (meter, name, endpoint)
    let messages = meter.documents.map { MQTTMessage(topic: $0, payload: Array($1.text.utf8)) }
    server = try PretendedServer(at: endpoint) { PretendedBroker(messages) }
  }

  /// Serves a meter over HTTP, from a thread of its own.
  init(_ meter: PretendedMeter, of name: String, at endpoint: Endpoint) throws(DeviceError) {
    (device, self.name, self.endpoint, server) = (meter, name, endpoint, nil)
    let answers = meter.documents.map { target, document in
      (PretendedTarget(target), Array(document.text.utf8))
    }
    let http = try HTTPServer(address: endpoint.description, defaultPort: endpoint.port) { request in
      .response(
        answers.first { $0.0.isAsked(by: request) }.map {
          HTTPServerResponse(type: "application/json", body: $0.1)
        } ?? HTTPServerResponse(404, text: "a pretended device has nothing here\n"))
    }
    if let failure = http.firstFailure { throw failure }
  }

  /// Serves a charger over HTTP, from a thread of its own.
  init(_ places: sending PretendedPlaces, of name: String, at endpoint: Endpoint) throws(DeviceError) {
    let shared = SharedPlaces(places)
    (device, self.name, self.endpoint, server) = (shared, name, endpoint, nil)
    let http = try HTTPServer(address: endpoint.description, defaultPort: endpoint.port) { request in
      .response(shared.answer(request))
    }
    if let failure = http.firstFailure { throw failure }
  }

  /// A charger that the server's thread drives, and another looks at.
  private final class SharedPlaces: PretendedDevice, Sendable {
    private let places: Mutex<PretendedPlaces>

    init(_ places: sending PretendedPlaces) { self.places = Mutex(places) }

    func answer(_ request: HTTPServerRequest) -> HTTPServerResponse {
      places.withLock { $0.answer(request, at: MonotonicClock.now) }
    }

    func line(at time: Duration) -> String { places.withLock { $0.charger.line(at: time) } }
  }

  /// What can be waited for.
  package var descriptors: [Int32] { server?.descriptors ?? [] }

  /// Answers all that has come.
  package func serve() { server?.serve() }

  /// What the device does, in a line.
  package var line: String { device.line(at: MonotonicClock.now) }
}

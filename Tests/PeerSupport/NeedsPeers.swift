import Testing

extension Trait where Self == ConditionTrait {
  /// Runs where pymodbus is installed, or where peers are required.
  package static var needsPymodbus: Self {
    .enabled(
      if: PeerPython.isWanted(with: "pymodbus.simulator"),
      "pymodbus is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt")
  }

  /// Runs where line-protocol-parser is installed, or where peers are required.
  package static var needsLineProtocolParser: Self {
    .enabled(
      if: PeerPython.isWanted(with: "line_protocol_parser"),
      "line-protocol-parser is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt")
  }

  /// Runs where prometheus-client is installed, or where peers are required.
  package static var needsPrometheusClient: Self {
    .enabled(
      if: PeerPython.isWanted(with: "prometheus_client"),
      "prometheus-client is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt")
  }

  /// Runs where paho-mqtt, and with it mosquitto, is installed, or where peers are required.
  package static var needsBroker: Self {
    .enabled(
      if: PeerPython.isWanted(with: "paho.mqtt.client"),
      "paho-mqtt is not installed for \(PeerPython.command): see Tests/Peers/install")
  }

  /// Runs where pysunspec2 is installed, or where peers are required.
  package static var needsSunSpec: Self {
    .enabled(
      if: PeerPython.isWanted(with: "sunspec2.mdef"),
      "pysunspec2 is not installed for \(PeerPython.command): see Tests/Peers/requirements.txt")
  }

  /// Runs where there is a Python, or where peers are required.
  package static var needsPython: Self {
    .enabled(
      if: PeerPython.isWanted(with: "json"), "\(PeerPython.command) does not run: set EVSE_PYTHON")
  }
}

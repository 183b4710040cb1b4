/// A connection whose bytes are printed as they pass.
package final class TracedStream: ByteStream {
  /// The connection itself.
  package let stream: any ByteStream
  private let peer: String

  /// Prints what passes through `stream`, to and from `peer`.
  package init(_ stream: any ByteStream, peer: String) {
    self.stream = stream
    self.peer = peer
  }

  package func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    ExchangeTrace.note(.sent, bytes, peer: peer)
    try stream.send(bytes, by: deadline)
  }

  package func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    do {
      let bytes = try stream.receive(by: deadline)
      if bytes.isEmpty {
        ExchangeTrace.note("closed the connection", peer: peer)
      } else {
        ExchangeTrace.note(.received, bytes, peer: peer)
      }
      return bytes
    } catch {
      ExchangeTrace.note("\(error)", peer: peer)
      throw error
    }
  }

  package var isQuiet: Bool { stream.isQuiet }

  package func close() { stream.close() }
}

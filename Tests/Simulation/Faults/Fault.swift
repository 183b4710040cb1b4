/// What can go wrong in one exchange with a device.
enum Fault: String, CaseIterable {
  // Of the network, whatever the protocol.
  /// The device never hears of the request.
  case lostRequest
  /// The device acts on the request, and the reply does not come.
  case lostReply
  /// The device hears of the request only later, perhaps after the client has given up.
  case lateRequest
  case lateReply
  /// The device hears of the request twice.
  case duplicate
  /// One byte of the reply is another.
  case corruption
  /// The reply stops in the middle, and the connection ends.
  case cut
  /// The connection ends without a reply.
  case hangUp
  /// One byte a second.
  case trickle
  // Of Modbus.
  case wrongTransaction, wrongUnit, wrongFunction, exception
  // Of HTTP and what it carries.
  case invalidJSON, notANumber, notValid, missingValue, redirect, unauthorized, serverError, hugeBody

  /// The faults that befall any peer.
  static let ofNetwork: [Fault] = [
    .lostRequest, .lostReply, .lateRequest, .lateReply, .duplicate, .corruption, .cut, .hangUp, .trickle,
  ]

  /// Those after which a login may seem to be refused.
  static let ofLogin: Set<Fault> = [.unauthorized, .corruption, .duplicate, .lateReply, .lateRequest]
}

import Platform
import Drivers

/// A connection over a virtual link: time passes only while the program waits for bytes.
final class VirtualStream: ByteStream {
  private struct Arrival {
    var time: VirtualTime
    var bytes: [UInt8]
  }

  private let link: VirtualLink
  private let epoch: Int
  /// What is on its way to the program, in order; empty bytes are the end.
  private var arrivals: [Arrival] = []
  private var isOpen = true

  private var world: World { link.world }

  init(link: VirtualLink) {
    self.link = link
    epoch = link.epoch
  }

  var isQuiet: Bool { epoch == link.epoch && !arrivals.contains { $0.time <= world.now } }

  func close() {
    isOpen = false
    arrivals = []
  }

  func send(_ bytes: [UInt8], by deadline: ExchangeDeadline) throws(DeviceError) {
    try checkAlive()
    if world.mayLosePower(at: bytes) { throw .transport("the program is dead") }
    guard link.outage == nil else {
      link.trouble()
      return
    }
    guard epoch == link.epoch else { throw .transport("connection reset by peer") }
    transmit(bytes, fault: link.nextFault())
    _ = world.mayLosePower(at: bytes)
  }

  func receive(by deadline: ExchangeDeadline) throws(DeviceError) -> [UInt8] {
    while true {
      try checkAlive()
      if link.outage == nil, epoch != link.epoch { throw .transport("connection reset by peer") }
      if let first = arrivals.first, first.time <= deadline.virtualTime {
        world.pass(until: first.time)
        // What passed meanwhile may have ended the connection.
        if arrivals.first?.time == first.time { arrivals.removeFirst() }
        return first.bytes
      }
      guard let next = world.nextDelivery, next <= deadline.virtualTime else { break }
      world.pass(until: next)
    }
    world.pass(until: deadline.virtualTime)
    throw .timeout
  }

  private func checkAlive() throws(DeviceError) {
    guard world.isProgramAlive else { throw .transport("the program is dead") }
    guard isOpen else { throw .transport("the connection is closed") }
  }

  /// Brings a request to the device, and its reply on the way back.
  private func transmit(_ request: [UInt8], fault: Fault?) {
    switch fault {
    case nil:
      guard let reply = link.peer.answer(request, at: world.now) else { return arrive([], after: 1) }
      link.noteReply(reply, to: request)
      arrive(reply, after: link.replyDelay())
    case .lostRequest: break
    case .lateRequest:
      world.deliver(after: .milliseconds(world.random.number(in: 50...3000))) { [self] in
        link.trouble()
        if let reply = link.peer.answer(request, at: world.now) { arrive(reply, after: 2) }
      }
    case .hangUp: arrive([], after: 1)
    case .duplicate:
      for _ in 0..<2 { if let reply = link.peer.answer(request, at: world.now) { arrive(reply, after: 2) } }
    case .some(let fault):
      guard let reply = link.peer.answer(request, at: world.now) else { return arrive([], after: 1) }
      sendBack(reply, to: request, fault)
    }
  }

  /// Sends back what `fault` leaves of a reply.
  private func sendBack(_ reply: [UInt8], to request: [UInt8], _ fault: Fault) {
    switch fault {
    case .lostReply: break
    case .lateReply: arrive(reply, after: world.random.number(in: 50...3000))
    case .corruption:
      var bytes = reply
      bytes[world.random.number(in: 0...(bytes.count - 1))] ^= UInt8(world.random.number(in: 1...255))
      arrive(bytes, after: 2)
    case .cut:
      arrive(Array(reply.prefix(world.random.number(in: 0...(reply.count - 1)))), after: 2)
      arrive([], after: 3)
    case .trickle:
      // No exchange waits for more than a few of them.
      for (index, byte) in reply.prefix(5).enumerated() { arrive([byte], after: 1000 * (index + 1)) }
    default:
      arrive(link.peer.spoil(reply, to: request, by: fault, random: &world.random), after: 2)
    }
  }

  /// Lets `bytes` reach the program in so many milliseconds.
  private func arrive(_ bytes: [UInt8], after milliseconds: Int) {
    let time = max(world.now + .milliseconds(milliseconds), arrivals.last?.time ?? 0)
    // Now and then in two parts, as a network may split them.
    guard bytes.count > 1, world.random.chance(0.05) else {
      arrivals.append(Arrival(time: time, bytes: bytes))
      return
    }
    let cut = world.random.number(in: 1...(bytes.count - 1))
    arrivals.append(Arrival(time: time, bytes: Array(bytes[..<cut])))
    arrivals.append(Arrival(time: time + .milliseconds(1), bytes: Array(bytes[cut...])))
  }
}

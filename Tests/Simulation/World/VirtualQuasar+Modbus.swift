import SeededRandomness

extension VirtualQuasar: VirtualPeer {
  var protocolFaults: [Fault] { [.wrongTransaction, .wrongUnit, .wrongFunction, .exception] }

  func answer(_ request: [UInt8], at time: VirtualTime) -> [UInt8]? {
    // Header of seven bytes, function, address and value: both functions that it knows are as long.
    guard request.count == 12, request[2] == 0, request[3] == 0, request[6] == 1 else { return nil }
    hear(at: time)
    let function = request[7]
    let address = Int(request[8]) << 8 | Int(request[9])
    let value = UInt16(request[10]) << 8 | UInt16(request[11])
    switch function {
    case 3:
      guard (1...125).contains(value) else { return refusal(of: request, code: 3) }
      var body: [UInt8] = [3, UInt8(value * 2)]
      for offset in 0..<Int(value) {
        guard let content = register(address + offset) else { return refusal(of: request, code: 2) }
        body.append(UInt8(content >> 8))
        body.append(UInt8(truncatingIfNeeded: content))
      }
      return frame(body, replyingTo: request)
    case 6:
      if let code = write(value, to: address) { return refusal(of: request, code: code) }
      return request
    default: return refusal(of: request, code: 1)
    }
  }

  func spoil(_ reply: [UInt8], to request: [UInt8], by fault: Fault, random: inout SeededGenerator) -> [UInt8]
  {
    var bytes = reply
    switch fault {
    case .wrongTransaction: bytes[random.number(in: 0...1)] ^= UInt8(random.number(in: 1...255))
    case .wrongUnit: bytes[6] = 9
    case .wrongFunction: bytes[7] = 4
    case .exception: return refusal(of: request, code: random.one(of: [2, 4, 5, 6, 6, 10, 11]))
    default: break
    }
    return bytes
  }

  private func refusal(of request: [UInt8], code: UInt8) -> [UInt8] {
    frame([request[7] | 0x80, code], replyingTo: request)
  }

  private func frame(_ body: [UInt8], replyingTo request: [UInt8]) -> [UInt8] {
    [request[0], request[1], 0, 0, 0, UInt8(body.count + 1), request[6]] + body
  }
}

import Testing

@testable import Platform

@Suite("The kernel's list of TCP sockets")
struct NetworkTableTests {
  private typealias End = NetworkTable.SocketEnd

  private func table(_ lines: String) -> NetworkTable {
    NetworkTable([Array(("  sl  local_address rem_address   st …\n" + lines).utf8)])
  }

  /// Lines as Linux writes them: a listener at every address, one at 127.0.0.2 alone, connections of users 1000 and 0.
  private let lines = """
       0: 00000000:05DE 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 100 1 0 100 0 0 10 0
       1: 0200007F:05DF 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 101 1 0 100 0 0 10 0
       2: 0100007F:C350 0100007F:05DE 01 00000000:00000000 00:00000000 00000000  1000        0 102 1 0 20 4 30 10 -1
       3: 0A00A8C0:C351 7B00A8C0:01F6 01 00000000:00000000 00:00000000 00000000     0        0 103 1 0 20 4 30 10 -1
       4: 0A00A8C0:C352 7B00A8C0:01F7 06 00000000:00000000 00:00000000 00000000     0        0 104 1 0 20 4 30 10 -1
    """

  @Test("tells whose connections there are, and where to")
  func connections() {
    let table = table(lines)
    let charger = End(host: "192.168.0.123", port: 502)
    #expect(table.isConnected(user: 0, to: [charger], except: nil))
    #expect(table.isConnected(user: nil, to: [charger], except: nil))
    #expect(!table.isConnected(user: 1000, to: [charger], except: nil))
    #expect(!table.isConnected(user: nil, to: [charger], except: 50001), "one's own")
    #expect(
      !table.isConnected(user: nil, to: [End(host: "192.168.0.123", port: 503)], except: nil), "it has ended")
    #expect(table.isConnected(user: 1000, to: [End(host: "127.0.0.1", port: 1502)], except: nil))
    #expect(!table.isConnected(user: nil, to: [], except: nil))
  }

  @Test("reads addresses of IPv6, and those of IPv4 within it")
  func longAddresses() {
    let table = table(
      """
         0: 00000000000000000000000001000000:C350 00000000000000000000000001000000:05DE 01 0:0 0:0 0 7 0 1
         1: 0000000000000000FFFF00000100007F:C351 0000000000000000FFFF00000100007F:05DF 01 0:0 0:0 0 8 0 1
         2: B80D0120000000000000000001000000:C352 B80D0120000000000000000005000000:01F6 01 0:0 0:0 0 9 0 1
      """)
    #expect(table.isConnected(user: 7, to: [End(host: "127.0.0.1", port: 1502)], except: nil))
    #expect(table.isConnected(user: 8, to: [End(host: "127.0.0.1", port: 1503)], except: nil))
    #expect(table.isConnected(user: 9, to: [End(host: "2001:db8::5", port: 502)], except: nil))
  }

  @Test("knows many addresses of this machine for one where one program listens at them all")
  func spellings() {
    let table = table(lines)
    for host in ["127.0.0.1", "0.0.0.0", "::", "::1", "127.0.0.2", "127.9.9.9", "::ffff:127.0.0.1"] {
      #expect(table.known(End(host: host, port: 1502)) == End(host: "127.0.0.1", port: 1502), "\(host)")
    }
    #expect(table.known(End(host: "127.0.0.2", port: 1503)) == End(host: "127.0.0.2", port: 1503))
    #expect(table.known(End(host: "127.0.0.1", port: 1503)) == End(host: "127.0.0.1", port: 1503))
    let own = End(host: "192.168.0.10", port: 1502)
    #expect(table.known(own) == own)
    #expect(table.known(own, isLocal: true) == End(host: "127.0.0.1", port: 1502))
    let name = End(host: "charger.lan", port: 502)
    #expect(table.known(name) == name)
  }

  @Test("passes over what makes no sense")
  func nonsense() {
    for text in [
      "", "\u{0}", "0: 1 2 01", "0: 0100007F:05DE 0100007F 01 0 0 0 7", "0: 0100007F:XXXX 0:0 01 0 0 0 7",
    ] {
      #expect(!table(text).isConnected(user: nil, to: [End(host: "127.0.0.1", port: 1502)], except: nil))
    }
  }
}

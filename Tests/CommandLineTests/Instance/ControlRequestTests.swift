import Testing

@testable import evse_run

@Suite("Requests to a run")
struct ControlRequestTests {
  private func request(_ text: String) -> ControlRequest? { ControlRequest(json: Array(text.utf8)) }

  @Test("a stop is a stop whatever else comes with it")
  func stop() {
    for text in [
      #"{"command":"stop"}"#, #"{"schemaVersion":2,"command":"stop"}"#,
      #"{"schemaVersion":1,"command":"stop","seconds":"x","soc":-1,"more":[1]}"#,
    ] { #expect(request(text)?.command == .stop, "\(text)") }
  }

  @Test("others must make sense, and what they have no use for is not looked at")
  func others() {
    #expect(request(#"{"schemaVersion":1,"command":"resume","soc":"x"}"#)?.command == .resume)
    #expect(request(#"{"schemaVersion":1,"command":"pause","seconds":60}"#)?.seconds == 60)
    #expect(request(#"{"schemaVersion":1,"command":"charge-to","soc":80}"#)?.soc == 80)
    for text in [
      #"{"command":"resume"}"#, #"{"schemaVersion":2,"command":"resume"}"#, #"{"schemaVersion":1}"#,
      #"{"schemaVersion":1,"command":"pause","seconds":1e999}"#, #"{"schemaVersion":1,"command":"Stop"}"#,
      #"{"schemaVersion":1,"command":"charge-to","soc":"80"}"#, "[]", "", "stop",
      String(repeating: "[", count: 100_000),
      #"{"command":"stop","x":"# + String(repeating: " ", count: 5000) + "1}",
    ] { #expect(request(text) == nil, "\(text.prefix(60))") }
  }
}

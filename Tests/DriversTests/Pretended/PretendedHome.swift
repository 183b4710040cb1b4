import Platform
import Runtime
import ScheduleLang
import Testing

@testable import Drivers

/// The real loop on a charger that a text describes, and that is pretended from a text.
final class PretendedHome {
  let world: PretendedWorld
  let charger: any Charger
  private(set) var loop: ControlLoop!
  private(set) var events: [RunEvent] = []
  var decision = Decision(.charge, 6, 6)

  /// Creates a home with a charger that ships, or that is described by `text`.
  ///
  /// - Parameters:
  ///   - settings: what the site says of it.
  ///   - driving: what is another in the text that it is driven by.
  init(
    _ name: String = "", text: String? = nil, settings: String = "", driving: (String) -> String = { $0 }
  ) throws {
    let shipped = BuiltInDevices.source(name).map { String(decoding: $0.bytes, as: UTF8.self) }
    guard let written = text ?? shipped else { throw Unsuitable(reasons: []) }
    let text = Self.text(written)
    let site = try Self.site(driving(text), settings)
    let original = try Self.site(text, settings)
    guard let description = original.charger.description, let described = description.charger
    else { throw Unsuitable(reasons: []) }
    let map = try DeviceFactory().map(
      of: described, description, original.charger, voltage: original.voltage)
    let world = PretendedWorld(
      map, original.charger.modbus, DescribedSettings(description, original.charger))
    self.world = world
    charger = try DeviceFactory(connector: world).charger(site.charger, voltage: site.voltage)
    loop = ControlLoop(
      site: site, charger: charger, meter: nil, clock: world,
      evaluate: { [unowned self] _, _, order in
        Outcome(decision: order?.kind.wantsNoPower == true ? .idle : decision, ruleIndex: nil)
      }, report: { [unowned self] in events.append($0) })
  }

  /// The text describes no charger that could be driven so.
  struct Unsuitable: Error { var reasons: [String] }

  /// The clock of the world stands still while the program waits for a gap.
  private static func text(_ text: String) -> String {
    text.replacing(/gap [0-9]+ms/, with: "").replacing(
      /device [a-z0-9-]+: charger/, with: "device under-test: charger")
  }

  private static func site(_ text: String, _ settings: String) throws -> Site {
    let home = """

      site "home" {
          timezone "UTC"
          charger under-test at "10.0.0.9" { soc 0%..100%   \(settings) }
      }
      """
    let compilation = ScheduleCompiler().compile(
      SourceFile(path: "home.evs", bytes: Array((text + home).utf8)))
    guard let site = compilation.program?.site else {
      throw Unsuitable(reasons: compilation.diagnostics.map(\.message))
    }
    return site
  }

  /// Lets the loop tick each second.
  func run(_ seconds: Int) {
    for _ in 0..<seconds {
      let second = Instant(seconds: world.now.seconds)
      loop.tick(at: world.now)
      _ = world.sleep(until: second.adding(seconds: 1))
    }
  }

  var failures: [DeviceError] {
    events.compactMap { if case .failed(_, let error) = $0 { error } else { nil } }
  }

  var last: LoopSnapshot? {
    events.lazy.compactMap { if case .ticked(let snapshot) = $0 { snapshot } else { nil } }.last
  }

  /// Forgets what has happened, for a long run.
  func forget() { events = [] }
}

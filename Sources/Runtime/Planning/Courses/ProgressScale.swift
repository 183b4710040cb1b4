import ScheduleLang

/// A scale along which an action moves the SoC, from where it can start to where it is to lead: upwards for one that
/// charges, downwards for one that discharges.
package struct ProgressScale: Hashable {
  /// How many cells it has between its nodes.
  let last = 480

  /// Whether the SoC rises.
  package let rises: Bool
  /// The progress that is wanted; the last node.
  let aim: Double
  /// How far apart two nodes are, in percent.
  let step: Double

  /// Creates a scale from somewhat before `soc` to `aim` percent: the nearer they are, the finer it is.
  init(rises: Bool, from soc: Percent, aim: Percent) {
    self.rises = rises
    let (end, start) = (Self.progress(at: aim, rises: rises), Self.progress(at: soc, rises: rises))
    self.aim = max(0, end)
    let length = min(self.aim, max(0, self.aim - start) * 1.3 + 3)
    step = max(length, 1) / Double(last)
  }

  /// The progress at an SoC.
  func progress(at soc: Percent) -> Double { Self.progress(at: soc, rises: rises) }

  private static func progress(at soc: Percent, rises: Bool) -> Double {
    rises ? soc.value : 100 - soc.value
  }

  /// The SoC at a progress.
  func soc(at progress: Double) -> Percent { Percent(rises ? progress : 100 - progress) }

  /// The progress at node number `index`.
  func node(_ index: Int) -> Double { aim - Double(last - index) * step }

  /// The progress at which the whole percent begins that a cell lies in.
  func edge(ofCell index: Int) -> Double {
    let middle = soc(at: (node(index) + node(index + 1)) / 2).value
    return progress(at: Percent(rises ? middle.rounded(.down) : middle.rounded(.down) + 1))
  }

  /// Where `progress` lies, as a number of nodes from the first one, kept on the scale.
  func position(of progress: Double) -> Double {
    min(max(Double(last) - (aim - progress) / step, 0), Double(last))
  }
}

extension Double {
  /// The value with at most three digits after the point, as reports give it.
  var roundedForReport: Double {
    // Far beyond what any report is about a thousandth means nothing.
    guard magnitude < 1e12 else { return self }
    let rounded = (self * 1000).rounded() / 1000
    return rounded == 0 ? 0 : rounded
  }
}

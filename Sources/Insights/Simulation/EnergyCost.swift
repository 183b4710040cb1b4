import ScheduleLang

/// What energy through the grid meter costs.
enum EnergyCost {
  /// The cost of `kilowattHours`, export negative, in minor money units; nil where the price is not known.
  ///
  /// What needs no price costs nothing only where there is one.
  static func of(_ kilowattHours: Double, importPrice: Price?, exportPrice: Price?) -> Double? {
    let price = kilowattHours > 0 ? importPrice : kilowattHours < 0 ? exportPrice : importPrice ?? exportPrice
    return price.map { $0.value * kilowattHours }
  }
}

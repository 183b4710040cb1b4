/// The settings of all site blocks, the last of each.
struct SiteSettings {
  var timezone: Word?
  var battery: QuantitySyntax?
  var wear: QuantitySyntax?
  var margin: QuantitySyntax?
  var voltage: QuantitySyntax?
  var importLimit: QuantitySyntax?
  var exportLimit: QuantitySyntax?
  var charger: DeviceSyntax?
  var meter: DeviceSyntax?
  var solarMeter: DeviceSyntax?
  var car: DeviceSyntax?
  var records: [DeviceSyntax] = []
  var tellers: [DeviceSyntax] = []
  var importTariff: Word?
  var exportTariff: Word?
  var staleAfter: QuantitySyntax?
  var settle: QuantitySyntax?
  var keepsFixedActions = false
  var onStaleMeter: SourceRange?
  var log: Word?
  var metrics: Word?
  var dashboard: (address: Word, host: Word?)?

  mutating func take(_ setting: SiteSettingSyntax) {
    switch setting {
    case .timezone(let word): timezone = word
    case .battery(let quantity): battery = quantity
    case .wear(let quantity): wear = quantity
    case .margin(let quantity): margin = quantity
    case .voltage(let quantity): voltage = quantity
    case .importLimit(let quantity): importLimit = quantity
    case .exportLimit(let quantity): exportLimit = quantity
    case .charger(let device): charger = device
    case .meter(let device): meter = device
    case .solarMeter(let device): solarMeter = device
    case .car(let device): car = device
    case .record(let device): records.append(device)
    case .tell(let device): tellers.append(device)
    case .tariff(let word, let forImport, let forExport):
      if forImport { importTariff = word }
      if forExport { exportTariff = word }
    case .staleAfter(let quantity): staleAfter = quantity
    case .settle(let quantity): settle = quantity
    case .onStaleMeter(let keeps, let range): (keepsFixedActions, onStaleMeter) = (keeps, range)
    case .log(let word): log = word
    case .metrics(let word): metrics = word
    case .dashboard(let address, let host): dashboard = (address, host)
    }
  }
}

extension SiteSettingSyntax {
  /// The name of a setting that may stand only once in a block; nil for those that may repeat.
  var uniqueKey: String? {
    switch self {
    case .timezone: "timezone"
    case .battery: "battery"
    case .wear: "wear"
    case .margin: "margin"
    case .voltage: "voltage"
    case .importLimit: "grid import limit"
    case .exportLimit: "grid export limit"
    case .charger: "charger"
    case .meter: "meter"
    case .solarMeter: "solar meter"
    case .car: "car"
    case .record, .tell: nil
    case .tariff(_, true, true): "tariff"
    case .tariff(_, true, _): "import tariff"
    case .tariff: "export tariff"
    case .staleAfter: "stale after"
    case .settle: "settle"
    case .onStaleMeter: "on stale meter"
    case .log: "log"
    case .metrics: "metrics"
    case .dashboard: "dashboard"
    }
  }

  /// Where its value is.
  var range: SourceRange {
    switch self {
    case .timezone(let word), .tariff(let word, _, _), .log(let word), .metrics(let word),
      .dashboard(let word, _):
      word.range
    case .battery(let quantity), .wear(let quantity), .margin(let quantity), .voltage(let quantity),
      .importLimit(let quantity),
      .exportLimit(let quantity),
      .staleAfter(let quantity), .settle(let quantity):
      quantity.range
    case .charger(let device), .meter(let device), .solarMeter(let device), .car(let device),
      .record(let device),
      .tell(let device):
      device.range
    case .onStaleMeter(_, let range): range
    }
  }
}

/// The descriptions of devices that every program has without a file, and the answers that they were checked against.
public enum BuiltInDevices {
  private static let folder = "built-in/devices/"

  /// The descriptions by the names of the devices.
  private static let texts: [String: [UInt8]] = [
    "ambibox": PackageResources.ambibox_evs,
    "amperfied": PackageResources.amperfied_evs,
    "amsleser": PackageResources.amsleser_evs,
    "daheimladen": PackageResources.daheimladen_evs,
    "dsmr-reader": PackageResources.dsmr_reader_evs,
    "elli": PackageResources.elli_evs,
    "evcc": PackageResources.evcc_evs,
    "evcc-car": PackageResources.evcc_car_evs,
    "evcc-mqtt": PackageResources.evcc_mqtt_evs,
    "evtec-bidipro": PackageResources.evtec_bidipro_evs,
    "fronius": PackageResources.fronius_evs,
    "go-e": PackageResources.go_e_evs,
    "heidelberg": PackageResources.heidelberg_evs,
    "home-assistant": PackageResources.home_assistant_evs,
    "home-assistant-car": PackageResources.home_assistant_car_evs,
    "homewizard-p1": PackageResources.homewizard_p1_evs,
    "iotawatt": PackageResources.iotawatt_evs,
    "keba-p30": PackageResources.keba_p30_evs,
    "keba-p40": PackageResources.keba_p40_evs,
    "openems": PackageResources.openems_evs,
    "openevse": PackageResources.openevse_evs,
    "openwb-pro": PackageResources.openwb_pro_evs,
    "sdm230": PackageResources.sdm230_evs,
    "sdm630": PackageResources.sdm630_evs,
    "sdm72": PackageResources.sdm72_evs,
    "shelly-em": PackageResources.shelly_em_evs,
    "shelly-three-phase": PackageResources.shelly_three_phase_evs,
    "sigenergy-evdc": PackageResources.sigenergy_evdc_evs,
    "solaredge": PackageResources.solaredge_evs,
    "sonnen": PackageResources.sonnen_evs,
    "sunspec-meter": PackageResources.sunspec_meter_evs,
    "tasmota": PackageResources.tasmota_evs,
    "teslamate": PackageResources.teslamate_evs,
    "vestel": PackageResources.vestel_evs,
    "victron": PackageResources.victron_evs,
    "victron-mqtt": PackageResources.victron_mqtt_evs,
    "wallbox-quasar": PackageResources.wallbox_quasar_evs,
    "webasto-next": PackageResources.webasto_next_evs,
    "zigbee2mqtt": PackageResources.zigbee2mqtt_evs,
  ]

  private static let samples: [String: [UInt8]] = [
    "amsleser.json": PackageResources.amsleser_json,
    "evcc-car.json": PackageResources.evcc_car_json,
    "evcc.json": PackageResources.evcc_json,
    "fronius.json": PackageResources.fronius_json,
    "home-assistant-car.json": PackageResources.home_assistant_car_json,
    "home-assistant.json": PackageResources.home_assistant_json,
    "homewizard-p1.json": PackageResources.homewizard_p1_json,
    "iotawatt.json": PackageResources.iotawatt_json,
    "openems.json": PackageResources.openems_json,
    "openevse.json": PackageResources.openevse_json,
    "openwb-pro.json": PackageResources.openwb_pro_json,
    "shelly-em-1.json": PackageResources.shelly_em_1_json,
    "shelly-em-2.json": PackageResources.shelly_em_2_json,
    "shelly-three-phase-1.json": PackageResources.shelly_three_phase_1_json,
    "shelly-three-phase-2.json": PackageResources.shelly_three_phase_2_json,
    "sonnen.json": PackageResources.sonnen_json,
    "tasmota.json": PackageResources.tasmota_json,
    "zigbee2mqtt.json": PackageResources.zigbee2mqtt_json,
  ]

  /// The names of the devices, sorted.
  public static let names = texts.keys.sorted()

  private static let chargers: Set = [
    "ambibox", "amperfied", "daheimladen", "elli", "evtec-bidipro", "go-e", "heidelberg", "keba-p30",
    "keba-p40", "openevse", "openwb-pro", "sigenergy-evdc", "vestel", "wallbox-quasar", "webasto-next",
  ]

  private static let cars: Set = ["evcc-car", "home-assistant-car", "teslamate"]

  /// The names of those with a role in a site, sorted.
  public static func names(role: String) -> [String] {
    switch role {
    case "charger": names.filter { chargers.contains($0) }
    case "car": names.filter { cars.contains($0) }
    case "meter": names.filter { !chargers.contains($0) && !cars.contains($0) }
    default: []
    }
  }

  /// The description of a device, as a file that is nowhere on disk; nil where none ships.
  public static func source(_ name: String) -> SourceFile? {
    texts[name].map { SourceFile(path: folder + name + ".evs", bytes: $0) }
  }

  /// The recorded answer in a file beside the descriptions; nil for any other file.
  static func sample(_ path: String) -> [UInt8]? {
    path.hasPrefix(folder) ? samples[String(path.dropFirst(folder.count))] : nil
  }
}

// swift-tools-version: 6.0
import PackageDescription

let settings: [SwiftSetting] = [.swiftLanguageMode(.v6)]

let package = Package(
  name: "evse-run",
  products: [
    .executable(name: "evse-run", targets: ["evse-run"])
  ],
  targets: [
    .target(
      name: "ScheduleLang",
      resources: [.embedInCode("BuiltIn/tariffs.evs")]
        + [
          "ambibox.evs",
          "amperfied.evs",
          "amsleser.evs",
          "amsleser.json",
          "daheimladen.evs",
          "dsmr-reader.evs",
          "elli.evs",
          "evcc.evs",
          "evcc.json",
          "evcc-car.evs",
          "evcc-car.json",
          "evcc-mqtt.evs",
          "evtec-bidipro.evs",
          "fronius.evs",
          "fronius.json",
          "go-e.evs",
          "heidelberg.evs",
          "home-assistant.evs",
          "home-assistant.json",
          "home-assistant-car.evs",
          "home-assistant-car.json",
          "homewizard-p1.evs",
          "homewizard-p1.json",
          "iotawatt.evs",
          "iotawatt.json",
          "keba-p30.evs",
          "keba-p40.evs",
          "openems.evs",
          "openems.json",
          "openevse.evs",
          "openevse.json",
          "openwb-pro.evs",
          "openwb-pro.json",
          "sdm230.evs",
          "sdm630.evs",
          "sdm72.evs",
          "shelly-em.evs",
          "shelly-em-1.json",
          "shelly-em-2.json",
          "shelly-three-phase.evs",
          "shelly-three-phase-1.json",
          "shelly-three-phase-2.json",
          "sigenergy-evdc.evs",
          "sonnen.evs",
          "sonnen.json",
          "solaredge.evs",
          "sunspec-meter.evs",
          "tasmota.evs",
          "tasmota.json",
          "teslamate.evs",
          "vestel.evs",
          "victron.evs",
          "victron-mqtt.evs",
          "wallbox-quasar.evs",
          "webasto-next.evs",
          "zigbee2mqtt.evs",
          "zigbee2mqtt.json",
        ].map { .embedInCode("BuiltIn/devices/\($0)") },
      swiftSettings: settings,
      // Rounding of floating-point numbers, without importing Glibc.
      linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Platform", swiftSettings: settings),
    .target(name: "Runtime", dependencies: ["Platform", "ScheduleLang"], swiftSettings: settings),
    .target(
      name: "Insights", dependencies: ["ScheduleLang", "Runtime"], swiftSettings: settings),
    .target(name: "Drivers", dependencies: ["Platform", "ScheduleLang", "Runtime"], swiftSettings: settings),
    .systemLibrary(name: "CMalloc"),
    .executableTarget(
      name: "evse-run",
      dependencies: ["Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "CMalloc"],
      // The page, as it is written.
      resources: [
        "index.html", "style.css", "main.js", "api.js", "text.js", "now.js", "flows.js", "orders.js",
        "plan.js",
        "map.js", "explain.js", "history.js", "history-chart.js", "history-tables.js", "history.css",
        "openapi.json",
        "schedule.css", "schedule.js", "editor.js", "paint.js", "beneath.js", "proposals.js", "problems.js",
        "markdown.js",
        "diff.js", "form.js", "compare.js", "setup.html", "setup.js", "sign-in.js",
      ].map { .embedInCode("Dashboard/Page/\($0)") },
      swiftSettings: settings),
    // What the test targets share to talk to peers.
    .target(
      name: "PeerSupport", dependencies: ["Platform"], path: "Tests/PeerSupport", swiftSettings: settings),
    .target(name: "SeededRandomness", path: "Tests/SeededRandomness", swiftSettings: settings),
    // Schedules and homes that tests are made of.
    .target(
      name: "ScheduleSupport", dependencies: ["Platform", "ScheduleLang", "Runtime", "SeededRandomness"],
      path: "Tests/ScheduleSupport", swiftSettings: settings),
    .executableTarget(
      name: "simulate-faults",
      dependencies: ["Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "SeededRandomness"],
      path: "Tests/Simulation", swiftSettings: settings),
    .executableTarget(
      name: "simulation-benchmark", dependencies: ["Platform", "ScheduleLang", "Runtime", "Insights"],
      path: "Benchmarks/Simulation",
      swiftSettings: settings),
    .executableTarget(
      name: "decision-benchmark", dependencies: ["Platform", "ScheduleLang", "Runtime"],
      path: "Benchmarks/Decisions", exclude: ["decisions.c", "decisions.py"], swiftSettings: settings),
    .executableTarget(
      name: "modbus-benchmark", dependencies: ["Platform", "Drivers"], path: "Benchmarks/Modbus",
      exclude: ["client.c", "server.c", "client.py"], swiftSettings: settings),
    .testTarget(
      name: "ScheduleLangTests", dependencies: ["ScheduleLang", "SeededRandomness"], swiftSettings: settings),
    .testTarget(
      name: "PlatformTests", dependencies: ["Platform", "PeerSupport"], swiftSettings: settings),
    .testTarget(
      name: "RuntimeTests",
      dependencies: [
        "Platform", "ScheduleLang", "Runtime", "PeerSupport", "ScheduleSupport", "SeededRandomness",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "InsightsTests",
      dependencies: [
        "Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "PeerSupport", "ScheduleSupport",
        "SeededRandomness",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DriversTests",
      dependencies: [
        "Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "PeerSupport", "ScheduleSupport",
        "SeededRandomness",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "CommandLineTests",
      dependencies: [
        "Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "evse-run", "PeerSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Platform", "ScheduleLang", "Runtime", "Insights", "Drivers", "simulate-faults", "SeededRandomness",
      ],
      swiftSettings: settings),
  ]
)

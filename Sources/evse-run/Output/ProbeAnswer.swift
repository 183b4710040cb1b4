import Drivers
import Platform

/// What a probed meter has said.
struct ProbeAnswer {
  var values: [MeterProbe.Value]
  var problem: DeviceError?
  var milliseconds: Int
}

import Platform

extension DeviceError {
  /// The failure as a clause.
  public var explanation: String {
    switch self {
    case .transport(let reason): "cannot be reached: \(reason)"
    case .timeout: "did not answer in time"
    case .protocolViolation(let reason): "answered what it should not: \(reason)"
    case .refused(let reason): "refused: \(reason)"
    case .unfinished: "answers too slowly"
    case .disobeyed(let how): "does not do what it said: \(how)"
    }
  }
}

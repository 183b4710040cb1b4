import Drivers
import Runtime
import ScheduleLang

extension ScheduleCompiler {
  /// A compiler that knows the system's time zones and reads the recorded answers of described devices; the files that are
  /// used come from `read`.
  static func ofSystem(
    read: @escaping (_ path: String) throws(ReadError) -> [UInt8] = { (_) throws(ReadError) in
      throw ReadError("there is no such file")
    }
  ) -> ScheduleCompiler {
    ScheduleCompiler(read: read, knowsTimezone: ZoneRules.isKnown, decodeJSON: JSONTree.decode)
  }
}

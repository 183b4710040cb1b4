import Runtime

/// Why samples could not be recorded.
package struct RecordError: Error, Hashable {
  /// In words, for the owner.
  package var reason: String
}

/// Where samples are written; every call is made on a thread that may block, one after the other.
package protocol RecordSink {
  /// Writes samples from the front and answers how many, one at least; throws where none was written.
  mutating func write(_ samples: ArraySlice<Sample>) throws(RecordError) -> Int
  /// Does what is due without a new sample.
  mutating func tidy()
}

extension RecordSink {
  package mutating func tidy() {}
}

/// Something that keeps samples; it never makes the control loop wait.
public protocol Recorder: AnyObject {
  /// Takes a sample, to be written later and elsewhere.
  func record(_ sample: Sample)
}

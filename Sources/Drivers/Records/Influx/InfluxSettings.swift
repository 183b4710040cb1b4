import ScheduleLang

/// What a site says of an InfluxDB.
struct InfluxSettings {
  var address: InfluxAddress
  var organisation: String
  var bucket: String
  var token: String
  /// The most bytes that wait on disk while the database is away.
  var spoolLimit = 64 << 20

  /// Reads `record influxdb at "http://host:8086" { org "home" bucket "powerlog" token env "TOKEN" spool 64 }`;
  /// the spool is told in MiB.
  init(_ device: DeviceConfiguration) throws(DeviceConfigurationError) {
    guard let text = device.address else { throw DeviceConfigurationError(.missingAddress, in: device) }
    guard let address = InfluxAddress(text) else {
      throw DeviceConfigurationError(.badAddress(text), in: device)
    }
    self.address = address
    organisation = try device.text("org") ?? ""
    bucket = try device.text("bucket") ?? ""
    token = try device.text("token") ?? ""
    if let megabytes = try device.number("spool", in: 1...100_000) { spoolLimit = megabytes << 20 }
  }

  /// How requests reach the database.
  var transport: any InfluxTransport {
    let target = address.target(organisation: organisation, bucket: bucket)
    return address.isSecure
      ? InfluxCurl(address: address, target: target, token: token)
      : InfluxHTTP(address: address, target: target, token: token)
  }

  /// A folder's name that no other bucket shares.
  var folderName: String {
    let name = "influxdb-\(address.endpoint)\(address.path)-\(organisation)-\(bucket)"
    let plain = name.utf8.map { PercentEncoding.isUnreserved($0) ? $0 : UInt8(ascii: "_") }
    return
      "\(String(decoding: plain.prefix(100), as: UTF8.self))-\(String(CRC32.checksum(name.utf8), radix: 16))"
  }
}

/// The stable identity of a diagnostic; codes are never reused.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  // Lexical.
  case invalidEncoding = "E0101"
  case invalidCharacter = "E0102"
  case unterminatedString = "E0103"
  case numberTooLarge = "E0104"
  case unknownUnit = "E0105"
  case invalidDate = "E0106"
  case invalidTime = "E0107"
  case foreignOperator = "E0108"
  case spaceBeforeUnit = "E0109"
  // Syntax.
  case unexpectedToken = "E0201"
  case missingColon = "E0202"
  case unclosedBlock = "E0203"
  case nestingTooDeep = "E0204"
  case foreignKeyword = "E0205"
  case reservedName = "E0206"
  case unknownSetting = "E0207"
  case ruleWithoutEnd = "E0208"
  case ruleAfterOtherwise = "E0209"
  // Meaning.
  case unknownName = "E0301"
  case duplicateDeclaration = "E0302"
  case wrongKind = "E0303"
  case unlikeUnits = "E0304"
  case missingUnit = "E0305"
  case outOfRange = "E0306"
  case limitOutsideCharger = "E0307"
  case limitNotAllowed = "E0308"
  case targetNotAllowed = "E0309"
  case emptyWindow = "E0310"
  case emptyRange = "E0311"
  case unusableFile = "E0312"
  case useCycle = "E0313"
  case circularName = "E0314"
  case missingTimezone = "E0315"
  case unknownTimezone = "E0316"
  case overlappingPeriods = "E0317"
  case missingTariff = "E0318"
  case unknownDriver = "E0319"
  case missingSetting = "E0320"
  case mixedMoney = "E0321"
  case ambiguousSchedule = "E0322"
  case missingBattery = "E0323"
  case outsideScenario = "E0324"
  case chargerOnlyCharges = "E0325"
  // Meaning, warnings.
  case literalSecret = "W0301"
  case unsuppliedReading = "W0302"
  case floorOutranksPromise = "W0303"
  case uselessAllowance = "W0304"
  case withoutMeter = "W0305"
  case hiddenClauses = "W0306"
  case implausibleQuantity = "W0307"
  case withoutRelease = "W0308"
  // Reachability.
  case failedProof = "E0401"
  case uncoveredTime = "W0401"
  case unreachableRule = "W0402"
  case powerlessRule = "W0403"
  case unansweredUnknown = "W0404"
  case unguardedUnknown = "W0405"
  case repeatedTest = "W0406"
  case pastRule = "W0407"
  case unusedTariff = "W0408"
  case daysOnLastWindow = "W0409"
  case targetOutsideCharger = "W0410"
  case overrunTarget = "W0411"
  // Time.
  case swallowedWindow = "W0501"
  case doubledWindow = "W0502"
  case calendarDayGuard = "W0503"
  case earlyWindow = "W0504"
  case exceptedEvening = "W0505"
  // Energy.
  case impossibleTarget = "E0601"
  case oscillation = "W0601"
  case unreachedTarget = "W0602"
  case tightDeadline = "W0603"
  case reserveGap = "W0604"
  case blockedTarget = "W0605"
  case soldBelowCost = "W0606"
  case seasonGap = "W0607"
  // Devices.
  case unknownDeviceWord = "E0701"
  case missingDirection = "E0702"
  case overlappingRegisters = "E0703"
  case foreignSource = "E0704"
  case sampleMismatch = "E0705"
  case assumedReading = "E0706"
  case missingFailsafe = "E0707"
  case shortFailsafe = "E0708"
  case unreachableState = "E0709"
  case missingState = "E0710"
  case forbiddenSetPoint = "E0711"
  case coarseSetPoint = "E0712"
  case readOnlyRegister = "E0713"
  case dangerousWrite = "E0714"
  case lateHeartbeat = "E0715"
  case wrongFunction = "E0716"

  /// The kebab-case name, as `allow` clauses write it.
  public var name: String {
    var text: [UInt8] = []
    for byte in String(describing: self).utf8 {
      let isUpperCase = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      text += isUpperCase ? [UInt8(ascii: "-"), byte | 0x20] : [byte]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Errors have codes that start with E, warnings with W.
  public var severity: Diagnostic.Severity { rawValue.utf8.first == UInt8(ascii: "E") ? .error : .warning }
}

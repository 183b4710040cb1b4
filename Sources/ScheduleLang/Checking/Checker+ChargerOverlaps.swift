// Registers of a charger that share a word.
extension Checker {
  /// Says of registers that lie across each other that not both can be numbers.
  mutating func checkOverlaps(_ syntax: DescriptionSyntax, _ description: ChargerDescription) {
    var known: [(register: Register, place: SourceRange)] = []
    func check(_ register: Register?, at place: SourceRange?) {
      guard let register, let place else { return }
      if let other = known.first(where: { $0.register.lies(across: register) }) {
        report(.overlappingRegisters(at: place, first: other.place))
      }
      known.append((register, place))
    }
    for read in syntax.reads {
      guard case .register(let syntax)? = read.terms.first?.source else { continue }
      let mistakes = diagnostics.count
      let register = register(syntax)
      // What is wrong with it was said already.
      diagnostics.removeSubrange(mistakes...)
      check(register, at: read.terms[0].place)
    }
    let charger = syntax.charger
    let setPoint = charger.setPoints.first?.value.terms.first?.place
    check(description.setPoint.register, at: setPoint)
    check(description.setPoint.readBack, at: setPoint)
    check(description.failsafe.register, at: charger.failsafes.first?.place)
    check(description.timeoutReadBack, at: charger.failsafes.first?.place)
    check(description.failsafeCurrent?.register, at: charger.failsafeCurrents.first?.place)
    check(description.failsafeCurrent?.readBack, at: charger.failsafeCurrents.first?.place)
    check(description.heartbeat?.register, at: charger.heartbeats.first?.place)
    let control = [
      (description.control?.take, charger.control?.take),
      (description.control?.release, charger.control?.release),
    ]
    let pairs =
      control
      + zip(description.preparation.map { $0 }, charger.preparation.map { $0 }).map { ($0, $1) }
      + zip(description.start, charger.start).map { ($0, $1) }
      + zip(description.stop, charger.stop).map { ($0, $1) }
    for (write, syntax) in pairs { check(write?.register, at: syntax?.place) }
  }
}

import ScheduleLang

extension Keyword {
  /// What the word means, in a sentence.
  var explanation: String {
    switch self {
    case .use: "brings in another file's site, tariffs, names and schedule."
    case .site: "describes the home and its devices; one without a name adds to the named one."
    case .device: "describes how a device is reached and what its values mean."
    case .tariff: "declares prices by named periods, or says which tariff the site has."
    case .schedule: "holds rules, of which the first that applies decides."
    case .over: "puts this schedule's rules before those of another one."
    case .test: "says what shall be decided at some moments; `--test` checks it."
    case .let: "names a quantity, windows, days or an action."
    case .prove:
      "states what must hold for every minute and SoC; `--check` proves it or shows where it fails."
    case .allow: "accepts a warning on this rule, with a reason."
    case .during: "holds in any of these windows, which contain their start and not their end."
    case .on: "holds on these days; behind a window, the days on which that starts."
    case .when: "holds while this condition is known to be true."
    case .otherwise: "has no guard: what is left over. In a tariff, the time of no other period."
    case .except: "takes days away from those before it."
    case .never: "takes a direction, or current above a limit, away from whichever rule wins."
    case .reserve:
      "no discharging at or below this SoC, nor while the SoC is unknown. With guards behind it, `reserve 60% on Nov-Mar`, only then; the greatest that holds counts."
    case .hysteresis: "keeps a SoC comparison true until the SoC is this far from its threshold."
    case .at: "gives a current or power; in a test, the moment; of a device, its address."
    case .to: "the rule applies only until the SoC is there."
    case .by: "asks for exactly the minutes before this time that the target needs, the best priced first."
    case .then: "what follows once the target is reached."
    case .for:
      "the condition must have held for so long; in a test's scenario, how long a reading does something."
    case .least: "a floor: the current never falls below it, even where that imports or exports."
    case .most: "a cap: the current never rises above it."
    case .from: "where a test's scenario starts; in a tariff, where its prices come from."
    case .every: "in a scenario: the reading changes by so much each time, as in `every 1min -0.3% for 3h`."
    case .cheapest:
      "the half hours in which importing is cheapest, once their prices are known; `cheapest import ahead` is the lowest of the known prices until the end of tomorrow."
    case .dearest:
      "the half hours in which exporting earns most, once their prices are known; `dearest export ahead` is the highest of the known prices until the end of tomorrow."
    case .of, .one, .run: "part of `cheapest 2h of 00:00-07:00 in one run`."
    case .and: "both must hold; binds closer than `or`."
    case .or: "either must hold."
    case .not: "the opposite; what is unknown stays unknown."
    case .in: "within a range, both ends included: `soc in 30%..50%`."
    case .unknown: "not read yet, stale, or senseless."
    case .plugged: "`plugged in`: a car is connected."
    case .unplugged: "no car is connected."
    case .idle: "neither charges nor discharges; the charger stays under control."
    case .input:
      "`input trip = off`, `input target = 80% in 50%..100%`, `input ready = 07:00`: what the owner sets while the program runs, by `evse-run --set trip on` or on the page."
    case .hand:
      "`hand over`: stops, and leaves the charger to its own app or network for as long as it decides; no clause and no limit holds there."
    case .charge: "charges at the maximum, wherever the power comes from. Limit: `at 10A`."
    case .discharge: "in `never discharge`: any discharging, V2H and V2G."
    case .s2v: "solar to vehicle: charges with what would be exported, never imports for it."
    case .v2h: "vehicle to home: discharges to cover what would be imported, never exports."
    case .v2g: "vehicle to grid: discharges at the maximum and exports what the house does not take."
    case .optimise:
      "chooses among the other actions what costs least by the prices, the house and the sun of the next 36 hours."
    case .soc: "the car's state of charge in whole percent, rounded down."
    case .home:
      "the power that the house takes, without the charger; `home ahead` and `home tomorrow` are what it will take until midnight and the day after."
    case .solar:
      "the power that the sun gives; `solar ahead` and `solar tomorrow` are what it will give until midnight and the day after."
    case .importing: "what the home would draw from the grid without the charger; never negative."
    case .exporting: "what the home would feed into the grid without the charger; never negative."
    case .grid: "power through the grid meter without the charger's part, import positive."
    case .import, .export, .price: "`import price` and `export price`: what a kWh costs and earns now."
    case .mon, .tue, .wed, .thu, .fri, .sat, .sun: "a day of the week."
    case .weekdays: "Monday to Friday."
    case .weekends: "Saturday and Sunday."
    case .daily: "every day."
    case .jan, .feb, .mar, .apr, .may, .jun, .jul, .aug, .sep, .oct, .nov, .dec: "a month."
    case .env: "a secret from the environment: `env \"NAME\"`."
    case .file: "a secret from a file: `file \"path\"`."
    }
  }
}

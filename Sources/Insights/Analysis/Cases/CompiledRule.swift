import ScheduleLang

/// A rule in the form that is looked at.
struct CompiledRule {
  let guards: GuardTable
  let branches: [ActionBranch]
  /// Where the action wants anything.
  let wanted: SoCSet
}

/// What is to be known of a rule before it is worth looking at.
struct RuleBounds {
  /// Where it can apply while the clock lets it.
  let may: SoCSet
  /// Where it then applies whatever the facts.
  let must: SoCSet
  /// Whether it may stand aside though its guards hold.
  let isDeferrable: Bool
  /// Whether its conditions turn on facts.
  let hasFacts: Bool

  init(_ rule: CompiledRule) {
    isDeferrable = rule.branches.contains(where: \.isDeferrable)
    may = rule.guards.may & rule.wanted
    must = isDeferrable ? .empty : rule.guards.must & rule.wanted
    hasFacts = !rule.guards.facts.isEmpty
  }
}

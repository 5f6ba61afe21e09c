// Codes → words that people read, and numbers as they are written.
"use strict";

evistat.ARROWS = { increase: "↑", decrease: "↓", no_difference: "=" };
evistat.DIRECTIONS = { increase: "increase", decrease: "decrease", no_difference: "no difference" };
evistat.DECISIONS = { accepted: "accepted", rejected: "rejected", edited: "corrected" };
evistat.SIGNS = { accepted: "✓", rejected: "✗", edited: "✎" };
evistat.CHECKS = {
  bounds_ordered: "bounds in order",
  interval_contains_estimate: "estimate inside its interval",
  value_in_range: "value possible for its measure",
  p_in_range: "p between 0 and 1",
  p_matches_interval: "p agrees with the interval",
  p_matches_test: "p agrees with the test statistic",
  percent_matches_counts: "percentages agree with counts",
  groups_match_effect: "groups agree with the estimate",
};
evistat.ROLES = {
  outcome: "outcome",
  predictor: "predictor",
  intervention: "arm",
  comparator: "versus",
  population: "in whom",
  timepoint: "when",
  measure: "measure",
  value: "value",
  unit: "unit",
  ci: "CI",
  p: "p",
  test: "test",
  group: "group",
  cue: "cue",
  quote: "",
};
evistat.LABELS = ["CHEMICAL", "DISEASE", "GENE", "SPECIES", "CELL", "ANATOMY"];

evistat.count = (number) => number.toLocaleString("en-GB");
evistat.plural = (number, one, many) => `${evistat.count(number)} ${number === 1 ? one : many || `${one}s`}`;
evistat.percent = (part, whole) => {
  if (!whole) return "–";
  const share = (100 * part) / whole;
  return `${share > 0 && share < 1 ? "<1" : share < 100 && share > 99 ? ">99" : Math.round(share)}%`;
};
evistat.lower = (label) => (label ? label.charAt(0) + label.slice(1).toLowerCase() : "");
evistat.measureName = (code) => (code ? evistat.summary.scales[code]?.name || code : "no measure");
evistat.checkName = (code) => evistat.CHECKS[code] || code.replaceAll("_", " ");

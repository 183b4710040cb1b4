// The past in words and tables.
import { dayAndTime, html, power } from "./text.js";

const money = (value) => (value === null || value === undefined ? "?" : value.toFixed(1));
const energy = (value) => `${value.toFixed(1)} kWh`;
const hours = (minutes) => (minutes < 60 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`);

/** A table below a note, which keeps its width where the table is wider than the screen. */
function table(note, heads, rows) {
  return html("div", {}, html("p", { class: "note" }, note), html("table", {},
    html("thead", {}, html("tr", {}, ...heads.map((head) => html("th", { scope: "col" }, head)))),
    html("tbody", {}, ...rows.map(([first, ...others]) =>
      html("tr", {}, html("th", { scope: "row" }, first), ...others.map((value) => html("td", {}, value)))))));
}

/** What it all came to, in words. */
export function summary(total) {
  const parts = [];
  if (total.cost !== null) {
    parts.push(html("strong", {}, total.saved >= 0 ? `Saved ${money(total.saved)}` : `Cost ${money(-total.saved)} more`),
      ` against doing nothing: it cost ${money(total.cost)}, and without the charger ${money(total.costWithout)}`,
      total.storedValue === null ? "." : `; what the car has more at the end is worth ${money(total.storedValue)}.`);
  } else {
    parts.push("What it cost is not known. ");
  }
  parts.push(` In all ${energy(total.importedEnergy)} imported, ${energy(total.exportedEnergy)} exported, `
    + `${energy(total.chargedEnergy)} into the car, ${energy(total.dischargedEnergy)} out of it, ${energy(total.solarEnergy)} from the sun.`);
  const left = [[total.minutesWithoutPower, "without a power"], [total.minutesWithoutPrice, "without a price"]].filter(([minutes]) => minutes > 0);
  parts.push(` Recorded: ${hours(total.minutes)}${left.length ? `, of which ${left.map(([minutes, why]) => `${hours(minutes)} ${why}`).join(" and ")} are in no cost` : ""}. Costs are in the tariff's money unit.`);
  return parts;
}

/** What happened while each rule decided. */
export function rulesTable(rules) {
  return table("Cost is what the charger's own power cost meanwhile; less than 0 is earned.",
    ["Rule", "Did", "For", "Into the car", "Out of it", "Cost"],
    rules.map((share) => {
      const did = Object.entries(share.minutes).sort((one, other) => other[1] - one[1]);
      const length = did.reduce((sum, [, minutes]) => sum + minutes, 0);
      return [share.rule ?? "no rule", did.map(([name, minutes]) => `${name} ${hours(minutes)}`).join(", "), hours(length),
        energy(share.chargedEnergy), energy(share.dischargedEnergy), money(share.cost)];
    }));
}

/** Every point. */
export function pointsTable(report) {
  return table(`A line every ${report.step} minutes; what is not known is ?.`,
    ["From", "Done", "SoC", "Grid", "Sun", "House", "Car", "Import", "Export", "Cost so far", "Without the charger"],
    report.points.map((point) => [
      dayAndTime(point.at, report.timezone), point.action ?? "?", point.soc === null ? "?" : `${point.soc} %`, power(point.grid), power(point.solar),
      power(point.home), power(point.charger), money(point.importPrice), money(point.exportPrice), money(point.costSoFar),
      money(point.costWithoutSoFar)]));
}

/** The present schedule over the same time, against doing nothing and the best possible. */
export function possibleTable(report) {
  const first = report.schedules[0];
  const rows = report.schedules.map((entry) => [entry.name, money(entry.cost), money(entry.costInAll), `${entry.socEnd.toFixed(0)} %`]);
  if (first.bestPossible !== null) rows.push(["best possible", money(first.bestPossible), "", ""]);
  const note = "The schedule as it is now, simulated over what was recorded; the car is taken to be plugged in throughout. "
    + (first.bestPlan === null ? "The best possible is only a bound." : `A plan that could have been followed costs ${money(first.bestPlan)}.`);
  return html("div", {}, table("Cost of the same time", ["", "Cost", "Less what is in the car", "SoC at the end"], rows), html("p", { class: "note" }, note));
}

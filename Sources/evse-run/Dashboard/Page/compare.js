// What an edited text would do beside the schedule in force: plan, policy and money.
import { post } from "./api.js";
import { cellBox, dayButtons, drawMap } from "./map.js";
import { drawPlan } from "./plan.js";
import { action, dayAndTime, html, svg } from "./text.js";

/** How many differences are told in words. */
const mostTold = 12;
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const names = { before: "In force", after: "As edited" };

/** Shows comparisons in `place`. */
export function compareView(place, context) {
  let latest = 0;
  let redraw = () => {};
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    redraw();
  });

  function clear() {
    latest += 1;
    redraw = () => {};
    place.replaceChildren();
  }

  async function show(text) {
    clear();
    const number = latest;
    const note = html("p", { role: "status" }, "Comparing…");
    const money = html("div", { id: "comparison-money" }, html("h3", {}, "What it costs a week"), html("p", { class: "note" }, "Reckoning…"));
    place.replaceChildren(note);
    try {
      const report = await post("schedule/comparison", { schemaVersion: 1, text });
      if (number !== latest) return;
      place.replaceChildren(html("h3", {}, "What it does otherwise"), differences(report.difference), money);
      redraw = drawing(report);
      redraw();
    } catch (error) {
      if (number === latest) fail(error, note);
      return;
    }
    try {
      const report = await post("schedule/savings", { schemaVersion: 1, text });
      if (number === latest) money.replaceChildren(money.firstChild, savings(report, context.now()?.timezone));
    } catch (error) {
      if (number === latest) fail(error, money.lastChild);
    }
  }

  function fail(error, element) {
    if (error.status === 401) context.onRefused();
    element.textContent = `It cannot be compared: ${error.message}`;
  }

  /** What draws plans and maps of a report. */
  function drawing(report) {
    const zone = report.after.map.timezone;
    const frames = {};
    const pictures = html("div", { class: "sides" });
    for (const [side, name] of Object.entries(names)) {
      frames[side] = { plan: html("div", {}), map: html("div", {}) };
      pictures.append(html("div", {}, html("h4", {}, `${name}: the next two days`), frames[side].plan, html("h4", {}, `${name}: what it does when`), frames[side].map));
    }
    const picked = html("p", { class: "note", role: "status" }, "Outlined: where both differ. Touch a plan to see what each does then.");
    const days = html("div", { class: "choice", role: "group", "aria-label": "Day" });
    let day = report.difference.differences[0]?.days[0] ?? weekdays[0];
    place.append(html("h3", {}, "Plan and map"), days, pictures, picked);

    const doing = (side, at) => {
      const step = report[side].plan.forecast.steps.find(({ end }) => Date.parse(end) > Date.parse(at));
      return action((step?.directionHeld ?? step?.decision)?.action).name;
    };
    return function draw() {
      dayButtons(days, day, (chosen) => { day = chosen; draw(); });
      for (const side of Object.keys(names)) {
        drawPlan(frames[side].plan, report[side].plan, zone, (at) => {
          picked.textContent = `${dayAndTime(at, zone)}: ${Object.entries(names).map(([other, name]) => `${name.toLowerCase()} ${doing(other, at)}`).join("; ")}.`;
        });
        drawMap(frames[side].map, report[side].map, day, null, () => {});
        outline(frames[side].map.firstChild, report.difference.differences.filter((cell) => cell.days.includes(day)));
      }
    };
  }

  return { show, clear };
}

function outline(picture, cells) {
  for (const cell of cells) picture.append(svg("rect", { class: "differs", ...cellBox(cell.from, cell.to, cell.socFrom, cell.socTo) }));
}

const span = ([low, high]) => (low === high ? `${low} %` : `${low} % to ${high} %`);

function differences({ equal, comparison, differences: week }) {
  const found = comparison.found.filter(({ askedBy }) => askedBy === "rules");
  const settings = comparison.settings.map(({ name, old, new: young }) => html("li", {}, `${name}: ${old}, then ${young}`));
  if (equal || (found.length === 0 && week.length === 0 && comparison.mayDiffer.length === 0)) {
    return html("div", {}, html("p", {}, "It decides as the schedule in force does."), ...(settings.length ? [html("ul", {}, ...settings)] : []));
  }
  const rows = found.slice(0, mostTold).map(({ old, new: young, times }) => {
    const when = times.slice(0, 3).map((time) => {
      const soc = [...time.soc.map(span), ...(time.socUnknown ? ["unknown"] : [])];
      return `${time.days} ${time.minutes}${soc.length ? `, SoC ${soc.join(" or ")}` : ""}`;
    });
    return html("li", {}, `${when.join("; ")}${times.length > 3 ? "; …" : ""}: `, html("strong", {}, `${decision(old)} becomes ${decision(young)}`));
  });
  const more = found.length - rows.length;
  if (more > 0) rows.push(html("li", {}, `and ${more} more`));
  if (comparison.mayDiffer.length) rows.push(html("li", {}, "It may decide otherwise in further cases, which cannot be told for certain."));
  return html("ul", {}, ...rows, ...settings);
}

function decision({ decision: { action: name, minimumCurrent, maximumCurrent } }) {
  if (name === "idle") return name;
  const [least, most] = [minimumCurrent, maximumCurrent].map(Math.abs).sort((a, b) => a - b);
  return least === most ? `${name} at ${most} A` : `${name}, ${least} A to ${most} A`;
}

function savings(report, zone) {
  if (report.problem) return html("p", {}, `Not known: ${report.problem}.`);
  const money = (value) => (value === null ? "?" : `${Math.round(Math.abs(value))} ${report.unit}`);
  const days = Math.round(report.minutesCounted / 1440);
  const verdict = report.difference === undefined ? "What is left in the car has no price, so that the two cannot be set against each other."
    : Math.abs(report.difference) < 1 ? "Both cost about the same."
      : `As edited it ${report.difference < 0 ? "saves" : "costs"} ${money(report.difference)} a week${report.difference < 0 ? "" : " more"}.`;
  const row = (name, side) => html("tr", {}, html("th", { scope: "row" }, name), html("td", {}, `${side.cost < 0 ? "−" : ""}${money(side.cost)}`),
    html("td", {}, `${side.importedEnergy.toFixed(1)} kWh`), html("td", {}, `${side.exportedEnergy.toFixed(1)} kWh`));
  return html("div", {},
    html("p", {}, html("strong", {}, verdict)),
    html("table", {},
      html("thead", {}, html("tr", {}, ...["", "Cost", "Import", "Export"].map((name) => (name ? html("th", { scope: "col" }, name) : html("td", {}))))),
      html("tbody", {}, row(names.before, report.before), row(names.after, report.after))),
    html("p", { class: "note" }, `Over ${days} recorded days from ${dayAndTime(report.start, zone)} on, as if the car had always been plugged in; what is left in it is taken off.`));
}

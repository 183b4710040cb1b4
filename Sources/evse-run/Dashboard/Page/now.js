// What happens at this second, in words and numbers.
import { age, dayAndTime, html, power, price, say, time } from "./text.js";
import { flows } from "./flows.js";

const byId = (id) => document.getElementById(id);
/** A reading that is older than this (in seconds) is shown as old. */
const staleAfter = 5;

/** Prepares the view and gives what shows a report. */
export function nowView() {
  const showFlows = flows(byId("flows"));
  const facts = byId("facts");
  const values = {};
  for (const [key, name] of [
    ["soc", "State of charge"], ["setPoint", "Set-point"], ["import", "Import costs"], ["export", "Export earns"],
    ["charger", "Charger heard"], ["meter", "Meter heard"],
  ]) {
    values[key] = html("dd");
    facts.append(html("div", {}, html("dt", {}, name), values[key]));
  }

  return (now) => {
    const status = now.status;
    showFlows(now);
    say(byId("schedule-name"), status.schedule);
    say(byId("doing"), doing(now));
    say(byId("why"), why(now));
    say(byId("next"), next(now));
    say(values.soc, status.soc !== null ? `${status.soc} %` : status.lastSoC ? `? (${status.lastSoC.soc} % at ${time(status.lastSoC.at, now.timezone)})` : "?");
    say(values.setPoint, status.setPoint === null ? "?" : `${status.setPoint} A`);
    say(values.import, price(now.prices.import));
    say(values.export, price(now.prices.export));
    for (const [key, seconds] of [["charger", now.chargerAge], ["meter", now.meterAge]]) {
      say(values[key], age(seconds));
      values[key].className = seconds === null || seconds > staleAfter ? "stale" : "";
    }
    showProblems(status);
    document.title = `${status.soc === null ? "?" : `${status.soc} %`} ${now.status.state ?? ""} – evse-run`;
  };
}

function doing(now) {
  const status = now.status;
  const flow = status.chargerPower;
  const state = status.state ?? "the charger has not been heard yet";
  if (flow !== null && Math.abs(flow) >= 100) return `${flow > 0 ? "Charging" : "Discharging"} at ${power(Math.abs(flow))}`;
  return state.charAt(0).toUpperCase() + state.slice(1);
}

function why(now) {
  const status = now.status;
  if (status.order) return `Because of an order: ${order(status.order, now.timezone)}.`;
  if (now.ruleText) return `Because of line ${status.rule?.line ?? "?"}: ${now.ruleText}`;
  return "No rule applies: idle.";
}

function next(now) {
  if (!now.next) return "";
  return `Until ${dayAndTime(now.next.at, now.timezone)}, then ${now.next.text}, if nothing else changes.`;
}

/** An order in words. */
export function order(order, zone) {
  const words = {
    stop: "stopped until you let it go on",
    pause: "paused",
    "pause-until-unplugged": "paused until the car is unplugged",
    "charge-to": `charge to ${order.soc} %`,
    "discharge-to": `discharge to ${order.soc} %`,
  };
  const until = order.until ? `, until ${dayAndTime(order.until, zone)} at the latest` : "";
  return (words[order.kind] ?? order.kind) + until;
}

/** What each problem is about, and what to do. */
const problems = [
  ["chargerProblem", "The charger", "Look whether it has power and network; a stop by hand is at the charger itself."],
  ["meterProblem", "The meter", "Look whether it has power and network. Without it the charger does not follow the sun or the house."],
  ["scheduleProblem", "The changed schedule is refused", "The last good one stays in force. Mend the file; evse-run --check shows what is wrong."],
  ["priceProblem", "Prices", "Rules on prices wait. It is tried again by itself."],
  ["stateProblem", "Orders are not kept on disk", "They hold until the program is restarted."],
];

function showProblems(status) {
  const found = [];
  for (const trouble of status.troubles ?? []) found.push(`${trouble.text}. ${trouble.advice ?? ""}`);
  for (const [key, what, advice] of problems) {
    if (status[key]) found.push(`${what}: ${status[key]}. ${advice}`);
  }
  const section = byId("problems");
  const text = found.join("\n");
  section.hidden = found.length === 0;
  if (section.dataset.text === text) return;
  section.dataset.text = text;
  section.querySelector("ul").replaceChildren(...found.map((line) => html("li", {}, line)));
}

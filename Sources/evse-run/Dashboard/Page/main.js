// Brings the parts of the page together.
import { follow, get, post } from "./api.js";
import { explain } from "./explain.js";
import { dayButtons, drawMap, legend } from "./map.js";
import { nowView } from "./now.js";
import { orders } from "./orders.js";
import { drawPlan, planNote } from "./plan.js";
import { signInDialog } from "./sign-in.js";
import { say } from "./text.js";

const byId = (id) => document.getElementById(id);
/** How often plan and map are asked for anew, in milliseconds. */
const planInterval = 60000;

let latest = null;
let hours = 24;
let map = null;
let plan = null;
let day = null;

/** Set below: what asks for the token follows the program anew once it has one. */
const signIn = signInDialog(() => link.restart());
const showNow = nowView();
const showOrders = orders(signIn);
legend(byId("legend"));

const link = follow({
  onNow: (now) => {
    const isFirst = latest === null;
    latest = now;
    document.body.classList.remove("away");
    say(byId("link"), `as of ${new Intl.DateTimeFormat(undefined, { timeStyle: "medium", timeZone: now.timezone }).format(new Date(now.status.at))}`);
    showNow(now);
    showOrders(now);
    if (isFirst) refresh();
  },
  onAway: () => {
    document.body.classList.add("away");
    say(byId("link"), "evse-run does not answer: what is shown is old");
  },
  onRefused: signIn,
});

setInterval(refresh, planInterval);

async function refresh() {
  await Promise.all([showPlan(), loadMap()]);
}

async function showPlan() {
  try {
    plan = await get("plan", { hours });
    redrawPlan();
    byId("plan-note").replaceChildren(planNote(plan, latest.timezone));
  } catch (error) {
    if (error.status) byId("plan-note").replaceChildren(error.message);
  }
}

function redrawPlan() {
  if (plan) drawPlan(byId("plan-strip"), plan, latest.timezone, (at, soc) => explain(at, soc, latest.timezone));
}

let drawnWidth = innerWidth;
addEventListener("resize", () => {
  if (innerWidth === drawnWidth) return;
  drawnWidth = innerWidth;
  redrawPlan();
  showMap();
});

async function loadMap() {
  try {
    map = await get("map");
  } catch {
    return;
  }
  showMap();
}

/** The weekday and minute on the site's clock. */
function siteTime() {
  const local = new Date(Date.parse(latest.status.at) + latest.offset * 60000);
  return { day: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][local.getUTCDay()], minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}

function showMap() {
  if (!map || !latest) return;
  const now = siteTime();
  day ??= now.day;
  dayButtons(byId("policy-days"), day, (chosen) => { day = chosen; showMap(); });
  const here = day === now.day ? { minute: now.minute, soc: latest.status.soc } : null;
  drawMap(byId("policy-map"), map, day, here, (chosen, minute, soc) => {
    const names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const ahead = (names.indexOf(chosen) - names.indexOf(now.day) + 7) % 7;
    const midnight = Math.floor((Date.parse(latest.status.at) + latest.offset * 60000) / 86400000) * 86400000;
    explain(midnight + ahead * 86400000 + minute * 60000 - latest.offset * 60000, soc, latest.timezone);
  });
}

for (const button of document.querySelectorAll("[data-hours]")) {
  button.addEventListener("click", () => {
    hours = Number(button.dataset.hours);
    for (const other of document.querySelectorAll("[data-hours]")) other.setAttribute("aria-pressed", String(other === button));
    showPlan();
  });
}

byId("history-open").addEventListener("click", async () => {
  try {
    await openPart("history", "history.js", (part) => part.openHistory(byId("history-view"), () => latest, signIn));
    byId("history-open").hidden = true;
  } catch {
    say(byId("history-view"), "It cannot be loaded: evse-run does not answer.");
  }
});

byId("schedule-open").addEventListener("click", async () => {
  byId("schedule-open").disabled = true;
  try {
    await openPart("schedule", "schedule.js", (part) =>
      part.scheduleView(byId("schedule-view"), { now: () => latest, onRefused: signIn }));
    byId("schedule-text")?.focus({ preventScroll: true });
  } catch {
    byId("schedule-open")?.removeAttribute("disabled");
    say(byId("schedule-error"), "It cannot be loaded: evse-run does not answer.");
  }
});

/** Loads a part of the page that few need, with its style, and starts it. */
async function openPart(style, module, start) {
  if (!byId(`${style}-style`)) {
    const link = Object.assign(document.createElement("link"), { id: `${style}-style`, rel: "stylesheet", href: `${style}.css` });
    document.head.append(link);
    await new Promise((done, fail) => { link.onload = done; link.onerror = fail; });
  }
  return start(await import(`./${module}`));
}

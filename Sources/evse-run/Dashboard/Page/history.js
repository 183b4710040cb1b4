// The past: what was recorded of a day, a week or a month. Loaded when it is opened; it draws reports and computes nothing.
import { get } from "./api.js";
import { drawHistory } from "./history-chart.js";
import { pointsTable, possibleTable, rulesTable, summary } from "./history-tables.js";
import { dayAndTime, html, power, price, say } from "./text.js";

/** How long to wait before the records are asked for again, while they are being read, in milliseconds. */
const patience = 400;
const spans = [["Day", 1], ["Week", 7], ["Month", 31]];

/** Fills `place`; `now` gives the newest report, and `onRefused` is told when a token is needed. */
export function openHistory(place, now, onRefused) {
  const button = (text, act, attributes = {}) => {
    const made = html("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  };
  const today = () => new Date(Date.parse(now().status.at) + now().offset * 60000).toISOString().slice(0, 10);
  const shifted = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * 86400000).toISOString().slice(0, 10);
  let [days, last, report, view, picked, number] = [1, today(), null, null, null, 0];

  const date = html("input", { type: "date", id: "history-date", value: last, max: last, required: "" });
  const lengths = spans.map(([name, length]) => button(name, () => { days = length; load(); }, { "data-days": length }));
  const earlier = button("Earlier", () => move(-days));
  const later = button("Later", () => move(days));
  const status = html("p", { class: "note", role: "status" });
  const text = html("p", { class: "summary" });
  const chart = html("div", { class: "picture" });
  const reading = html("p", { class: "note", "aria-live": "polite" }, "Touch a moment, or drag over a time to see it larger.");
  const zooms = ["Zoom in", "Zoom out", "Zoom earlier", "Zoom later"].map((name, index) =>
    button(name, () => zoom([0.5, 2, 1, 1][index], [0, 0, -0.5, 0.5][index])));
  const alone = button("This day alone", () => { last = localDay(picked); days = 1; load(); }, { hidden: "" });
  const rules = html("div", { id: "history-rules", class: "table", tabindex: "0", role: "region", "aria-label": "What each rule did" });
  const points = html("div", { class: "table", tabindex: "0", role: "region", "aria-label": "The past as a table" });
  const all = html("details", {}, html("summary", {}, "As a table"), points);
  const possible = html("div", { class: "table", tabindex: "0", role: "region", "aria-label": "What was possible", "aria-live": "polite" });
  const ask = button("What was possible?", showPossible);
  const file = html("a", { download: "evse-run.csv" }, "Save as CSV");
  const shown = html("div", { hidden: "" },
    text, chart, reading, html("div", { class: "choice", role: "group", "aria-label": "Part of the time" }, ...zooms, alone),
    html("h3", {}, "What each rule did"), rules, html("h3", {}, "What was possible"), ask, possible, all, html("p", {}, file));
  place.replaceChildren(
    html("div", { class: "choice", role: "group", "aria-label": "How long" }, ...lengths),
    html("div", { class: "choice", role: "group", "aria-label": "Which days" }, earlier,
      html("label", { for: "history-date" }, "up to"), date, later),
    status, shown);

  date.addEventListener("change", () => { if (date.value) { last = date.value; load(); } });
  all.addEventListener("toggle", () => { if (all.open && report) points.replaceChildren(pointsTable(report)); });
  addEventListener("resize", () => { if (report && chart.clientWidth !== Number(chart.dataset.width)) draw(); });

  const query = () => ({ from: shifted(last, 1 - days), days: String(days) });

  function localDay(at) {
    return new Intl.DateTimeFormat("en-CA", { timeZone: report.timezone, dateStyle: "short" }).format(new Date(at));
  }

  function move(by) {
    last = shifted(last, by);
    if (last > today()) last = today();
    load();
  }

  /** A report, asked for again while the records are being read; null where another was asked for meanwhile. */
  async function fetched(path, mine) {
    while (mine === number) {
      try {
        return await get(path, query());
      } catch (error) {
        if (error.status === 401) onRefused();
        if (mine !== number) return null;
        say(status, error.message);
        if (error.status !== 503) throw error;
        await new Promise((done) => setTimeout(done, patience));
      }
    }
    return null;
  }

  async function load() {
    const mine = ++number;
    date.value = last;
    date.max = today();
    later.disabled = last >= today();
    for (const length of lengths) length.setAttribute("aria-pressed", String(Number(length.dataset.days) === days));
    let found;
    try {
      found = await fetched("history", mine);
    } catch {
      return;
    }
    if (!found || mine !== number) return;
    if (!found.isRecorded) {
      shown.hidden = true;
      status.replaceChildren("This site records nothing in files. Write ", html("code", {}, 'record csv to "log"'),
        " into its ", html("code", {}, "site { … }"), " and start evse-run again; from then on the past is here.");
      return;
    }
    [report, view, picked] = [found, [Date.parse(found.start), Date.parse(found.end)], null];
    const none = found.points.length === 0;
    shown.hidden = none;
    say(status, none ? `Nothing is recorded of ${days === 1 ? "this day" : "these days"}. ${found.firstDay ? `There are records from ${found.firstDay} to ${found.lastDay}.` : "Nothing is recorded yet."}`
      : `${days === 1 ? last : `${shifted(last, 1 - days)} to ${last}`}, a point every ${found.step >= 60 ? `${found.step / 60} hours` : `${found.step} minutes`}.`);
    file.setAttribute("href", `api/history.csv?${new URLSearchParams(query())}`);
    alone.hidden = true;
    possible.replaceChildren();
    if (none) return;
    text.replaceChildren(...summary(found.total));
    rules.replaceChildren(rulesTable(found.rules));
    if (all.open) points.replaceChildren(pointsTable(found));
    draw();
  }

  function draw() {
    chart.dataset.width = chart.clientWidth;
    drawHistory(chart, report, view, picked, { pick, range: (from, to) => show(from, to), zoom });
    const [start, end] = [Date.parse(report.start), Date.parse(report.end)];
    zooms[1].disabled = view[0] === start && view[1] === end;
    zooms[2].disabled = view[0] === start;
    zooms[3].disabled = view[1] === end;
    zooms[0].disabled = view[1] - view[0] <= 12 * report.step * 60000;
  }

  /** Shows the time from one instant to another, within what there is and no shorter than a dozen points. */
  function show(from, to) {
    const [start, end] = [Date.parse(report.start), Date.parse(report.end)];
    const length = Math.min(end - start, Math.max(to - from, 12 * report.step * 60000));
    const first = Math.max(start, Math.min(end - length, from));
    view = [first, first + length];
    draw();
  }

  /** Shows `factor` times as much time, around the chosen moment, moved by `shift` of it. */
  function zoom(factor, shift = 0) {
    const length = (view[1] - view[0]) * factor;
    const within = picked !== null && picked >= view[0] && picked <= view[1] && shift === 0;
    const middle = (within ? picked : (view[0] + view[1]) / 2) + shift * length;
    show(middle - length / 2, middle + length / 2);
  }

  function pick(point) {
    picked = Date.parse(point.at);
    alone.hidden = days === 1;
    say(reading, `${dayAndTime(point.at, report.timezone)}: ${point.action ?? "nothing recorded"}, SoC ${point.soc ?? "?"} %, `
      + `grid ${power(point.grid)}, sun ${power(point.solar)}, house ${power(point.home)}, car ${power(point.charger)}; `
      + `import ${price(point.importPrice)}, export ${price(point.exportPrice)}.`);
  }

  async function showPossible() {
    const mine = number;
    ask.disabled = true;
    possible.replaceChildren(html("p", { class: "note" }, "Computing…"));
    try {
      const found = await fetched("history/simulation", mine);
      if (found && mine === number) possible.replaceChildren(possibleTable(found));
    } catch (error) {
      possible.replaceChildren(html("p", { class: "note" }, error.message));
    } finally {
      ask.disabled = false;
    }
  }

  load();
}

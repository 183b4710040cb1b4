// The picture of the past: what was done, state of charge, powers, prices and cost over one axis of time.
import { action, dayAndTime, svg, time } from "./text.js";

const rows = { action: [8, 34], soc: [52, 152], power: [176, 296], price: [320, 390], cost: [414, 494] };
const [left, right, bottom, height] = [56, 8, 498, 518];
const leastWidth = 270;
const scale = (value, low, high, from, to) => from + ((value - low) / (high - low || 1)) * (to - from);

/**
 * Draws the part `view` of `report` into `place`, with the `picked` instant marked.
 *
 * `pick` gets a touched point, `range` the ends of a time that was dragged over, `zoom` a factor and a shift.
 */
export function drawHistory(place, report, view, picked, { pick, range, zoom }) {
  const width = Math.max(leastWidth, place.clientWidth);
  const [start, end] = view;
  const x = (at) => scale(at, start, end, left, width - right);
  const length = report.step * 60000;
  const points = report.points.map((point) => ({ ...point, from: Date.parse(point.at) })).filter((point) => point.from + length > start && point.from < end);
  const focused = place.contains(document.activeElement);
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", tabindex: "0",
    "aria-label": `From ${dayAndTime(start, report.timezone)} to ${dayAndTime(end, report.timezone)}: what was done, state of charge, powers, prices and cost. `
      + "Left and right choose a moment, plus and minus zoom; the same is below as a table.",
  });
  const clip = svg("clipPath", { id: "history-clip" }, svg("rect", { x: left, y: 0, width: Math.max(0, width - left - right), height: bottom }));
  const drawn = svg("g", { "clip-path": "url(#history-clip)" });
  picture.append(svg("defs", {}, clip));
  times(picture, start, end, x, width, report.timezone);

  const box = { x, length, drawn, points };
  actions(box);
  axis(picture, width, "SoC", rows.soc, 0, 100, (value) => `${value} %`);
  line(box, "soc", "soc", rows.soc, 0, 100, true);

  const powers = ["grid", "solar", "home", "charger"];
  const [weakest, strongest] = ends(points, powers, 1000);
  const kilowatts = (value) => (value === 0 ? "0" : `${(value / 1000).toFixed(1)} kW`);
  axis(picture, width, "", rows.power, weakest, strongest, kilowatts);
  area(box, "solar", rows.power, weakest, strongest);
  for (const key of ["grid", "home", "charger"]) line(box, key, `power ${key}`, rows.power, weakest, strongest);

  const [cheapest, dearest] = ends(points, ["importPrice", "exportPrice"], 1);
  axis(picture, width, "a kWh", rows.price, cheapest, dearest, (value) => value.toFixed(0));
  line(box, "importPrice", "price", rows.price, cheapest, dearest);
  line(box, "exportPrice", "sold", rows.price, cheapest, dearest);

  const [least, most] = ends(points, ["costSoFar", "costWithoutSoFar"], 1);
  axis(picture, width, "cost", rows.cost, least, most, (value) => value.toFixed(0));
  line(box, "costSoFar", "cost", rows.cost, least, most, true);
  line(box, "costWithoutSoFar", "cost without", rows.cost, least, most, true);
  const mark = svg("path", { class: "picked" });
  picture.append(drawn, mark);

  let index = picked === null ? -1 : points.findIndex((point) => point.from >= picked);
  const show = () => { if (points[index]) mark.setAttribute("d", `M${x(points[index].from + length / 2)} 4 V${bottom}`); };
  const choose = (next) => {
    if (points.length === 0) return;
    index = Math.max(0, Math.min(points.length - 1, next));
    show();
    pick(points[index]);
  };
  show();
  const instant = (event) => {
    const seen = picture.getBoundingClientRect();
    return scale(event.clientX - seen.left, left, width - right, start, end);
  };
  const nearest = (at) => points.reduce((best, point, number) =>
    Math.abs(point.from + length / 2 - at) < Math.abs(points[best].from + length / 2 - at) ? number : best, 0);

  let begun = null;
  const chosen = svg("rect", { class: "chosen", y: 4, height: bottom - 4, width: 0 });
  picture.append(chosen);
  picture.addEventListener("pointerdown", (event) => { begun = { at: instant(event), x: event.clientX }; });
  picture.addEventListener("pointermove", (event) => {
    if (!begun || event.pointerType === "touch") return;
    const [from, to] = [begun.at, instant(event)].sort((one, other) => one - other).map(x);
    chosen.setAttribute("x", from);
    chosen.setAttribute("width", to - from);
  });
  picture.addEventListener("pointerleave", () => { begun = null; chosen.setAttribute("width", 0); });
  picture.addEventListener("pointerup", (event) => {
    if (!begun) return;
    const [from, to] = [begun.at, instant(event)].sort((one, other) => one - other);
    const isDrag = Math.abs(event.clientX - begun.x) > 12;
    begun = null;
    if (isDrag) range(from, to); else choose(nearest(from));
  });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 12, PageUp: -12 }[event.key];
    const factor = { "+": 0.5, "=": 0.5, "-": 2 }[event.key];
    if (step === undefined && factor === undefined) return;
    event.preventDefault();
    if (step !== undefined) choose(index < 0 ? 0 : index + step); else zoom(factor);
  });
  place.replaceChildren(picture, key());
  if (focused) picture.focus();
}

/** The least and the greatest of some values, with 0. */
function ends(points, keys, least) {
  const all = points.flatMap((point) => keys.map((key) => point[key])).filter((value) => value !== null);
  return [Math.min(0, ...all), Math.max(all.some((value) => value > 0) || all.length === 0 ? least : 0, ...all)];
}

/** Labels of the time, as many as have room, at whole hours or days of the site's clock. */
function times(picture, start, end, x, width, zone) {
  const room = (end - start) / ((width - left - right) / 84);
  const hours = [0.25, 0.5, 1, 2, 3, 4, 6, 12].find((count) => count * 3600000 >= room);
  const days = Math.ceil(room / 86400000);
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", timeZone: zone });
  const step = hours && hours < 1 ? 900000 : 3600000;
  let day = 0;
  for (let at = Math.ceil(start / step) * step; at <= end; at += step) {
    const [hour, minute] = clock.format(new Date(at)).split(":").map(Number);
    const isDue = hours ? (hour + minute / 60) % hours === 0 : hour === 0 && day++ % days === 0;
    if (!isDue) continue;
    const label = hours && (hour + minute > 0 || end - start <= 86400000) ? time(at, zone) : date.format(new Date(at));
    picture.append(svg("path", { class: "axis", d: `M${x(at)} 4 V${bottom}` }));
    // At the right edge a label would be cut.
    if (x(at) < width - 34) picture.append(svg("text", { x: x(at), y: 513, "text-anchor": "middle" }, label));
  }
}

function axis(picture, width, name, [top, end], low, high, text) {
  const labels = low < 0 && high > 0 && Math.min(-low, high) > 0.18 * (high - low) ? [low, 0, high] : [low, high];
  for (const value of labels) {
    const y = scale(value, low, high, end, top);
    picture.append(svg("path", { class: "axis", d: `M${left} ${y} H${width - right}` }),
      svg("text", { x: left - 6, y: y + 5, "text-anchor": "end" }, text(value)));
  }
  if (labels.length === 2) picture.append(svg("text", { x: left - 6, y: (top + end) / 2 + 5, "text-anchor": "end", class: "row" }, name));
}

function actions({ x, length, drawn, points }) {
  const [top, end] = rows.action;
  for (let first = 0; first < points.length;) {
    let next = first + 1;
    while (next < points.length && points[next].action === points[first].action && points[next].from === points[next - 1].from + length) next += 1;
    if (points[first].action !== null) {
      const kind = action(points[first].action);
      const [from, to] = [x(points[first].from), x(points[next - 1].from + length)];
      drawn.append(svg("rect", { class: kind.style, x: from, y: top, width: Math.max(0.5, to - from), height: end - top }));
      if (to - from > 14) drawn.append(svg("text", { class: "letter", x: (from + to) / 2, y: end - 8 }, kind.letter));
    }
    first = next;
  }
}

/** The pieces of a curve between holes, each a list of corners; a value holds for its stretch, or is reached at its end. */
function pieces({ x, length, points }, key, y, isSlope) {
  const found = [];
  let last = null;
  for (const point of points) {
    if (point[key] === null) { last = null; continue; }
    if (last === null || point.from !== last) found.push([]);
    const corners = found[found.length - 1];
    const at = y(point[key]);
    if (!isSlope || corners.length === 0) corners.push([x(point.from), at]);
    corners.push([x(point.from + length), at]);
    last = point.from + length;
  }
  return found;
}

const path = (corners) => `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join(" L")}`;

function line(box, key, style, [top, end], low, high, isSlope = false) {
  const found = pieces(box, key, (value) => scale(value, low, high, end, top), isSlope);
  if (found.length) box.drawn.append(svg("path", { class: style, d: found.map(path).join(" ") }));
}

function area(box, key, [top, end], low, high) {
  const zero = scale(0, low, high, end, top);
  for (const corners of pieces(box, key, (value) => scale(value, low, high, end, top), false)) {
    box.drawn.append(svg("path", { class: "sun", d: `${path(corners)} V${zero} H${corners[0][0].toFixed(1)} Z` }));
  }
}

/** What each line is. */
function key() {
  const list = document.createElement("ul");
  list.className = "key";
  for (const [style, name] of [
    ["soc", "state of charge"], ["power grid", "grid, import up"], ["power home", "house"], ["power charger", "car, charging up"],
    ["sun", "sun"], ["price", "import costs"], ["sold", "export earns"], ["cost", "cost so far"], ["cost without", "without the charger"],
  ]) {
    const item = document.createElement("li");
    const sample = style === "sun" ? svg("rect", { class: style, x: 0, y: 2, width: 30, height: 12 }) : svg("path", { class: style, d: "M0 8 H30" });
    item.append(svg("svg", { viewBox: "0 0 30 16", class: "chart", "aria-hidden": "true" }, sample), name);
    list.append(item);
  }
  return list;
}

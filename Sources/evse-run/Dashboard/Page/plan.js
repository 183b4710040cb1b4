// The hours to come as a strip: actions, state of charge with its doubt, sun and prices over one axis of time.
import { action, dayAndTime, html, svg, time } from "./text.js";

/** The least width in which a strip can be read, in pixels. */
const leastWidth = 280;
const rows = { action: [8, 34], soc: [52, 190], price: [206, 286] };
const left = 52;
/** The width of the strip that is being drawn: a pixel of its own for each of the page's, so that text keeps its size. */
let width = 960;

const scale = (value, low, high, from, to) => from + ((value - low) / (high - low || 1)) * (to - from);

/** Draws `plan` into `place`; `onPick` gets the instant and SoC of a touched moment. */
export function drawPlan(place, plan, zone, onPick) {
  const curve = plan.curve;
  width = Math.max(leastWidth, place.clientWidth);
  if (curve.length < 2) return;
  const start = Date.parse(curve[0].at);
  const end = Date.parse(curve[curve.length - 1].at);
  // Others may be drawn later, of another width.
  const right = width - 8;
  const x = (instant) => scale(typeof instant === "number" ? instant : Date.parse(instant), start, end, left, right);
  const picture = svg("svg", {
    viewBox: `0 0 ${width} 312`, class: "chart", role: "img", tabindex: "0",
    "aria-label": summary(plan, zone),
  });
  hours(picture, start, end, x, zone);
  drawActions(picture, plan, x);
  const socY = (soc) => scale(soc, 0, 100, rows.soc[1], rows.soc[0]);
  drawSun(picture, curve, x);
  axis(picture, [0, 50, 100].map((soc) => [socY(soc), `${soc} %`]));
  const known = curve.filter((point) => point.soc !== null);
  if (known.length > 1) {
    const low = known.map((point) => `${x(point.at)} ${socY(point.socLow)}`);
    const high = known.map((point) => `${x(point.at)} ${socY(point.socHigh)}`).reverse();
    picture.append(svg("path", { class: "doubt", d: `M${low.concat(high).join(" L")} Z` }));
    picture.append(svg("path", { class: "soc", d: `M${known.map((point) => `${x(point.at)} ${socY(point.soc)}`).join(" L")}` }));
  }
  drawPrices(picture, curve, x);
  const picked = svg("path", { class: "picked" });
  picture.append(picked);

  let index = 0;
  const pick = (next) => {
    index = Math.max(0, Math.min(curve.length - 1, next));
    const at = x(curve[index].at);
    picked.setAttribute("d", `M${at} 4 V292`);
    onPick(curve[index].at, curve[index].soc);
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const moment = scale(((event.clientX - box.left) / box.width) * box.width, left, box.width - 8, start, end);
    pick(Math.round((moment - start) / ((end - start) / (curve.length - 1))));
  });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 4, PageUp: -4 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    pick(index + step);
  });
  place.replaceChildren(picture);
}

function summary(plan, zone) {
  const steps = plan.forecast.steps.map((step) => `${dayAndTime(step.start, zone)} ${(step.directionHeld ?? step.decision).action}`);
  return `The plan. ${steps.slice(0, 12).join(", ")}. Arrow keys choose a moment.`;
}

function hours(picture, start, end, x, zone) {
  // A label takes some seventy pixels.
  const every = [1, 2, 3, 4, 6, 12, 24].find((hours) => ((width - left) * hours * 3600000) / (end - start) > 76) ?? 24;
  for (let at = Math.ceil(start / 3600000) * 3600000; at <= end; at += 3600000) {
    const hour = Number(new Intl.DateTimeFormat("en-GB", { hour: "numeric", hour12: false, timeZone: zone }).format(new Date(at)));
    if (hour % every !== 0) continue;
    picture.append(svg("path", { class: "axis", d: `M${x(at)} 4 V290` }));
    // One at the edge would be cut off.
    if (x(at) < width - 34) picture.append(svg("text", { x: x(at), y: 306, "text-anchor": "middle" }, time(at, zone)));
  }
}

function drawActions(picture, plan, x) {
  for (const step of plan.forecast.steps) {
    const kind = action((step.directionHeld ?? step.decision).action);
    const [from, to] = [x(step.start), Math.min(x(step.end), width - 8)];
    const [top, bottom] = rows.action;
    picture.append(svg("rect", { class: kind.style, x: from, y: top, width: Math.max(0.5, to - from), height: bottom - top }));
    if (to - from > 14) picture.append(svg("text", { class: "letter", x: (from + to) / 2, y: bottom - 8 }, kind.letter));
  }
}

function drawSun(picture, curve, x) {
  const most = Math.max(1000, ...curve.map((point) => point.solar ?? 0));
  const y = (watts) => scale(watts, 0, most, rows.soc[1], rows.soc[0]);
  const points = curve.map((point) => `${x(point.at)} ${y(point.solar ?? 0)}`);
  picture.append(svg("path", { class: "sun", d: `M${left} ${rows.soc[1]} L${points.join(" L")} L${width - 8} ${rows.soc[1]} Z` }));
}

function drawPrices(picture, curve, x) {
  const all = curve.flatMap((point) => [point.importPrice, point.exportPrice]).filter((value) => value !== null);
  if (all.length === 0) return;
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  const y = (price) => scale(price, low, high, rows.price[1], rows.price[0]);
  axis(picture, [[y(low), low.toFixed(0)], [y(high), high.toFixed(0)]]);
  for (const [key, style] of [["importPrice", "price"], ["exportPrice", "sold"]]) {
    let path = "";
    let pen = false;
    curve.forEach((point, index) => {
      const value = point[key];
      if (value === null) { pen = false; return; }
      path += `${pen ? "L" : "M"}${x(point.at)} ${y(value)} `;
      if (index + 1 < curve.length) path += `H${x(curve[index + 1].at)} `;
      pen = true;
    });
    if (path) picture.append(svg("path", { class: style, d: path }));
  }
}

function axis(picture, labels) {
  for (const [y, text] of labels) {
    picture.append(
      svg("path", { class: "axis", d: `M${left} ${y} H${width - 8}` }),
      svg("text", { x: left - 6, y: y + 4, "text-anchor": "end" }, text),
    );
  }
}

/** What the strip cannot show, in words. */
export function planNote(plan, zone) {
  const parts = [
    `Line: state of charge${plan.socIsKnown ? "" : ` (not known now; taken to start at ${plan.soc} %)`}, shaded: with half and with one and a half times the sun.`,
    "Yellow: sun. Below: what import costs, dashed what export earns.",
    `House and sun are ${plan.forecast.house}.`,
  ];
  for (const missed of plan.forecast.missedTargets ?? []) parts.push(missedText(missed, zone));
  return html("span", {}, parts.join(" "));
}

/** What becomes of a target that will be missed. */
function missedText(missed, zone) {
  const target = `The target ${missed.target} % by ${dayAndTime(missed.deadline, zone)}`;
  const short = `${missed.shortfall} % short`;
  if (missed.planned) return `${target} will be missed after that: ${short}.`;
  const what = missed.wasReached ? "will be reached and given up again" : "will be missed";
  return `${target} ${what}: ${missed.soc} % then, ${short}.`;
}

// The whole policy of a day: time across, state of charge up, action as colour, and where we are in it.
import { action, actions, html, svg } from "./text.js";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const height = 360;
const left = 52;
/** The width of the map that is being drawn, in the page's pixels, so that text keeps its size. */
let width = 960;
const bottom = 300;
const unknown = [310, 332];

const minutes = (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
const x = (minute) => left + (minute / 1440) * (width - left - 8);
const y = (soc) => bottom - (soc / 101) * (bottom - 8);

/** Where a stretch of time and SoC is in the map that was drawn last; a SoC of null is an unknown one. */
export function cellBox(from, to, socFrom, socTo) {
  const [start, stop] = [x(minutes(from)), x(minutes(to))];
  const [top, end] = socFrom === null ? unknown : [y(socTo + 1), y(socFrom)];
  return { x: start, y: top, width: stop - start, height: end - top };
}

/** Draws one day of `map` into `place`. `here` is the present minute and SoC, or null on other days. */
export function drawMap(place, map, day, here, onPick) {
  width = Math.max(280, place.clientWidth);
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${height}`, class: "chart", role: "img", tabindex: "0",
    "aria-label": `What the schedule does on ${day}, by time of day and state of charge. Arrow keys choose a moment.`,
  });
  for (const cell of map.cells.filter((cell) => cell.day === day)) {
    const box = cellBox(cell.from, cell.to, cell.socFrom, cell.socTo);
    const kind = action(cell.applied.action);
    picture.append(svg("rect", { class: kind.style, ...box }));
    if (box.width > 16 && box.height > 16) {
      picture.append(svg("text", { class: "letter", x: box.x + box.width / 2, y: box.y + box.height / 2 + 5 }, kind.letter));
    }
  }
  for (const soc of [0, 25, 50, 75, 100]) {
    picture.append(svg("text", { x: left - 6, y: y(soc) + 4, "text-anchor": "end" }, `${soc} %`));
  }
  picture.append(svg("text", { x: left - 6, y: (unknown[0] + unknown[1]) / 2 + 4, "text-anchor": "end" }, "?"));
  for (let hour = 0; hour < 24; hour += width < 420 ? 6 : 3) {
    picture.append(svg("text", { x: x(hour * 60), y: 352, "text-anchor": "middle" }, String(hour).padStart(2, "0")));
  }
  const picked = svg("circle", { class: "picked", r: 9, cx: -20, cy: -20 });
  picture.append(picked);
  if (here) {
    const cy = here.soc === null ? (unknown[0] + unknown[1]) / 2 : y(here.soc + 0.5);
    picture.append(svg("circle", { class: "here", cx: x(here.minute), cy, r: 8 }, svg("title", {}, "You are here")));
  }

  let place_ = { minute: here?.minute ?? 720, soc: here?.soc ?? 50 };
  const pick = (minute, soc) => {
    // Others may have been drawn since.
    width = picture.viewBox.baseVal.width;
    place_ = { minute: Math.max(0, Math.min(1439, Math.round(minute))), soc: soc === null ? null : Math.max(0, Math.min(100, Math.round(soc))) };
    picked.setAttribute("cx", x(place_.minute));
    picked.setAttribute("cy", place_.soc === null ? (unknown[0] + unknown[1]) / 2 : y(place_.soc + 0.5));
    onPick(day, place_.minute, place_.soc);
  };
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect();
    const px = event.clientX - box.left;
    const py = ((event.clientY - box.top) / box.height) * height;
    const soc = py >= unknown[0] - 4 ? null : ((bottom - py) / (bottom - 8)) * 101 - 0.5;
    pick(((px - left) / (width - left - 8)) * 1440, soc);
  });
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [15, 0], ArrowLeft: [-15, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!step) return;
    event.preventDefault();
    pick(place_.minute + step[0], (place_.soc ?? 0) + step[1]);
  });
  place.replaceChildren(picture);
}

/** Buttons for the days, of which `chosen` is pressed. */
export function dayButtons(place, chosen, onChoose) {
  place.replaceChildren(...days.map((day) => {
    const button = html("button", { type: "button", "aria-pressed": String(day === chosen) }, day);
    button.addEventListener("click", () => onChoose(day));
    return button;
  }));
}

/** What each colour means. */
export function legend(place) {
  place.replaceChildren(...Object.values(actions).map((kind) =>
    html("li", {}, svg("svg", { viewBox: "0 0 18 18", "aria-hidden": "true" },
      svg("rect", { class: kind.style, width: 18, height: 18, rx: 3 }),
      svg("text", { class: "letter", x: 9, y: 14, "font-size": 12, "text-anchor": "middle" }, kind.letter)), kind.name)));
}

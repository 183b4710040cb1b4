// How numbers, times and actions are written.

/** The actions: their letter and colour, as in the map of `evse-run --map`. */
export const actions = {
  idle: { letter: "-", style: "idle", name: "idle" },
  charge: { letter: "C", style: "charge", name: "charge" },
  S2V: { letter: "S", style: "s2v", name: "S2V: the sun into the car" },
  V2H: { letter: "H", style: "v2h", name: "V2H: the car feeds the house" },
  "S2V + V2H": { letter: "B", style: "both", name: "S2V + V2H: both" },
  V2G: { letter: "G", style: "v2g", name: "V2G: the car sells" },
  "hand over": { letter: "A", style: "over", name: "hand over: its own app decides" },
};

export const action = (name) => actions[name] ?? actions.idle;

/** A power with its unit. */
export function power(watts) {
  if (watts === null || watts === undefined) return "?";
  const size = Math.abs(watts);
  return size < 995 ? `${Math.round(watts)} W` : `${(watts / 1000).toFixed(size < 9950 ? 2 : 1)} kW`;
}

/** A price of a kWh in minor money units. */
export const price = (value) => (value === null || value === undefined ? "?" : `${value.toFixed(2)} a kWh`);

const formats = new Map();

function format(zone, options) {
  const key = zone + JSON.stringify(options);
  if (!formats.has(key)) {
    let made;
    try {
      made = new Intl.DateTimeFormat(undefined, { ...options, timeZone: zone });
    } catch {
      made = new Intl.DateTimeFormat(undefined, options);
    }
    formats.set(key, made);
  }
  return formats.get(key);
}

/** The time of day at an instant, on the site's clock, as the reader's language writes it. */
export const time = (instant, zone) => format(zone, { hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

/** The weekday and the time of day. */
export const dayAndTime = (instant, zone) =>
  format(zone, { weekday: "short", hour: "2-digit", minute: "2-digit" }).format(new Date(instant));

/** A number of seconds, as long ago. */
export function age(seconds) {
  if (seconds === null || seconds === undefined) return "never";
  if (seconds < 90) return `${seconds} s ago`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3600)} h ago`;
}

/** Puts text into an element, only where it has changed: a screen reader would say it anew. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** An SVG element with attributes and children. */
export function svg(name, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** An HTML element with attributes and children. */
export function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The picture of what flows between grid, sun, house and car. Drawn once; each report only changes it.
import { power, svg, say } from "./text.js";

const nodes = {
  sun: { x: 180, y: 58, name: "Sun", colour: "--sun-flow" },
  grid: { x: 58, y: 166, name: "Grid", colour: "--grid-flow" },
  home: { x: 302, y: 166, name: "House", colour: "--home-flow" },
  car: { x: 180, y: 274, name: "Car", colour: "--car-flow" },
};
const radius = 55;

/** Draws the picture into `place` and gives what changes it. */
export function flows(place) {
  const picture = svg("svg", { viewBox: "0 0 360 332", role: "img", "aria-labelledby": "flows-title" });
  const title = svg("title", { id: "flows-title" });
  picture.append(title);
  const wires = {};
  for (const [name, node] of Object.entries(nodes)) {
    const path = wire(node);
    picture.append(svg("path", { d: path.in, class: "wire" }));
    const flow = svg("path", { d: path.in, class: "flow" });
    flow.style.stroke = `var(${node.colour})`;
    flow.style.display = "none";
    picture.append(flow);
    wires[name] = { flow, path };
  }
  const values = {};
  for (const [name, node] of Object.entries(nodes)) {
    const circle = svg("circle", { cx: node.x, cy: node.y, r: radius });
    circle.style.stroke = `var(${node.colour})`;
    const value = svg("text", { x: node.x, y: node.y + 8, class: "value" });
    const extra = svg("text", { x: node.x, y: node.y + 29, class: "name" });
    picture.append(circle, svg("text", { x: node.x, y: node.y - 18, class: "name" }, node.name), value, extra);
    values[name] = { value, extra };
  }
  place.append(picture);

  /** `inward` is the power that a node gives to the others; nil is unknown. */
  function show(name, inward) {
    const { flow, path } = wires[name];
    say(values[name].value, power(inward === null ? null : Math.abs(inward)));
    const flowing = inward !== null && Math.abs(inward) >= 15;
    flow.style.display = flowing ? "" : "none";
    if (!flowing) return;
    const d = inward > 0 ? path.in : path.out;
    if (flow.getAttribute("d") !== d) flow.setAttribute("d", d);
    // A kilowatt passes about two dots a second; what is stronger is faster and thicker.
    const kilowatts = Math.min(12, Math.abs(inward) / 1000);
    flow.style.animationDuration = `${Math.max(0.12, 0.6 / Math.sqrt(kilowatts + 0.05)).toFixed(2)}s`;
    flow.style.strokeWidth = (4 + Math.min(7, 2 * Math.sqrt(kilowatts))).toFixed(1);
  }

  return (now) => {
    const status = now.status;
    const known = (value) => (value === undefined ? null : value);
    const car = known(status.chargerPower);
    show("sun", known(status.solar));
    show("grid", known(status.grid));
    show("home", now.home === null ? null : -now.home);
    show("car", car === null ? null : -car);
    say(values.grid.extra, status.grid === null ? "" : status.grid >= 0 ? "importing" : "exporting");
    say(values.car.extra, status.soc === null ? "SoC ?" : `SoC ${status.soc} %`);
    say(
      title,
      `Sun ${power(status.solar)}, grid ${status.grid === null ? "?" : `${status.grid >= 0 ? "import" : "export"} ${power(Math.abs(status.grid))}`}, `
        + `house ${power(now.home)}, car ${car === null ? "?" : car >= 0 ? `charging ${power(car)}` : `discharging ${power(-car)}`}`,
    );
  };
}

/** The way from a node to the middle, and back. */
function wire(node) {
  const [mx, my] = [180, 166];
  const length = Math.hypot(mx - node.x, my - node.y);
  const sx = node.x + ((mx - node.x) * radius) / length;
  const sy = node.y + ((my - node.y) * radius) / length;
  return { in: `M${sx} ${sy} L${mx} ${my}`, out: `M${mx} ${my} L${sx} ${sy}` };
}

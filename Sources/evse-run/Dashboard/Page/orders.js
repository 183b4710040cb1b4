// The buttons: stop first of all.
import { post } from "./api.js";
import { order } from "./now.js";
import { dayAndTime, html, say } from "./text.js";

const byId = (id) => document.getElementById(id);

/** Makes the buttons work and gives what shows how far an order has come; `onRefused` is told when a token is needed. */
export function orders(onRefused) {
  /** When a stop was asked for here, and is not yet seen in a report. */
  let asked = false;

  async function send(command, extra = {}) {
    say(byId("order-error"), "");
    try {
      await post("orders", { schemaVersion: 1, command, ...extra });
    } catch (error) {
      if (error.status === 401) onRefused();
      if (command === "stop") asked = false;
      say(byId("order-error"), `${command === "stop" ? "NOT STOPPED: " : ""}${error.message}`);
    }
  }

  byId("stop").addEventListener("click", () => {
    asked = true;
    mark({ asked: true, sent: false, confirmed: false });
    send("stop");
  });
  byId("resume").addEventListener("click", () => send("resume"));
  for (const button of document.querySelectorAll("[data-pause]")) {
    const length = button.dataset.pause;
    button.addEventListener("click", () =>
      length === "unplugged" ? send("pause-until-unplugged") : send("pause", { seconds: Number(length) }));
  }
  for (const [form, field, command] of [
    ["charge-form", "charge-to", "charge-to"], ["discharge-form", "discharge-to", "discharge-to"],
  ]) {
    byId(form).addEventListener("submit", (event) => {
      event.preventDefault();
      send(command, { soc: Number(byId(field).value) });
    });
  }

  function mark(stop) {
    const list = byId("stop-progress");
    list.hidden = !stop.asked;
    for (const item of list.children) item.className = stop[item.dataset.step] ? "done" : "";
  }

  /** The schedule's inputs, made anew only where they are others. */
  let known = "";
  function showInputs(inputs) {
    const place = byId("inputs");
    const names = JSON.stringify(inputs.map((input) => [input.name, input.kind, input.low, input.high]));
    if (names !== known) {
      known = names;
      place.replaceChildren(...inputs.map((input) => {
        const field = inputField(input);
        return html("label", {}, field, ` ${input.name}`, html("small", {}));
      }));
    }
    inputs.forEach((input, index) => {
      const label = place.children[index];
      const field = label.firstChild;
      if (input.kind === "switch") field.checked = input.on;
      else if (document.activeElement !== field) field.value = input.value;
      const end = input.once ? " until the car has left" : input.until ? ` until ${dayAndTime(input.until, zone)}` : "";
      say(label.lastChild, input.isSet ? end : "");
    });
  }

  /** What sets one input: a box, or a field for a number or a time. */
  function inputField(input) {
    if (input.kind === "switch") {
      const box = html("input", { type: "checkbox" });
      box.addEventListener("change", () => send("set", { name: input.name, value: box.checked ? "on" : "off" }));
      return box;
    }
    const isTime = input.kind === "time";
    const field = html("input", isTime ? { type: "time", required: "" } : { type: "text", inputmode: "decimal", size: "6", maxlength: "16", title: `${input.low} to ${input.high}` });
    field.addEventListener("change", () => {
      const text = field.value.trim();
      // A number alone has the unit of the declared one.
      const value = !isTime && /^-?[0-9.]+$/.test(text) ? text + input.value.replace(/^[-0-9.]+/, "") : text;
      if (value) send("set", { name: input.name, value });
      field.blur();
    });
    return field;
  }

  let zone = "UTC";
  return (now) => {
    zone = now.timezone;
    showInputs(now.status.inputs ?? []);
    if (now.stop.asked) asked = false;
    mark(asked && !now.stop.asked ? { asked: true, sent: false, confirmed: false } : now.stop);
    const inForce = now.status.order;
    byId("resume").hidden = !inForce;
    say(byId("order"), inForce ? `In force: ${order(inForce, now.timezone)}.` : "The schedule decides.");
  };
}

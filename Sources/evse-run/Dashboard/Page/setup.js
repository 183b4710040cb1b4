// Makes a first schedule from questions; devices are only read.
import { get, post } from "./api.js";
import { signInDialog } from "./sign-in.js";
import { html, say } from "./text.js";

const byId = (id) => document.getElementById(id);
/** How often it is asked whether the run has begun, in milliseconds. */
const pause = 1000;
/** What drivers are called here; others by their own name. */
const names = { simulated: "simulated, to try it out", "wallbox-quasar": "Wallbox Quasar", "shelly-em": "Shelly EM" };
const plans = {
  watch: "nothing yet, only watch",
  charge: "charge to 80 % when cheap",
  house: "… take sun, feed the house",
};

const signIn = signInDialog(begin);
let text = null;
begin();

async function begin() {
  let setup;
  try {
    setup = await get("setup");
  } catch (error) {
    return fail(error);
  }
  say(byId("setup-path"), setup.path);
  byId("setup-form").replaceChildren(...questions(setup));
  byId("setup-form").addEventListener("submit", (event) => { event.preventDefault(); write(setup); });
  byId("setup-form").addEventListener("input", () => { byId("setup-result").hidden = true; show(); });
  byId("setup-save").onclick = save;
  show();
}

function fail(error) {
  if (error.status === 401) signIn();
  say(byId("setup-error"), error.message);
}

const label = (id, words, field) => html("label", { for: id, id: `${id}-label` }, words, field);
const input = (id, words, attributes) => label(id, words, html("input", { id, ...attributes }));
const number = (id, words, value, attributes = {}) => input(id, words, { type: "number", inputmode: "numeric", value, ...attributes });
const check = (id, words, isChecked) => html("label", { for: id, class: "check" }, html("input", { id, type: "checkbox", ...(isChecked ? { checked: "" } : {}) }), words);

function select(id, words, options) {
  return label(id, words, html("select", { id }, ...options.map(([value, name]) => html("option", { value }, name))));
}

function part(title, ...fields) {
  return html("fieldset", { class: "edit" }, html("legend", {}, title), html("div", { class: "fields" }, ...fields));
}

/** Has a device read, and says what it says. */
function ask(role) {
  const button = html("button", { type: "button", id: `${role}-ask` }, "Ask it");
  const answer = html("p", { id: `${role}-answer`, role: "status", class: "note" });
  button.addEventListener("click", async () => {
    say(answer, "Asking…");
    button.disabled = true;
    try {
      const report = await post("setup/probe", { schemaVersion: 1, role, driver: byId(role).value, address: byId(`${role}-address`).value.trim() });
      say(answer, `${report.lines.join(". ")}.`);
    } catch (error) {
      if (error.status === 401) signIn();
      say(answer, `It cannot be read: ${error.message}.`);
    }
    button.disabled = false;
  });
  return [button, answer];
}

function questions(setup) {
  const devices = (list) => list.map((driver) => [driver, names[driver] ?? driver]);
  const tariffs = setup.tariffs.map(({ name, isPublished }) => [name, isPublished ? `${name} (by half hours)` : name]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    part("The charger", select("charger", "Which", devices(setup.chargers)), input("charger-address", "Its address in your network", { placeholder: "192.168.0.123" }), ...ask("charger"),
      number("lowest", "Lowest current (A)", "3", { min: "1", max: "80" }), number("highest", "Highest current (A)", "16", { min: "1", max: "80" }), check("discharges", "it can discharge, too", true)),
    part("The grid meter", select("meter", "Which", [["", "none"], ...devices(setup.meters)]), input("meter-address", "Its address in your network", { placeholder: "192.168.0.124" }), ...ask("meter"),
      select("grid-channel", "The grid's channel", [["0", "0"], ["1", "1"], ["2", "2"]]), select("solar-channel", "The sun's channel", [["", "none"], ["1", "1"], ["0", "0"], ["2", "2"]])),
    part("Car and house", number("battery", "The car's battery (kWh)", "52", { min: "1", max: "1000", step: "0.1" }), number("fuse", "Main fuse (A), empty for no limit", "", { min: "1", max: "1000" }), input("timezone", "Time zone", { value: zone, required: "" })),
    part("Prices", select("tariff", "Tariff", [["", "none of these"], ...tariffs]), select("export-tariff", "Another for what you sell", [["", "no"], ...tariffs]), check("records", "keep what is measured in files", true)),
    part("To begin with", select("plan", "It shall", Object.entries(plans))),
    html("button", { type: "submit", id: "setup-write" }, "Show the file"),
  ];
}

/** Hides what is not asked of the chosen devices. */
function show() {
  const has = (role) => !["", "simulated"].includes(byId(role).value);
  for (const role of ["charger", "meter"]) {
    for (const id of [`${role}-address-label`, `${role}-ask`, `${role}-answer`]) byId(id).hidden = !has(role);
    byId(`${role}-address`).required = has(role);
  }
  for (const id of ["grid-channel-label", "solar-channel-label"]) byId(id).hidden = byId("meter").value !== "shelly-em";
}

async function write(setup) {
  const value = (id) => byId(id).value.trim();
  const optional = (id) => (value(id) === "" ? null : Number(value(id)));
  const device = (role) => ({ driver: value(role), address: value(`${role}-address`) || null });
  const isShelly = value("meter") === "shelly-em";
  say(byId("setup-error"), "");
  try {
    const report = await post("setup/text", {
      schemaVersion: 1, timezone: value("timezone"), battery: optional("battery"), charger: device("charger"),
      lowestCurrent: Number(value("lowest")), highestCurrent: Number(value("highest")), discharges: byId("discharges").checked,
      meter: value("meter") === "" ? null : device("meter"), gridChannel: isShelly ? optional("grid-channel") : null, solarChannel: isShelly ? optional("solar-channel") : null,
      importLimit: optional("fuse"), tariff: value("tariff") || null, exportTariff: value("export-tariff") || null,
      records: byId("records").checked, dashboard: setup.dashboard, plan: value("plan"),
    });
    text = report.text;
    byId("setup-text").textContent = text;
    byId("setup-result").hidden = false;
    byId("setup-text").focus();
  } catch (error) {
    fail(error);
  }
}

async function save() {
  say(byId("setup-error"), "");
  byId("setup-save").disabled = true;
  try {
    await post("schedule", { schemaVersion: 1, text, tag: null });
  } catch (error) {
    byId("setup-save").disabled = false;
    return fail(error);
  }
  say(byId("setup-state"), "Written. The run begins…");
  for (;;) {
    await new Promise((wake) => setTimeout(wake, pause));
    // While it starts there is neither the old page nor the new one.
    const report = await get("setup").catch((error) => error);
    if (report.status === 409) return location.reload();
  }
}

// Makes a first schedule from questions; devices are only read.
import { get, post } from "./api.js";
import { signInDialog } from "./sign-in.js";
import { html, say } from "./text.js";

const byId = (id) => document.getElementById(id);
/** How often it is asked whether the run has begun, in milliseconds. */
const pause = 1000;
/** What drivers are called here; others by their own name. */
const names = { simulated: "simulated, to try it out", "wallbox-quasar": "Wallbox Quasar", "shelly-em": "Shelly EM", "homewizard-p1": "HomeWizard P1" };
const plans = {
  watch: "nothing yet, only watch",
  charge: "charge to 80 % when cheap",
  house: "… take sun, feed the house",
};

const signIn = signInDialog(begin);
/** What the file that is shown was made from. */
let answers = null;
/** By name: what each meter tells and has to be told. */
let meters = new Map();
begin();

async function begin() {
  let setup;
  try {
    setup = await get("setup");
  } catch (error) {
    return fail(error);
  }
  say(byId("setup-path"), setup.path);
  meters = new Map(setup.meters.map((meter) => [meter.name, meter]));
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
function ask(id, role) {
  const button = html("button", { type: "button", id: `${id}-ask` }, "Ask it");
  const answer = html("p", { id: `${id}-answer`, role: "status", class: "note" });
  button.addEventListener("click", async () => {
    say(answer, "Asking…");
    button.disabled = true;
    try {
      const report = await post("setup/probe", { schemaVersion: 1, role, ...device(id), address: value(`${id}-address`) });
      say(answer, `${report.lines.join(". ")}.`);
    } catch (error) {
      if (error.status === 401) signIn();
      say(answer, `It cannot be read: ${error.message}.`);
    }
    button.disabled = false;
  });
  return [button, answer];
}

/** Fields for all that any meter asks for; `show` hides those that the chosen one does not. */
function meterFields(id, setup) {
  const settings = [...new Map(setup.meters.flatMap((meter) => meter.settings).map((setting) => [setting.name, setting])).values()];
  const secret = { autocomplete: "off", spellcheck: "false", autocapitalize: "off" };
  return [
    input(`${id}-address`, "Its address in your network", { placeholder: "192.168.0.124" }),
    ...settings.map(({ name }) => input(`${id}-setting-${name}`, `Its ${name}`, { autocapitalize: "off", spellcheck: "false" })),
    input(`${id}-user`, "User, if it asks for one", secret), input(`${id}-password`, "Password, if it asks for one", { type: "password", autocomplete: "new-password" }),
    input(`${id}-token`, "Its access token", { type: "password", autocomplete: "new-password" }),
    ...ask(id, id === "meter" ? "meter" : "solar meter"),
  ];
}

function questions(setup) {
  const devices = (list) => list.map((driver) => [driver, names[driver] ?? driver]);
  const all = devices(setup.meters.map(({ name }) => name));
  const tariffs = setup.tariffs.map(({ name, isPublished }) => [name, isPublished ? `${name} (by half hours)` : name]);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [
    part("The charger", select("charger", "Which", devices(setup.chargers)), input("charger-address", "Its address in your network", { placeholder: "192.168.0.123" }), ...ask("charger", "charger"),
      number("lowest", "Lowest current (A)", "3", { min: "1", max: "80" }), number("highest", "Highest current (A)", "16", { min: "1", max: "80" }), check("discharges", "it can discharge, too", true),
      check("restart", "restart it through myWallbox when it no longer answers", false), number("restart-serial", "Its serial number", "", { min: "1" }),
      input("restart-user", "User of myWallbox", { type: "email", autocomplete: "off" }), input("restart-password", "Password of myWallbox", { type: "password", autocomplete: "new-password" })),
    part("The grid meter", select("meter", "Which", [["", "none"], ...all]), ...meterFields("meter", setup),
      select("grid-channel", "The grid's channel", [["0", "0"], ["1", "1"], ["2", "2"]]), select("solar-channel", "The sun's channel", [["", "none"], ["1", "1"], ["0", "0"], ["2", "2"]])),
    part("A meter for the sun", select("solar-meter", "Which", [["", "none"], ...all.filter(([name]) => name !== "simulated")]), ...meterFields("solar-meter", setup)),
    part("Car and house", number("battery", "The car's battery (kWh)", "52", { min: "1", max: "1000", step: "0.1" }), number("fuse", "Main fuse (A), empty for no limit", "", { min: "1", max: "1000" }), input("timezone", "Time zone", { value: zone, required: "" })),
    part("Prices", select("tariff", "Tariff", [["", "none of these"], ...tariffs]), select("export-tariff", "Another for what you sell", [["", "no"], ...tariffs]), check("records", "keep what is measured in files", true)),
    part("To begin with", select("plan", "It shall", Object.entries(plans))),
    html("button", { type: "submit", id: "setup-write" }, "Show the file"),
  ];
}

const value = (id) => byId(id).value.trim();

/** Shows a field, which can be required then, or hides it. */
function wants(id, isShown, isRequired = false) {
  byId(`${id}-label`).hidden = !isShown;
  byId(id).required = isShown && isRequired;
}

/** Hides what is not asked of the chosen devices. */
function show() {
  const has = (id) => !["", "simulated"].includes(value(id));
  for (const id of ["charger", "meter", "solar-meter"]) {
    wants(`${id}-address`, has(id), true);
    for (const part of ["ask", "answer"]) byId(`${id}-${part}`).hidden = !has(id);
    if (id === "charger") continue;
    const meter = meters.get(value(id));
    const login = meter?.login ?? "none";
    for (const part of ["user", "password"]) wants(`${id}-${part}`, login === "password");
    wants(`${id}-token`, login === "token", true);
    for (const { name } of [...meters.values()].flatMap(({ settings }) => settings)) {
      const own = meter?.settings.find((setting) => setting.name === name);
      wants(`${id}-setting-${name}`, own !== undefined, own?.isRequired);
      byId(`${id}-setting-${name}`).inputMode = own?.isNumber ? "numeric" : "text";
    }
  }
  for (const id of ["grid-channel", "solar-channel"]) wants(id, meters.get(value("meter"))?.hasChannels === true);
  const isQuasar = value("charger") === "wallbox-quasar";
  byId("restart").parentElement.hidden = !isQuasar;
  for (const id of ["restart-serial", "restart-user", "restart-password"]) wants(id, isQuasar && byId("restart").checked, true);
  // One that tells of the sun needs none beside it.
  byId("solar-meter").closest("fieldset").hidden = !needsSun();
}

/** Whether there is a grid meter that does not tell what the sun gives. */
function needsSun() {
  const meter = meters.get(value("meter"));
  return meter !== undefined && !meter.tellsSun && !(meter.hasChannels && value("solar-channel") !== "");
}

/** A device as it is asked, or written into the file. */
function device(id) {
  const driver = value(id);
  const made = { driver, address: value(`${id}-address`) || null };
  const meter = id === "charger" ? undefined : meters.get(driver);
  if (!meter) return made;
  const given = (part) => byId(`${id}-${part}`).value || null;
  const settings = Object.fromEntries(meter.settings.map(({ name }) => [name, value(`${id}-setting-${name}`)]).filter(([, text]) => text !== ""));
  return { ...made, settings, ...(meter.login === "password" ? { user: given("user"), password: given("password") } : {}), ...(meter.login === "token" ? { token: given("token") } : {}) };
}

async function write(setup) {
  const optional = (id) => (value(id) === "" ? null : Number(value(id)));
  const hasChannels = meters.get(value("meter"))?.hasChannels === true;
  const restarts = value("charger") === "wallbox-quasar" && byId("restart").checked;
  say(byId("setup-error"), "");
  const given = {
    schemaVersion: 1, timezone: value("timezone"), battery: optional("battery"), charger: device("charger"),
    restart: restarts ? { serial: Number(value("restart-serial")), user: value("restart-user"), password: byId("restart-password").value } : null,
    lowestCurrent: Number(value("lowest")), highestCurrent: Number(value("highest")), discharges: byId("discharges").checked,
    meter: value("meter") === "" ? null : device("meter"), gridChannel: hasChannels ? optional("grid-channel") : null, solarChannel: hasChannels ? optional("solar-channel") : null,
    solarMeter: needsSun() && value("solar-meter") !== "" ? device("solar-meter") : null,
    importLimit: optional("fuse"), tariff: value("tariff") || null, exportTariff: value("export-tariff") || null,
    records: byId("records").checked, dashboard: setup.dashboard, plan: value("plan"),
  };
  try {
    const report = await post("setup/text", given);
    answers = given;
    byId("setup-text").textContent = report.text;
    byId("setup-secrets").hidden = !report.text.includes("file \"secrets/");
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
    await post("setup/file", answers);
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

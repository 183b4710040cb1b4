// The changes that people make most, as forms: each edits the text, and what it does is shown before it is saved.
import { post } from "./api.js";
import { html, say } from "./text.js";

const day = 86400000;

/** Puts the forms into `place`; `text` gives the text that is edited, `apply` takes the new one. */
export function formView(place, { text, apply, now, onRefused }) {
  const error = html("p", { role: "alert", class: "form-error" });
  const today = () => {
    const report = now();
    return new Date((report ? Date.parse(report.status.at) + report.offset * 60000 : Date.now()));
  };
  const date = (ahead) => new Date(today().getTime() + ahead * day).toISOString().slice(0, 10);

  async function send(edit) {
    say(error, "");
    try {
      const report = await post("schedule/form", { schemaVersion: 1, text: text(), edit });
      if (report.text === text()) return say(error, "The text says that already.");
      apply(report.text);
    } catch (failure) {
      if (failure.status === 401) onRefused();
      say(error, failure.message);
    }
  }

  const field = (id, label, attributes) => html("label", { for: id }, label, html("input", { id, required: "", ...attributes }));
  const percent = (id, label, value, min = "1") => field(id, label, { type: "number", inputmode: "numeric", min, max: "100", step: "1", value });

  function form(title, fields, edit) {
    const value = (id) => made.querySelector(`#${id}`).value;
    const made = html("form", { class: "edit" }, html("h3", {}, title), html("div", { class: "fields" }, ...fields), html("button", { type: "submit" }, "Put into the text"));
    made.addEventListener("submit", (event) => {
      event.preventDefault();
      send(edit(value, made));
    });
    return made;
  }

  const hold = html("label", { class: "check", for: "trip-hold" }, html("input", { id: "trip-hold", type: "checkbox" }), "and keep what is charged: no discharging");
  const holdFields = [
    field("trip-hold-date", "from", { type: "date", value: date(0) }),
    field("trip-hold-time", "at", { type: "time", value: "18:00" }),
  ];
  const showHold = () => {
    const isWanted = hold.querySelector("input").checked;
    for (const label of holdFields) {
      label.hidden = !isWanted;
      label.querySelector("input").disabled = !isWanted;
    }
  };
  hold.querySelector("input").addEventListener("change", showHold);
  showHold();

  // What holds now is what one starts from.
  place.addEventListener("toggle", () => {
    const reserve = /^\s*reserve (\d+)%/m.exec(text())?.[1];
    const own = place.querySelector("#reserve-soc");
    if (place.open && reserve !== undefined && document.activeElement !== own) own.value = reserve;
  });
  place.append(
    form("Full enough tomorrow", [percent("target-soc", "Charge to (%)", "80"), field("target-time", "by", { type: "time", value: "07:00" })],
      (value) => ({ kind: "charge", soc: Number(value("target-soc")), date: date(1), time: value("target-time") })),
    form("A trip", [percent("trip-soc", "Charge to (%)", "100"), field("trip-date", "I leave on", { type: "date", value: date(1) }),
      field("trip-time", "at", { type: "time", value: "08:00" }), hold, ...holdFields],
    (value, made) => ({
      kind: "trip", soc: Number(value("trip-soc")), date: value("trip-date"), time: value("trip-time"),
      ...(made.querySelector("#trip-hold").checked ? { holdDate: value("trip-hold-date"), holdTime: value("trip-hold-time") } : {}),
    })),
    form("The reserve", [percent("reserve-soc", "Never discharge below (%)", "20", "0")],
      (value) => ({ kind: "reserve", soc: Number(value("reserve-soc")) })),
    form("Pause for some days", [field("pause-from", "From", { type: "date", value: date(1) }), field("pause-through", "to the end of", { type: "date", value: date(3) })],
      (value) => ({ kind: "pause", date: value("pause-from"), through: value("pause-through") })),
    error,
  );
}

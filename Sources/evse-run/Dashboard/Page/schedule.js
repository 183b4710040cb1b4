// The schedule: its editor, form, comparison and versions. Loaded when it is opened.
import { get, post } from "./api.js";
import { compareView } from "./compare.js";
import { difference } from "./diff.js";
import { editor } from "./editor.js";
import { formView } from "./form.js";
import { html, say } from "./text.js";

/** How often it is asked whether a saved text is in force, in milliseconds, and how many times. */
const patience = [1000, 20];

/** Builds the part of the page that edits the schedule in `place`; `context` gives the newest report and is told when a token is needed. */
export async function scheduleView(place, context) {
  const parts = skeleton(place);
  let file = null;
  let lineEnd = "\n";

  const code = editor(parts.code, {
    onChange: () => {
      parts.save.disabled = !isChanged();
      say(parts.state, isChanged() ? "Not saved yet." : "");
      forget();
      showDifference();
    },
    onSave: () => { if (isChanged()) save(); },
    onRefused: context.onRefused,
  });
  const compare = compareView(parts.compare, context);
  formView(parts.form, {
    text: () => code.text,
    apply: (text) => { code.replace(text); parts.difference.open = true; parts.difference.querySelector("summary").focus(); },
    now: context.now,
    onRefused: context.onRefused,
  });

  const isChanged = () => file?.text !== null && file?.text !== undefined && code.text !== file.text;
  const sent = (text) => (lineEnd === "\n" ? text : text.replaceAll("\n", lineEnd));

  async function load() {
    let report;
    try {
      report = await get("schedule");
    } catch (error) {
      return fail(error);
    }
    say(parts.path, report.path);
    parts.body.hidden = report.text === null;
    say(parts.unavailable, report.text === null ? `It cannot be edited here: ${report.problem}.` : "");
    if (report.text === null) return;
    lineEnd = report.text.includes("\r\n") ? "\r\n" : "\n";
    file = { text: report.text.replaceAll("\r\n", "\n"), tag: report.tag };
    code.words(report.words);
    code.open(file.text);
    showUses(report.uses);
    say(parts.state, report.refusal ? `What the file says is refused, and an earlier text is in force: ${report.refusal}.` : "");
    parts.save.disabled = true;
    await showVersions();
  }

  function fail(error, what = "") {
    if (error.status === 401) context.onRefused();
    say(parts.problem, `${what}${error.message}`);
  }

  /** What was said of an earlier text. */
  function forget() {
    say(parts.problem, "");
    parts.accept.hidden = true;
    compare.clear();
  }

  function showDifference() {
    parts.difference.hidden = !isChanged();
    if (isChanged()) parts.differenceText.replaceChildren(difference(file.text, code.text));
  }

  async function save(acceptRestart = false) {
    forget();
    say(parts.state, "Saving…");
    const text = code.text;
    let answer;
    try {
      answer = await post("schedule", { schemaVersion: 1, text: sent(text), tag: file.tag, acceptRestart });
    } catch (error) {
      say(parts.state, "Not saved.");
      parts.accept.hidden = !error.report?.restart?.length;
      return fail(error);
    }
    file = { text, tag: answer.tag };
    parts.save.disabled = !isChanged();
    showDifference();
    await showVersions();
    await untilInForce(answer);
  }

  async function untilInForce(answer) {
    if (answer.restart.some((change) => change.startsWith("another charger"))) {
      return say(parts.state, "Saved. It takes over when evse-run is restarted; until then the schedule before it goes on.");
    }
    say(parts.state, "Saved. It takes over in a moment…");
    for (let tries = 0; tries < patience[1]; tries += 1) {
      await new Promise((wake) => setTimeout(wake, patience[0]));
      const report = await get("schedule").catch(() => null);
      if (report?.inForce === answer.tag) return say(parts.state, `Saved, and in force.${answer.restart.length ? " The rest takes over when evse-run is restarted." : ""}`);
      if (report?.refusal) return say(parts.state, `Saved, but refused: ${report.refusal}.`);
      if (file.tag !== answer.tag) return;
    }
    say(parts.state, "Saved. It is not in force yet: see the log of evse-run.");
  }

  async function showVersions() {
    const report = await get("schedule/versions").catch(() => null);
    if (!report) return;
    parts.versionsNote.textContent = report.versions.length === 0
      ? "None yet: what a save replaces is kept here."
      : `The newest first; ${report.room} are kept in ${report.folder}.`;
    parts.versions.replaceChildren(...report.versions.map((version) => {
      const time = new Date(version.replaced);
      const words = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" }).format(time);
      const button = html("button", { type: "button" }, `Bring back what stood until ${words}`);
      button.addEventListener("click", () => restore(version.name));
      return html("li", {}, button);
    }));
  }

  /** Puts an earlier text into the editor, where it can be seen before it is saved. */
  async function restore(name) {
    try {
      const report = await get("schedule/versions", { name });
      code.replace(report.text.replaceAll("\r\n", "\n"));
      parts.difference.open = true;
      say(parts.state, isChanged() ? "The earlier text is in the editor. Save it to bring it back." : "That is what the file says already.");
      parts.save.focus();
    } catch (error) {
      fail(error);
    }
  }

  function showUses(uses) {
    parts.uses.hidden = uses.length === 0;
    parts.uses.replaceChildren(html("summary", {}, "Files that it uses, to read"), ...uses.map((used) =>
      html("div", {}, html("h4", {}, used.path), used.text === null
        ? html("p", {}, `Not shown: ${used.problem}.`)
        : html("pre", { class: "listing", tabindex: "0", role: "region", "aria-label": `The text of ${used.path}` }, used.text))));
  }

  parts.save.addEventListener("click", () => save());
  parts.accept.addEventListener("click", () => save(true));
  parts.reload.addEventListener("click", () => {
    if (isChanged() && !confirm("Give up what is not saved, and open the file again?")) return;
    forget();
    load();
  });
  parts.compareButton.addEventListener("click", () => compare.show(sent(code.text)));
  addEventListener("beforeunload", (event) => { if (isChanged()) event.preventDefault(); });
  await load();
}

/** The parts of the view, put into `place`. */
function skeleton(place) {
  const button = (text, attributes = {}) => html("button", { type: "button", ...attributes }, text);
  const parts = {
    path: html("code", { id: "schedule-path" }),
    unavailable: html("p", { id: "schedule-unavailable" }),
    state: html("p", { id: "schedule-state", role: "status" }),
    problem: html("p", { id: "schedule-problem", role: "alert" }),
    code: html("div", { id: "schedule-code" }),
    save: button("Save", { id: "schedule-save", disabled: "" }),
    accept: button("Save all the same", { id: "schedule-accept", hidden: "" }),
    reload: button("Open the file again", { id: "schedule-reload" }),
    compareButton: button("Compare with what is in force", { id: "schedule-compare" }),
    differenceText: html("div", {}),
    compare: html("div", { id: "comparison" }),
    form: html("details", { id: "schedule-form" }, html("summary", {}, "Change the usual")),
    versionsNote: html("p", { class: "note" }),
    versions: html("ul", { id: "versions" }),
    uses: html("details", { id: "schedule-uses", hidden: "" }),
  };
  parts.difference = html("details", { id: "schedule-difference", hidden: "" }, html("summary", {}, "What you have changed"), parts.differenceText);
  parts.body = html("div", {},
    parts.form, parts.code, parts.difference,
    html("div", { class: "orders" }, parts.save, parts.accept, parts.compareButton, parts.reload), parts.state, parts.problem,
    parts.compare,
    html("details", { id: "schedule-versions" }, html("summary", {}, "Earlier versions"), parts.versionsNote, parts.versions),
    parts.uses);
  place.replaceChildren(html("p", { class: "note" }, "The file ", parts.path), parts.unavailable, parts.body);
  return parts;
}

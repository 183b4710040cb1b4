// The text of a schedule with colours, problems, completion, explanations and fixes, all of the program's language server.
import { post } from "./api.js";
import { rowsBeneath } from "./beneath.js";
import { moved } from "./diff.js";
import { markdown } from "./markdown.js";
import { painter } from "./paint.js";
import { problemList } from "./problems.js";
import { proposalList } from "./proposals.js";
import { html, say } from "./text.js";

/** For how long nothing is typed before the text is looked at, or the pointer rests, in milliseconds. */
const pause = { check: 250, complete: 120, hover: 400, busy: 700 };
const keys = "Ctrl+Space completes, F1 explains the word, Ctrl+. offers fixes, Ctrl+S saves, Escape closes; Tab leads on.";

/** An editor in `place`. */
export function editor(place, { onChange, onSave, onRefused }) {
  const field = html("textarea", {
    id: "schedule-text", spellcheck: "false", autocapitalize: "off", autocomplete: "off", autocorrect: "off",
    "aria-autocomplete": "list", "aria-describedby": "schedule-keys",
  });
  const layer = html("div", { class: "paint" });
  // The rows beneath the lines come behind the field for who goes on by Tab.
  const sheet = html("div", { class: "sheet" }, field, layer);
  const frame = html("div", { class: "frame" }, sheet);
  const tip = html("div", { class: "tip", role: "tooltip", id: "schedule-tip", hidden: "" });
  const word = html("div", { id: "schedule-word", role: "status" });
  const here = html("div", { id: "schedule-here", class: "unseen", role: "status" });
  const button = (text, action) => {
    const made = html("button", { type: "button" }, text);
    made.addEventListener("click", action);
    return made;
  };
  const tools = html("div", { class: "orders", role: "group", "aria-label": "What the editor can do" },
    button("Complete", () => { field.focus(); complete(true); }), button("Explain the word", () => { field.focus(); explain(); }),
    button("Fixes", () => { field.focus(); fixes(); }), button("Tidy up", tidy));
  const problems = html("div", { id: "schedule-problems" });
  place.replaceChildren(html("label", { for: field.id }, "The text of the schedule"), frame, tools,
    html("p", { class: "note", id: "schedule-keys" }, keys), word, here, problems);
  frame.append(tip);

  const paint = painter(layer);
  const proposals = proposalList(frame, field);
  const list = problemList(problems, { go });
  const rows = rowsBeneath({ sheet, layer, field, paint, here, mend });
  let painted = "";
  let known = { text: null, diagnostics: [], actions: [], uri: "" };
  const timers = {};

  const later = (name, action) => { clearTimeout(timers[name]); timers[name] = setTimeout(action, pause[name]); };

  // Asking

  /** The answer about the present text; null where it has changed meanwhile, or there is none. */
  async function ask(...requests) {
    const text = field.value;
    try {
      const answer = await post("schedule/language", { schemaVersion: 1, text, requests });
      return field.value === text ? answer : null;
    } catch (error) {
      if (error.status === 401) onRefused();
      else if (error.status === 503) return null;
      else list.fail(error.message);
      return null;
    }
  }

  async function check() {
    const text = field.value;
    const end = text.split("\n").length;
    const whole = { start: { line: 0, character: 0 }, end: { line: end, character: 0 } };
    const answer = await ask({ method: "textDocument/codeAction", params: { range: whole, context: { diagnostics: [] } } });
    if (!answer) return later("busy", () => { if (known.text !== field.value) check(); });
    const actions = answer.results[0] ?? [];
    // What has not changed is not made anew: someone may be at its buttons.
    const isKnown = known.text === text && JSON.stringify([known.diagnostics, known.actions]) === JSON.stringify([answer.diagnostics, actions]);
    known = { text, diagnostics: answer.diagnostics, actions, uri: answer.uri };
    if (isKnown) return;
    rows.take(known.diagnostics, known.actions);
    show(known.diagnostics);
    list.show(known.diagnostics);
  }

  /** Paints the text, with what is wrong beneath its lines. */
  function show(diagnostics) {
    painted = field.value;
    paint.paint(painted, diagnostics, rows.elements());
    rows.fit();
  }

  // Places

  const position = (offset = field.selectionEnd) => paint.place(field.value, offset);

  function offset({ line, character }) {
    const all = field.value.split("\n");
    const start = all.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
    return start + Math.min(character, all[line]?.length ?? 0);
  }

  const caretBox = () => { const { line, character } = position(); return paint.box(line, character); };

  function go(place) {
    field.focus();
    const at = offset(place);
    field.setSelectionRange(at, at);
    rows.fit();
    const around = sheet.getBoundingClientRect();
    sheet.scrollTop += caretBox().top - around.top - around.height / 3;
    if (around.top < 0 || caretBox().bottom > innerHeight) scrollBy({ top: around.top - 16 });
  }

  // Changing: as if it were typed, so that it can be undone.

  function put(start, end, text) {
    field.focus();
    field.setSelectionRange(start, end);
    const isDone = text === "" ? start === end || document.execCommand("delete") : document.execCommand("insertText", false, text);
    if (!isDone) {
      field.setRangeText(text, start, end, "end");
      changed();
    }
  }

  /** Carries out the edits of a fix that are in this file. */
  function mend(action) {
    const edits = action.edit.changes[known.uri] ?? [];
    if (known.text !== field.value) return;
    for (const edit of edits.map(({ range, newText }) => [offset(range.start), offset(range.end), newText]).sort((a, b) => b[0] - a[0])) put(...edit);
  }

  function changed() {
    tip.hidden = true;
    rows.move(painted, field.value);
    show(known.text === null ? [] : moved(known.diagnostics, known.text, field.value));
    later("check", check);
    onChange();
  }

  // Completing, explaining, mending

  async function complete(isAsked) {
    clearTimeout(timers.complete);
    const at = position();
    const answer = await ask({ method: "textDocument/completion", params: { position: at } });
    if (!answer || document.activeElement !== field) return;
    const prefix = /(?<!\w)[A-Za-z_][\w-]*$/.exec(field.value.slice(0, field.selectionEnd))?.[0] ?? "";
    const fitting = (answer.results[0] ?? []).filter(({ label }) => label.toLowerCase().startsWith(prefix.toLowerCase()) && label !== prefix);
    if (!isAsked && prefix === "") return proposals.close();
    const end = field.selectionEnd;
    proposals.open(fitting.map(({ label, detail }) => ({ label, detail, take: () => put(end - prefix.length, end, label) })), caretBox(), isAsked);
    if (isAsked && fitting.length === 0) say(word, "There is nothing to propose here.");
  }

  async function explain() {
    const answer = await ask({ method: "textDocument/hover", params: { position: position() } });
    if (!answer) return;
    const text = answer.results[0]?.contents?.value;
    word.replaceChildren(text ? markdown(text) : "There is nothing to say about this place.");
  }

  async function hover(x, y) {
    const place = paint.at(x, y);
    if (!place) return;
    const answer = await ask({ method: "textDocument/hover", params: { position: { line: place.line, character: place.character } } });
    const here = known.diagnostics.filter(({ range }) => range.start.line <= place.line && place.line <= range.end.line
      && !(range.end.line === place.line && range.end.character < place.character) && !(range.start.line === place.line && range.start.character > place.character + 1));
    const text = answer?.results[0]?.contents?.value;
    if (!text && here.length === 0) return;
    tip.replaceChildren(...here.map(({ message }) => html("p", { class: "wrong" }, message)), text ? markdown(text) : "");
    tip.hidden = false;
    const around = frame.getBoundingClientRect();
    tip.style.top = `${place.box.bottom - around.top + 4}px`;
    tip.style.left = `${Math.max(0, Math.min(place.box.left - around.left, around.width - tip.offsetWidth - 4))}px`;
  }

  async function fixes() {
    const at = position();
    const point = { start: at, end: at };
    const answer = await ask({ method: "textDocument/codeAction", params: { range: point, context: { diagnostics: [] } } });
    if (!answer) return;
    known = { ...known, text: field.value, uri: answer.uri };
    const actions = answer.results[0] ?? [];
    proposals.open(actions.map((action) => ({ label: action.title, take: () => mend(action) })), caretBox(), true);
    if (actions.length === 0) say(word, "There is no fix for this place.");
  }

  async function tidy() {
    const answer = await ask({ method: "textDocument/formatting", params: { options: { tabSize: 4, insertSpaces: true } } });
    if (!answer) return;
    const edits = answer.results[0];
    say(word, edits === null ? "What has mistakes is not tidied up." : edits.length === 0 ? "It is tidy already." : "");
    for (const { newText } of edits ?? []) put(0, field.value.length, newText);
  }

  // Listening

  field.addEventListener("input", (event) => {
    changed();
    const isWord = /[A-Za-z_]/.test(event.data ?? "");
    if (isWord) later("complete", () => complete(false));
    else {
      clearTimeout(timers.complete);
      proposals.close();
    }
  });
  field.addEventListener("keydown", (event) => {
    const isControl = event.ctrlKey || event.metaKey;
    if (event.isComposing) return;
    if (proposals.press(event)) return event.preventDefault();
    const action = event.key === "F1" ? explain
      : isControl && event.key === " " ? () => complete(true)
        : isControl && event.key === "." ? fixes
          : isControl && event.key === "s" ? onSave : null;
    if (action) {
      event.preventDefault();
      return action();
    }
    if (event.key === "Escape") tip.hidden = true;
    if (event.key === "Enter" && !isControl && !event.shiftKey) {
      event.preventDefault();
      const before = field.value.slice(field.value.lastIndexOf("\n", field.selectionStart - 1) + 1, field.selectionStart);
      const indent = /^[ \t]*/.exec(before)[0] + (/\{\s*(#.*)?$/.test(before) ? "    " : "");
      put(field.selectionStart, field.selectionEnd, `\n${indent}`);
    }
  });
  field.addEventListener("blur", () => proposals.close());
  sheet.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons !== 0) return;
    later("hover", () => hover(event.clientX, event.clientY));
  });
  frame.addEventListener("pointerleave", () => { clearTimeout(timers.hover); tip.hidden = true; });
  sheet.addEventListener("click", () => { tip.hidden = true; proposals.close(); });
  sheet.addEventListener("scroll", () => { tip.hidden = true; proposals.close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });

  return {
    get text() { return field.value; },
    /** Takes the words of the language. */
    words: paint.words,
    /** Shows a text as what has not been changed. */
    open(text) {
      field.value = text;
      field.setSelectionRange(0, 0);
      changed();
    },
    /** Puts `text` into the place of the present one, which an undo brings back. */
    replace(text) { if (text !== field.value) put(0, field.value.length, text); },
  };
}

// What is wrong with a line, in a row beneath it.
//
// No line of a text field can be moved. So the field shows only the stretch between two rows in which the cursor is, moved down
// by the rows above it; what lies outside is the layer's alone, and a press there moves the cursor and the stretch with it.
import { common } from "./diff.js";
import { html, say } from "./text.js";

/** Rows for `field` in `sheet` over the layer of `paint`; `mend` carries out a fix, `here` is told what is wrong where the cursor is. */
export function rowsBeneath({ sheet, layer, field, paint, here, mend }) {
  /** By the number of the line: what a row says, and its element. */
  let rows = new Map();
  /** Whether a pointer draws a selection. */
  let isDrawing = false;
  /** The first line of the stretch that the field shows. */
  let first = 0;
  const highlight = globalThis.CSS?.highlights && new Highlight();
  if (highlight) CSS.highlights.set("chosen", highlight);

  const same = (one, other) => JSON.stringify([one.range, one.code]) === JSON.stringify([other.range, other.code]);

  function words(problem) {
    return `Line ${problem.range.start.line + 1}, ${problem.severity === 1 ? "error" : "warning"}: `;
  }

  function row(problems) {
    const element = html("div", { class: "beneath" });
    for (const problem of problems) {
      element.append(html("p", { class: problem.severity === 1 ? "error" : "warning" }, html("span", { class: "unseen" }, words(problem)), html("span", { class: "message" }, problem.message), " ",
        html("code", {}, problem.code)));
      for (const action of problem.actions) {
        const button = html("button", { type: "button", class: "fix" }, `Mend: ${action.title}`);
        button.addEventListener("click", () => mend(action));
        element.append(button);
      }
    }
    return element;
  }

  /** Takes the diagnostics and code actions of a language server; they are seen once the text is painted. */
  function take(diagnostics, actions) {
    const lines = new Map();
    for (const problem of [...diagnostics].sort((a, b) => a.severity - b.severity)) {
      const line = problem.range.start.line;
      const fixes = actions.filter((action) => action.diagnostics.some((other) => same(other, problem)));
      lines.set(line, [...(lines.get(line) ?? []), { ...problem, actions: fixes }]);
    }
    rows = new Map([...lines].map(([line, problems]) => [line, { problems, element: row(problems) }]));
  }

  /** Keeps each row at its line while the text is typed, until it is known what is wrong now. */
  function move(before, after) {
    const [old, young] = [before.split("\n"), after.split("\n")];
    const [start, end] = common(old, young);
    const place = (line) => (line < start ? line : line >= old.length - end ? line + young.length - old.length
      : Math.max(start, Math.min(line, young.length - end - 1)));
    rows = new Map([...rows].map(([line, entry]) => [place(line), entry]).filter(([line]) => line < young.length));
  }

  /** The elements by line, to be painted. */
  const elements = () => new Map([...rows].map(([line, { element }]) => [line, element]));

  const cursor = () => (field.selectionDirection === "backward" ? field.selectionStart : field.selectionEnd);

  /** Has the field show the stretch with the cursor. */
  function fit() {
    const line = paint.place(field.value, cursor()).line;
    const top = layer.getBoundingClientRect().top;
    let [shift, total, from, to, begin, end] = [0, 0, 0, null, 0, Infinity];
    for (const [number, { element }] of [...rows].sort(([a], [b]) => a - b)) {
      const box = element.getBoundingClientRect();
      total += box.height;
      if (number < line) [shift, from, begin] = [shift + box.height, box.bottom - top, number + 1];
      else if (to === null) [to, end] = [box.top - top, number + 1];
    }
    const height = layer.getBoundingClientRect().height - total;
    field.style.height = `${height}px`;
    field.style.transform = shift > 0 ? `translateY(${shift}px)` : "";
    field.style.clipPath = total > 0 ? `inset(${from - shift}px 0 ${to === null ? 0 : height - (to - shift)}px 0)` : "";
    if (begin !== first) {
      first = begin;
      if (!isDrawing) paint.lines[line]?.scrollIntoView({ block: "nearest" });
    }
    shade(begin, end);
    const problems = document.activeElement === field ? rows.get(line)?.problems : null;
    say(here, problems ? problems.map((problem) => words(problem) + problem.message).join(" ") : "");
  }

  /** Shows what of the selection lies outside the stretch. */
  function shade(begin, end) {
    if (!highlight) return;
    highlight.clear();
    if (rows.size === 0 || field.selectionStart === field.selectionEnd) return;
    const [from, to] = [paint.place(field.value, field.selectionStart), paint.place(field.value, field.selectionEnd)];
    for (let line = from.line; line <= to.line; line += 1) {
      if (line >= begin && line < end) continue;
      const range = paint.range(line, line === from.line ? from.character : 0, line === to.line ? to.character : Infinity);
      if (range) highlight.add(range);
    }
  }

  function choose(anchor, at) {
    field.setSelectionRange(Math.min(anchor, at), Math.max(anchor, at), at < anchor ? "backward" : "forward");
    fit();
  }

  /** Where in the text a point of the screen is, whatever lies over it. */
  function under({ clientX, clientY }) {
    field.style.pointerEvents = "none";
    const at = paint.offset(clientX, clientY);
    field.style.pointerEvents = "";
    return at;
  }

  // The field itself knows nothing of the rows that a selection is drawn over; words, and what a finger does, are its own.
  let pointer = "";
  sheet.addEventListener("pointerdown", (event) => { pointer = event.pointerType; });
  sheet.addEventListener("mousedown", (event) => {
    if (event.button !== 0 || event.target.closest(".beneath")) return;
    if (event.target === field && (rows.size === 0 || pointer !== "mouse" || event.detail > 1)) return;
    const at = under(event);
    if (at === null) return;
    event.preventDefault();
    const anchor = event.shiftKey ? (field.selectionDirection === "backward" ? field.selectionEnd : field.selectionStart) : at;
    isDrawing = true;
    field.focus({ preventScroll: true });
    choose(anchor, at);
    const draw = (moved) => { const to = under(moved); if (to !== null) choose(anchor, to); };
    document.addEventListener("mousemove", draw);
    document.addEventListener("mouseup", () => { isDrawing = false; document.removeEventListener("mousemove", draw); }, { once: true });
  });
  document.addEventListener("selectionchange", () => { if (document.activeElement === field) fit(); });
  field.addEventListener("focus", fit);
  new ResizeObserver(fit).observe(layer);

  return { take, move, elements, fit };
}

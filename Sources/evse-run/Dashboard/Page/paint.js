// The layer behind the text field: the same text in colours, with what is wrong underlined and told beneath its line.
import { html } from "./text.js";

const lexeme = /(?<comment>#.*)|(?<text>"[^"]*"?)|(?<time>\d{4}-\d\d-\d\d|\d{1,2}:\d\d)|(?<quantity>\d+(?:\.\d+)?[A-Za-z%]*)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<blank>\s+)|(?<sign>.)/gu;

/** Keeps a layer in `place`; `words` says what each word of the language is. */
export function painter(place) {
  let kinds = new Map();
  /** The element of each line. */
  let lines = [];

  function words({ declarations, actions, readings, others }) {
    kinds = new Map();
    for (const [style, list] of [["keyword", others], ["reading", readings], ["deed", actions], ["declaration", declarations]]) {
      for (const word of list) kinds.set(word.toLowerCase(), style);
    }
  }

  const style = (groups) => {
    if (groups.word !== undefined) return kinds.get(groups.word.toLowerCase()) ?? "name";
    return ["comment", "text", "time", "quantity"].find((name) => groups[name] !== undefined) ?? "sign";
  };

  /** One line, `marks` are the stretches `[from, to, severity]` of it that are underlined. */
  function line(text, number, marks) {
    const worst = marks[0] ? ` marked ${marks[0][2]}` : "";
    const element = html("div", { class: `line${worst}`, "aria-hidden": "true" });
    for (const match of text.matchAll(lexeme)) {
      let from = match.index;
      const end = from + match[0].length;
      while (from < end) {
        const mark = marks.find(([start, stop]) => start <= from && from < stop);
        const next = Math.min(end, ...marks.flatMap(([start, stop]) => [start, stop]).filter((at) => at > from));
        const span = html("span", { class: style(match.groups) + (mark ? ` ${mark[2]}` : "") }, text.slice(from, next));
        span.place = { line: number, character: from };
        element.append(span);
        from = next;
      }
    }
    return element;
  }

  /** Paints `text` with the diagnostics of a language server, and with `rows` beneath the lines of these numbers. */
  function paint(text, diagnostics, rows = new Map()) {
    const marks = new Map();
    const all = text.split("\n");
    for (const { range: { start, end }, severity } of diagnostics) {
      for (let number = start.line; number <= Math.min(end.line, all.length - 1); number += 1) {
        const from = number === start.line ? start.character : 0;
        let to = number === end.line ? end.character : all[number].length;
        // What is missing has no width: the character at its place, or the one before, stands for it.
        if (to <= from) to = from + 1;
        const stretch = [Math.min(from, Math.max(0, all[number].length - 1)), to, severity === 1 ? "error" : "warning"];
        marks.set(number, [...(marks.get(number) ?? []), stretch].sort((a, b) => a[2].localeCompare(b[2])));
      }
    }
    lines = all.map((content, number) => line(content, number, marks.get(number) ?? []));
    place.replaceChildren(...lines.flatMap((element, number) => (rows.has(number) ? [element, rows.get(number)] : [element])));
  }

  /** The line and character of a place in `text`. */
  function placeOf(text, offset) {
    const before = text.slice(0, offset).split("\n");
    return { line: before.length - 1, character: before[before.length - 1].length };
  }

  /** The node of a character, and the place in it. */
  function node(number, character) {
    let rest = character;
    for (const span of lines[number].children) {
      const { length } = span.firstChild;
      if (rest <= length) return [span.firstChild, rest];
      rest -= length;
    }
    return [lines[number], lines[number].childNodes.length];
  }

  /** The stretch of a line from one character to another; null where there is no such line. */
  function range(number, from, to) {
    if (!lines[number]) return null;
    const stretch = document.createRange();
    stretch.setStart(...node(number, from));
    stretch.setEnd(...node(number, to));
    return stretch;
  }

  /** The place on screen of a character. */
  function box(number, character) {
    const element = lines[number];
    if (!element) return place.getBoundingClientRect();
    return range(number, character, character).getClientRects()[0] ?? element.getBoundingClientRect();
  }

  /** The place in the text that is nearest to a point of the screen; null where there is none. */
  function offset(x, y) {
    const number = lines.findIndex((element) => y < element.getBoundingClientRect().bottom);
    const element = lines[number];
    if (!element) return null;
    const before = lines.slice(0, number).reduce((sum, { textContent }) => sum + textContent.length + 1, 0);
    const caret = document.caretPositionFromPoint?.(x, y);
    const other = caret ? null : document.caretRangeFromPoint?.(x, y);
    const [container, at] = caret ? [caret.offsetNode, caret.offset] : [other?.startContainer, other?.startOffset];
    const edge = element.getBoundingClientRect();
    if (!container || !element.contains(container)) return before + (x > edge.left && y >= edge.top ? element.textContent.length : 0);
    const stretch = document.createRange();
    stretch.setStart(element, 0);
    stretch.setEnd(container, at);
    return before + stretch.toString().length;
  }

  /** What is painted at a point of the screen; null where there is no word. */
  function at(x, y) {
    const span = document.elementsFromPoint(x, y).find((element) => element.place && place.contains(element));
    return span ? { ...span.place, box: span.getBoundingClientRect() } : null;
  }

  return { words, paint, place: placeOf, range, box, offset, at, get lines() { return lines; } };
}

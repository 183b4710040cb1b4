// What is different between two texts, line by line.
import { html } from "./text.js";

/** How many unchanged lines are shown around a change. */
const around = 2;
/** Beyond so many pairs of lines the middle is shown as taken away and put in as a whole. */
const most = 4_000_000;

/** How many lines two texts have in common at their beginnings, and how many at their ends. */
export function common(old, young) {
  const least = Math.min(old.length, young.length);
  let start = 0;
  while (start < least && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < least - start && old[old.length - 1 - end] === young[young.length - 1 - end]) end += 1;
  return [start, end];
}

/** The lines of both texts in order: `[" ", line]` of both, `["-", line]` of the old one, `["+", line]` of the new one. */
export function lines(before, after) {
  const [old, young] = [before.split("\n"), after.split("\n")];
  const [start, end] = common(old, young);
  const [a, b] = [old.slice(start, old.length - end), young.slice(start, young.length - end)];
  const same = (line) => [" ", line];
  return [...old.slice(0, start).map(same), ...middle(a, b), ...old.slice(old.length - end).map(same)];
}

/** The diagnostics of `before` that are about lines which `after` has as well, where they are there. */
export function moved(diagnostics, before, after) {
  if (before === after) return diagnostics;
  const [old, young] = [before.split("\n"), after.split("\n")];
  const [start, end] = common(old, young);
  const shift = young.length - old.length;
  return diagnostics.flatMap((diagnostic) => {
    const { start: from, end: to } = diagnostic.range;
    if (to.line < start) return [diagnostic];
    if (from.line < old.length - end) return [];
    return [{ ...diagnostic, range: { start: { ...from, line: from.line + shift }, end: { ...to, line: to.line + shift } } }];
  });
}

/** The longest lines in common, by dynamic programming. */
function middle(a, b) {
  if (a.length * b.length > most) return [...a.map((line) => ["-", line]), ...b.map((line) => ["+", line])];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1] + 1 : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const result = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) { result.push([" ", a[i]]); i += 1; j += 1; }
    else if (j === b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) { result.push(["-", a[i]]); i += 1; }
    else { result.push(["+", b[j]]); j += 1; }
  }
  return result;
}

/** The difference as a list that is read line by line. */
export function difference(before, after) {
  const all = lines(before, after);
  const near = all.map((_, index) => all.slice(Math.max(0, index - around), index + around + 1).some(([kind]) => kind !== " "));
  const list = html("ol", { class: "diff" });
  all.forEach(([kind, line], index) => {
    if (!near[index]) {
      if (near[index - 1]) list.append(html("li", { class: "gap" }, "…"));
      return;
    }
    const style = { "-": "taken", "+": "put", " ": "kept" }[kind];
    const word = { "-": "taken away: ", "+": "put in: ", " ": "" }[kind];
    list.append(html("li", { class: style }, html("span", { "aria-hidden": "true" }, `${kind} `), html("span", { class: "unseen" }, word), line));
  });
  return list;
}

// What is wrong with a text, as a list: each leads to its line, beneath which all of it is said.
import { html, say } from "./text.js";

/** The most that are listed. */
const most = 50;

/** A list in `place`; `go` leads to a place in the text. */
export function problemList(place, { go }) {
  const summary = html("p", { class: "summary", role: "status", id: "schedule-summary" });
  const list = html("ol", { class: "problems", "aria-label": "Problems in the text" });
  place.replaceChildren(summary, list);

  const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  function item(problem) {
    const { start } = problem.range;
    const kind = problem.severity === 1 ? "error" : "warning";
    const link = html("a", { href: "#schedule-text" }, `Line ${start.line + 1}, ${kind}`);
    link.addEventListener("click", (event) => { event.preventDefault(); go(start); });
    return html("li", { class: kind }, link, " ", html("span", { class: "message" }, problem.message.split("\n", 1)[0]));
  }

  return {
    /** Shows the diagnostics of a language server. */
    show(diagnostics) {
      const errors = diagnostics.filter(({ severity }) => severity === 1).length;
      const parts = [[errors, "error"], [diagnostics.length - errors, "warning"]].filter(([number]) => number > 0);
      say(summary, parts.length === 0 ? "No problems." : `${parts.map((part) => count(...part)).join(", ")}.`);
      const ordered = [...diagnostics].sort((a, b) => a.severity - b.severity || a.range.start.line - b.range.start.line);
      list.replaceChildren(...ordered.slice(0, most).map((problem) => item(problem)));
      list.hidden = diagnostics.length === 0;
    },
    /** Says why nothing can be said. */
    fail(message) { say(summary, `The text could not be checked: ${message}`); },
  };
}

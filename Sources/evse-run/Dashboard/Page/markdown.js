// The little of Markdown that the language server writes, as elements.
import { html } from "./text.js";

/** What `text` says. */
export function markdown(text) {
  const result = document.createDocumentFragment();
  for (const [index, part] of text.split("```").entries()) {
    if (index % 2 === 1) {
      result.append(html("pre", {}, part.replace(/^\w*\n/, "").replace(/\n$/, "")));
      continue;
    }
    for (const paragraph of part.split(/\n\n+/).map((lines) => lines.trim()).filter((lines) => lines !== "" && lines !== "---")) {
      result.append(html("p", {}, ...inline(paragraph)));
    }
  }
  return result;
}

function inline(text) {
  return text.split(/(`[^`]*`|\*\*[^*]*\*\*)/).map((part) => {
    if (part.startsWith("`") && part.length > 1) return html("code", {}, part.slice(1, -1));
    return part.startsWith("**") && part.length > 3 ? html("strong", {}, part.slice(2, -2)) : part;
  });
}

// A list to choose from at the cursor, while the focus stays in the text field.
import { html } from "./text.js";

/** How many are shown at once. */
const most = 8;

/** A list for `field` in `frame`. */
export function proposalList(frame, field) {
  const list = html("ul", { role: "listbox", id: "schedule-proposals", "aria-label": "Proposals", hidden: "" });
  frame.append(list);
  let choices = [];
  let chosen = -1;

  /** Shows `given`, each with `label`, `detail` and `take`, below `box`; the first is chosen where someone has asked for them. */
  function open(given, box, isAsked) {
    choices = given.slice(0, most);
    if (choices.length === 0) return close();
    list.replaceChildren(...choices.map((choice, index) => {
      const option = html("li", { role: "option", id: `schedule-proposal-${index}` }, html("span", { class: "label" }, choice.label));
      if (choice.detail) option.append(html("span", { class: "detail" }, choice.detail));
      // Before the field would lose the focus.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(index); });
      return option;
    }));
    list.hidden = false;
    field.setAttribute("aria-controls", list.id);
    choose(isAsked ? 0 : -1);
    const around = frame.getBoundingClientRect();
    list.style.top = `${box.bottom - around.top + 2}px`;
    list.style.left = `${Math.max(0, Math.min(box.left - around.left, around.width - list.offsetWidth - 4))}px`;
  }

  function choose(index) {
    chosen = index;
    [...list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    if (index >= 0) field.setAttribute("aria-activedescendant", `schedule-proposal-${index}`);
    else field.removeAttribute("aria-activedescendant");
  }

  function close() {
    list.hidden = true;
    choices = [];
    chosen = -1;
    field.removeAttribute("aria-activedescendant");
    field.removeAttribute("aria-controls");
  }

  function take(index) {
    const choice = choices[index];
    close();
    choice?.take();
  }

  /** Whether the list has use for a key. */
  function press(event) {
    if (list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) choose((Math.max(chosen, step > 0 ? -1 : 0) + step + choices.length) % choices.length);
    else if (event.key === "Escape") close();
    // Nothing is chosen unless someone has asked, so that both keys keep their usual sense while one types.
    else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) take(chosen);
    else return false;
    return true;
  }

  return { open, close, press, get isOpen() { return !list.hidden; } };
}

// Why a moment is decided as it is: the rule that wins, and why those before it do not.
import { get } from "./api.js";
import { dayAndTime, html } from "./text.js";

const byId = (id) => document.getElementById(id);
let latest = 0;

/** Shows the explanation of an instant with a SoC, null where it is unknown. */
export async function explain(at, soc, zone) {
  const number = ++latest;
  const place = byId("explanation-text");
  byId("explanation-hint").hidden = true;
  let report;
  try {
    report = await get("explain", { at: new Date(at).toISOString(), soc: soc === null ? "unknown" : String(Math.floor(soc)) });
  } catch (error) {
    if (number === latest) place.replaceChildren(html("p", {}, error.message));
    return;
  }
  // A slower answer to an earlier touch is of no interest any more.
  if (number !== latest) return;
  const considered = report.considered.map((rule) =>
    html("li", rule.applies ? { class: "wins" } : {}, html("code", {}, `line ${rule.rule?.line ?? "?"}`),
      ` ${rule.wanted.action}: ${rule.applies ? "decides" : `does not apply, ${rule.because}`}`));
  const clips = report.clippedBy.map((clip) => html("li", {}, clip.clause));
  place.replaceChildren(
    html("p", {}, `${dayAndTime(report.at, zone)}, ${soc === null ? "SoC unknown" : `SoC ${Math.floor(soc)} %`}: `,
      html("strong", {}, report.applied.action), report.until ? ` until ${dayAndTime(report.until, zone)} if nothing else changes.` : "."),
    html("ol", {}, ...considered),
    ...(clips.length ? [html("p", {}, "Taken away by:"), html("ul", {}, ...clips)] : []),
  );
}

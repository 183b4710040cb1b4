// Talks to the program that serves this page. Paths are relative, so that a proxy may put the page below a prefix.

/** An answer that is not what was asked for, with the program's own words. */
export class APIError extends Error {
  constructor(status, message, report = null) {
    super(message);
    this.status = status;
    this.report = report;
  }
}

async function exchange(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new APIError(0, "evse-run does not answer");
  }
  const text = await response.text();
  let report = null;
  try {
    report = JSON.parse(text);
  } catch {
    // The status says enough.
  }
  if (!response.ok) throw new APIError(response.status, report?.error ?? `the answer was HTTP ${response.status}`, report);
  return report;
}

/** A report, as JSON. */
export function get(path, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return exchange(`api/${path}${query ? `?${query}` : ""}`, { method: "GET" });
}

/** Sends `body` as JSON. */
export function post(path, body, headers = {}) {
  return exchange(`api/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** How long without a word the program counts as away, in milliseconds: it speaks once a second. */
const patience = 2500;

/**
 * Follows the program second by second.
 *
 * `onNow` gets each report, `onAway` is told when there is none any more, `onRefused` when a token is needed.
 */
export function follow({ onNow, onAway, onRefused }) {
  let source = null;
  let timer = 0;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(away, patience);
  };
  const open = () => {
    source?.close();
    source = new EventSource("api/events");
    source.addEventListener("now", (event) => {
      wait();
      onNow(JSON.parse(event.data));
    });
  };
  const away = async () => {
    onAway();
    // A browser gives up after some kinds of failure, and never says which.
    try {
      await get("now");
    } catch (error) {
      if (error.status === 401) return onRefused();
    }
    open();
    wait();
  };
  open();
  wait();
  return { restart: () => { open(); wait(); } };
}

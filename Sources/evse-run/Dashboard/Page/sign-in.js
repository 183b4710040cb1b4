// Asks for the token, once.
import { post } from "./api.js";
import { say } from "./text.js";

/** Gives what opens the dialog; `onDone` is told when the program has taken the token. */
export function signInDialog(onDone) {
  const dialog = document.getElementById("sign-in");
  const field = document.getElementById("token");
  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await post("session", {}, { Authorization: `Bearer ${field.value.trim()}` });
      field.value = "";
      dialog.close();
      onDone();
    } catch (error) {
      say(document.getElementById("sign-in-error"), error.status === 401 ? "That is not the token." : error.message);
    }
  });
  return () => { if (!dialog.open) dialog.showModal(); };
}

// Is it saved? The line that says so.
import { attribute, h, put } from "../dom.js";
import { _ } from "../language.js";
import { alone, bookOf, listen, PATIENCE, savedAt, unlisten, waitingAt } from "../outbox.js";

/** "Saved 14:05" only when every change came back; "Not saved yet" when one has waited for two seconds. In a private
    visit: "Kept for this visit", "Not kept yet". */
export function saying(desk) {
  const kept = alone(desk); // nothing is written then, and nothing is called saved
  const mine = waitingAt(desk), at = savedAt.get(bookOf(desk));
  if (!mine.length) return !at ? "" : kept ? _("Kept for this visit") : _("Saved {time}", { time: at });
  // Short and calm: it stands in the header of a phone, for some seconds, with nothing wrong.
  if (mine.some((entry) => entry.held)) return _("Being locked, not saved yet");
  const oldest = Math.min(...mine.map((entry) => entry.since));
  return Date.now() - oldest <= PATIENCE ? (kept ? _("Keeping…") : _("Saving…")) : kept ? _("Not kept yet") : _("Not saved yet");
}

/** The status line: the page's own where there is one (its header), else a line of its own. */
export function status({ model, el }) {
  el.classList.add("hw");
  const own = document.getElementById("hw-status");
  const line = own ?? h("p", { class: "hw-status", role: "status" });
  if (!own) el.replaceChildren(line);
  let announced = "", shown = null;
  const draw = () => {
    const now = saying(model.get("desk"));
    if (now === shown) return;
    shown = now;
    // Spoken once for each change of state, not after every pause in typing.
    const state = now.replace(/ \d.*/, "");
    if (!state.endsWith("…")) {
      attribute(line, "aria-live", state === announced ? "off" : "polite");
      announced = state;
    }
    put(line, now);
    line.classList.toggle("hw-not-saved", [_("Not kept yet"), _("Not saved yet")].some((words) => now.startsWith(words)));
  };
  listen(draw);
  draw();
  return () => unlisten(draw);
}

// What is not yet on the disk: "saved means saved". Nothing here needs a page: what is drawn of it listens.
import { _ } from "./language.js";

const QUIET = 190; // ms without a key before a change is sent: by 200 ms it is on the disk
const APART = 600; // ms between two changes of a field that are sent while somebody types slowly: a save is work
export const PATIENCE = 2000; // ms a change may go unconfirmed before the page says so; also the longest wait while typing
const SENT = 200_000; // letters of unconfirmed values that are told along with a change: the first, and the last
const ROUND = 4000; // bytes of a message round what it says
const AGAIN = 4000; // ms before an unconfirmed change is sent once more
const HELD = 500; // ms before one is that is on the disk, and waits for its key to be there too

/**
 * @typedef {import("./types.d.ts").Pen} Pen
 * @typedef {import("./types.d.ts").Entry} Entry
 * @typedef {import("./types.d.ts").Kept} Kept
 * @typedef {import("./types.d.ts").Place} Place
 * @typedef {import("./messages.d.ts").FromKernel} FromKernel
 */

/**
 * The outbox: changes by the pen that wrote them, from the first key until the kernel says the file is written.
 *
 * A pen is one view of one field. The same question may be on the screen more
 * than once (two cells of a notebook, two notebooks side by side, a second view of one cell), and each pen knows only
 * what was shown in its own view: `seen`, what the kernel gave, or what it said it has kept. That goes along with each
 * change, so that words which somebody else wrote meanwhile are noticed, and kept as well.
 *
 * A change outlives its pen: when a page is built again, by a new kernel too, a field of the same question takes over
 * what still waits.
 */
export const waiting = /** @type {Map<Pen, Entry>} */ (new Map());
export const pens = /** @type {Set<Pen>} */ (new Set()); // of the fields on the screen
export const known = /** @type {Map<string, unknown>} */ (new Map()); // the last value that any pen saw or had saved, by address
let number = Math.floor(Math.random() * 2 ** 40) * 2 ** 12; // two windows on one kernel never use the same
export const savedAt = /** @type {Map<string, string>} */ (new Map()); // the time of day of the last save, by workbook
export const places = /** @type {Set<Place>} */ (new Set()); // the place of each page in this window
const listeners = /** @type {Set<() => void>} */ (new Set());

/** The workbook of a desk: pages of one workbook share what was left waiting, however they were opened. */
export const bookOf = (/** @type {string} */ desk) => desk.split(":")[0];
/** The page in which somebody was last; the one that came last, where that was none. */
export const front = () => [...places].sort((one, other) => one.last - other.last).at(-1);
export const alone = (/** @type {string} */ desk) => [...places].some((one) => one.desk === desk && one.model.get("private"));
/** What waits to be written into the workbook of a page, wherever in this window it was typed. */
export const waitingAt = (/** @type {string} */ desk) => [...waiting].filter(([pen]) => bookOf(pen.desk) === bookOf(desk)).map(([, entry]) => entry);

export const tell = () => listeners.forEach((listener) => listener());
/** Call this whenever something may have begun to wait, or was saved. */
export const listen = (/** @type {() => void} */ listener) => listeners.add(listener);
export const unlisten = (/** @type {() => void} */ listener) => listeners.delete(listener);

/** @type {(pen: Pen, change: { value: unknown, skipped?: boolean }, now?: boolean) => void} */
export function edited(pen, change, now) {
  const was = waiting.get(pen);
  const since = was?.since ?? Date.now();
  clearTimeout(was?.timer);
  // What was sent and not confirmed yet may have been kept or not: either is this person's own.
  const sent = was?.number ? [...was.sent, was.value] : was?.sent ?? [];
  while (sent.length > 2 && JSON.stringify(sent).length > SENT) sent.splice(Math.floor(sent.length / 2), 1);
  const seen = was ? was.seen : pen.seen;
  /** @type {Entry} */
  const entry = { ...change, number: 0, since, sentAt: was?.sentAt, seen, sent, alone: alone(pen.desk), problem: "", held: was?.held };
  waiting.set(pen, entry);
  // After a pause, or when it has waited for long enough; and never all the time, though nothing answers.
  const apart = (pen.went ?? 0) + APART - Date.now();
  const pause = now ? 0 : Math.max(apart, Math.min(QUIET, since + PATIENCE - Date.now()));
  if (pause <= 0) send(pen);
  else entry.timer = setTimeout(() => send(pen), pause);
  tell();
  setTimeout(tell, PATIENCE + 50);
}

/** Who takes a change whose own field is not on the page any more: the place of its page, or of one like it. */
function courier(/** @type {Pen} */ pen, /** @type {Entry} */ entry) {
  const fit = [...places].filter((one) => bookOf(one.desk) === bookOf(pen.desk) && !(entry.alone && !one.model.get("private")));
  return (fit.find((one) => one.desk === pen.desk) ?? fit.at(-1))?.model;
}

/** @param {Pen} pen */
export function send(pen) {
  const entry = waiting.get(pen);
  if (!entry) return;
  clearTimeout(entry.timer);
  entry.timer = setTimeout(() => send(pen), AGAIN);
  entry.number ||= ++number;
  entry.sentAt ||= Date.now();
  pen.went = Date.now();
  const through = pen.over ? courier(pen, entry) : pen.model;
  const { value, seen, sent } = entry;
  const change = fitting({ type: "change", address: pen.address, number: entry.number, value, skipped: !!entry.skipped, seen, sent }, pen);
  if (!change) {
    clearTimeout(entry.timer);
    entry.problem = _("This is longer than one answer can be, so it isn't saved. It stays on this page: copy a part of it elsewhere, then make it shorter here.");
    tell();
    return;
  }
  try {
    through?.send(change);
  } catch {
    // The connection is gone; the change stays in `waiting` and goes out again by the timer.
  }
}

/** What the connection of a page takes of a change; without its history if need be, null where even that is too long. */
function fitting(/** @type {import("./messages.d.ts").Change} */ change, /** @type {Pen} */ pen) {
  const most = [...places].find((one) => one.desk === pen.desk)?.model.get("largest") || Infinity;
  const fits = (/** @type {unknown} */ said) => new TextEncoder().encode(JSON.stringify(said)).length + ROUND < most;
  return [change, { ...change, sent: [] }].find(fits) ?? null;
}

/** What a pen takes over: the words that were left waiting for the same answer by a field that is gone. */
export function takeOver(/** @type {Pen} */ pen) {
  if (waiting.has(pen)) return;
  const left = [...waiting].find(([{ address, desk, over }, entry]) =>
    over && address === pen.address && bookOf(desk) === bookOf(pen.desk) && !(entry.alone && !alone(pen.desk)));
  if (!left) return;
  waiting.delete(left[0]);
  waiting.set(pen, left[1]);
  send(pen);
}

/** The kernel has an answer to a change: every view hears it, and it is for the one that sent it. */
export function acknowledged(/** @type {FromKernel} */ message) {
  if (message.type !== "saved" && message.type !== "held" && message.type !== "not-saved") return;
  const [pen, entry] = [...waiting].find(([, one]) => one.number && one.number === message.number) ?? [];
  if (!pen || !entry) return;
  if (message.type === "not-saved") {
    entry.problem = message.why;
  } else if (message.type === "saved") {
    clearTimeout(entry.timer);
    waiting.delete(pen);
    pen.seen = entry.value;
    known.set(pen.address, entry.value);
    saved(pen.desk, message.at);
  } else {
    // On the disk, and not openable yet if that computer stopped: asked again until it is.
    entry.held = true;
    entry.problem = "";
    entry.sentAt = Date.now();
    clearTimeout(entry.timer);
    entry.timer = setTimeout(() => send(pen), HELD);
  }
  tell();
}

/** Something of a page was written; without a time it was not, and nothing is said to be. Other pages look at once. */
export function saved(/** @type {string} */ desk, /** @type {string | undefined} */ at) {
  if (at) savedAt.set(bookOf(desk), at);
  for (const one of places) if (at && one.desk !== desk && bookOf(one.desk) === bookOf(desk)) one.touch();
}

/**
 * Ask the kernel to destroy an answer, in the file and in its copies. What waits for it is dropped, so that it does
 * not come back. Asked again until there is a reply, or the field is gone.
 *
 * @param {Pen} pen
 * @returns {Promise<import("./messages.d.ts").Destroyed | import("./messages.d.ts").NotDestroyed>}
 */
export function destroy(pen) {
  const { model, address, desk } = pen;
  const dropped = [...waiting].filter(([one]) => one.address === address && bookOf(one.desk) === bookOf(desk));
  for (const [one, { timer }] of dropped) {
    clearTimeout(timer);
    waiting.delete(one);
  }
  tell();
  const asked = ++number;
  return new Promise((resolve) => {
    const ask = () => {
      if (pen.over) return clearInterval(timer);
      try {
        model.send({ type: "destroy", number: asked });
      } catch {
        // The connection is gone; it is asked again.
      }
    };
    const timer = setInterval(ask, AGAIN);
    model.on("msg:custom", (/** @type {FromKernel} */ message) => {
      if ((message.type !== "destroyed" && message.type !== "not-destroyed") || message.number !== asked) return;
      clearInterval(timer);
      if (message.type === "destroyed") {
        known.delete(address);
        saved(desk, message.at);
      } else {
        for (const [one, entry] of dropped) edited(one, entry, true);
      }
      tell();
      resolve(message);
    });
    ask();
  });
}

/** How long the oldest change that was sent has had no answer, in ms. */
export function unanswered() {
  const silent = [...waiting.values()].filter((entry) => entry.number && !entry.problem && entry.sentAt);
  return silent.length ? Date.now() - Math.min(...silent.map((entry) => entry.sentAt ?? 0)) : 0;
}

/** Send everything that waits, now: before a button acts, when the page is hidden, when a connection is back. */
export function flush() {
  for (const pen of waiting.keys()) send(pen);
}

/** What waits is dropped, and what was seen is forgotten. */
export function forgetAll() {
  for (const entry of waiting.values()) clearTimeout(entry.timer);
  waiting.clear();
  known.clear();
  for (const pen of pens) pen.seen = undefined;
}

/** The page is left: what waits is sent as far as it still can be, which takes no time, and nothing of it is kept here. */
export function drop() {
  flush();
  forgetAll();
  places.clear();
}

/** What stands in a field now, by its address. */
export const valueOf = (/** @type {string} */ address) => ([...waiting].findLast(([pen]) => pen.address === address)?.[1] ?? { value: known.get(address) }).value;

/**
 * What was left waiting by a page that was reloaded: a field of the same question takes it over.
 *
 * @type {(change: Kept) => void}
 */
export const bringBack = ({ address, desk, ...change }) =>
  waiting.set({ address, desk, model: /** @type {any} */ (null), seen: change.seen, over: true }, { ...change, sent: change.sent ?? [], number: 0, since: Date.now(), problem: "" });
/**
 * What waits, as something that can be brought back.
 *
 * @type {() => Kept[]}
 */
export const whatWaits = () => [...waiting].map(([{ address, desk }, { value, skipped, seen, sent, alone }]) => ({ address, desk, value, skipped, seen, sent, alone }));

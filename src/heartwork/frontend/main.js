// The page: joins the kernel that Voila started for it, shows its widgets, and stays true when one of them goes.
import { KernelConnection } from "@jupyterlab/services/lib/kernel/default.js";
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection.js";
import { kit } from "./parts.js";
import { askAtRest } from "./prerender.js";
import { fetchWithin, xsrf } from "./requests.js";
import { endToLock, goodbye } from "./end-kernel.js";
import { inDoubt, next, SILENCE } from "./liveness.js";
import { isPrivate, keepAcrossReload, takeFromReload } from "./kept-across-reload.js";
import { Manager } from "./manager.js";

const PROBE = 4000; // ms between two looks whether the kernel is still there
const OPENING = 30000; // ms that opening the page once more may take
const SHOWING = 20000; // ms that a page may take to show what it has all of
const JOINING = 3000; // ms that a page waits for its connection before it is shown without one

const $ = (selector, root = document) => root.querySelector(selector);
performance.mark("script");
window.voila_heartbeat = () => {}; // Voila calls it while a kernel takes long; our words say so already
speakAs(document);
/** What the server told a page, for its script only: it is taken out of the page. */
function toldTo(page) {
  const told = $("#hw-told", page);
  told?.remove();
  return told && JSON.parse(told.textContent);
}

// How to come back to a heartwork that was started again; null where a page comes back by its cookie (in a workshop).
const told = toldTo(document);
let reconnect = null;
const ready = !told
  ? Promise.resolve()
  : import("./reconnect.js").then(
      ({ Reconnect }) => (reconnect = new Reconnect(told, document.documentElement.dataset.base)),
      (error) => console.warn("Not all of this page is here:", error.message),
    );
const brought = ready.then(() => {
  if (told && !reconnect) return null; // nothing that somebody else could read is left in this tab
  keepAcrossReload(kit, reconnect);
  return takeFromReload(kit, reconnect);
});

// A link to a part of the page itself (past the header) leaves the address alone: it says where we are.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#hw-"]');
  const target = link && $(link.getAttribute("href"));
  if (!target) return;
  event.preventDefault();
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "start" });
});

/** In the language that a page of the server is in. */
function speakAs(page) {
  const words = $("#hw-words", page);
  kit.speak(words ? JSON.parse(words.textContent) : null);
}

let joined = null; // { kernel, manager, since, met, probe, views, place, bye }
let left = false;
let seat = null; // in a workshop: what lets this page in again

/** The element of a page that is still arriving, once it is there. */
const arriving = (selector) =>
  new Promise((resolve) => {
    const look = () => $(selector) && (seen.disconnect(), resolve($(selector)));
    const seen = new MutationObserver(look);
    seen.observe(document, { childList: true, subtree: true });
    look();
  });
const whole = () =>
  new Promise((resolve) => (document.readyState === "loading" ? addEventListener("DOMContentLoaded", resolve, { once: true }) : resolve()));

/**
 * A kernel whose widgets come with the page, or are asked for all at once: what it says meanwhile of widgets that it
 * makes is not news. Heard in part, each would wait for another one, and what was asked for behind them all.
 */
class Kernel extends KernelConnection {
  /** By itself it would ask whoever answers at this port now, with the path and the cookies of our pages. */
  _reconnect() {
    if (told && !this.known) this._reconnectAttempt = this._reconnectLimit;
    super._reconnect();
  }

  /** Only where it is known who answers. */
  reconnect() {
    this.known = true;
    try {
      return super.reconnect();
    } finally {
      this.known = false;
    }
  }

  /**
   * By itself it would keep what is said until the kernel has answered, seconds later where that answer is lost; and with
   * a page that is left, all of it would be gone.
   */
  _updateConnectionStatus(status) {
    super._updateConnectionStatus(status);
    this._sendPending(); // only where it is connected
  }

  async _handleCommOpen(message) {
    if (this.widgetsKnown && !this._comms.has(message.content.comm_id)) await super._handleCommOpen(message);
  }
}

/** A connection that is made while the page is still arriving. Nothing of widgets is heard until they are all there. */
function connect({ kernelId, baseUrl }) {
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: location.origin + baseUrl,
    wsUrl: location.origin.replace(/^http/, "ws") + baseUrl,
  });
  // Voila lets comm messages through and no requests for subshells, so none are asked for.
  const kernel = new Kernel({ model: { id: kernelId, name: "python3" }, serverSettings, commsOverSubshells: "disabled", handleComms: false });
  return { kernel, since: Date.now(), probe: `${baseUrl}api/kernels/${kernelId}`,
    bye: () => goodbye(baseUrl, kernelId), ends: () => endToLock(baseUrl, kernelId) };
}

/** Ask the new kernel for the place we are at, and to write nothing if nothing was, before anything is shown. */
async function goToPlace(connection) {
  const { manager } = connection;
  const here = kit.placeInAddress();
  const place = document.getElementById(here) ? "" : here;
  const alone = isPrivate();
  for (const promise of Object.values(manager._models)) {
    const model = await promise;
    if (model.get("part") !== "place") continue;
    connection.place = model;
    model.on("change:ahead", () => manager.ahead.make(model.get("ahead").map((one) => one.slice("IPY_MODEL_".length))));
    const elsewhere = place && ![model.get("place"), model.get("asked")].includes(place);
    const tooOpen = alone && !model.get("private");
    if (elsewhere || tooOpen) {
      const arrived = new Promise((resolve) => model.once("change:arrived", resolve));
      if (tooOpen) model.set("private", true);
      if (elsewhere) model.set("place", place);
      model.save_changes();
      await Promise.race([arrived, new Promise((resolve) => setTimeout(resolve, 10_000))]);
    }
    // The kernel may know the place by a longer name (a new entry has an id); without this it would be asked twice.
    if (place && model.get("place") !== place) history.replaceState(null, "", `#${model.get("place")}`);
  }
}

/** Make the page of a kernel, out of sight; what to call to put it in the place of the old one. */
async function show(connection, page, states) {
  const ids = [...page.querySelectorAll("[data-model]")].map((room) => room.dataset.model);
  connection.kernel.handleComms = true;
  connection.manager = new Manager(connection.kernel);
  await brought;
  await connection.manager.restore(states);
  await connected(connection.kernel);
  performance.mark("restored");
  await goToPlace(connection);
  const rooms = [...document.querySelectorAll("[data-model]")];
  // Made out of sight, and put in the place of the old ones all at once, so that nobody types into a gap.
  const backstage = document.body.appendChild(document.createElement("div"));
  backstage.hidden = true;
  const made = ids.map(() => backstage.appendChild(document.createElement("div")));
  connection.views = await Promise.all(ids.map((id, n) => connection.manager.show(id, made[n])));
  await Promise.all(connection.views.map(settled));
  return () => {
    if (connection.kernel.isDisposed) return backstage.remove(); // it took too long: another one is shown, or on its way
    const caret = whereTheCaretIs();
    joined?.manager.ahead.clear();
    joined?.views.forEach((view) => view.remove());
    made.forEach((view, n) => rooms[n].replaceChildren(view));
    backstage.remove();
    kit.refresh();
    putTheCaret(caret);
  };
}

/** Words that are typed before there is a connection are lost with a page that is left at once. */
const connected = (kernel) =>
  new Promise((resolve) => {
    const look = () => kernel.connectionStatus === "connected" && resolve();
    kernel.connectionStatusChanged.connect(look);
    setTimeout(resolve, JOINING);
    look();
  });

/** A view is there when those inside it are. */
async function settled(view) {
  const inside = await Promise.all(view.children_views?.views ?? []);
  await Promise.all(inside.map(settled));
}

async function start() {
  const config = await arriving("#hw-kernel");
  const connection = connect(config.dataset);
  // Not before: of what the kernel says while it still makes the widgets we would hear a part, and a widget that is told
  // in part is closed on both sides.
  await whole();
  const states = [...document.querySelectorAll("[data-states]")].at(-1); // each has all that were there by then
  const again = history.state?.onceMore;
  try {
    const shown = show(connection, document, states && JSON.parse(states.textContent));
    (await (again ? shown : inTime(shown)))();
  } catch (error) {
    return onceMore(connection, error);
  }
  if (again) history.replaceState(null, "");
  join(connection);
  document.body.classList.remove("hw-loading");
  document.querySelectorAll("[data-states]").forEach((one) => one.remove());
  $("#hw-first").replaceWith(...$("#hw-cells").childNodes);
  performance.mark("shown");
  kit.land();
  document.documentElement.dataset.ready = "";
  if ($("[data-workshop]")) import("./room.js").then(({ enter }) => (seat = enter({ kit, baseUrl: config.dataset.baseUrl, fetchWithin, xsrf })));
}

/** A view that waits for what it missed would wait for ever. */
const inTime = (shown) =>
  Promise.race([shown, new Promise((resolve, reject) => setTimeout(reject, SHOWING, new Error("it takes too long")))]);

/** A page that does not come about, whatever it missed, is asked for once more. If that fails too, its words say so. */
function onceMore({ bye }, error) {
  console.warn("Not open yet:", error.message); // never a person's words
  if (history.state?.onceMore) return ($("#hw-slow").hidden = false);
  history.replaceState({ onceMore: true }, "");
  bye();
  location.reload();
}

// ----------------------------------------------------------------------------------- staying in touch

const { _ } = kit;
/** Whether the pages are part of a Jupyter server that may run on another computer. */
const elsewhere = () => document.documentElement.dataset.elsewhere != null;
/** On a phone whose pages are kept on a laptop: the words for that, which no other page has to load. */
const { phoneLost, phoneClosed } = document.documentElement.dataset;
const WORDS = {
  lost: () =>
    phoneLost ??
    _("We lost touch with the computer that keeps your answers. What you typed is still here. Trying again."),
  again: () => _("This page is being opened again. What you typed is still here."),
  closed: () =>
    phoneClosed ??
    (elsewhere()
      ? _("The Jupyter server that keeps your answers was closed, or you were logged out. What you typed is still here. Open it again in another tab, and this page goes on by itself.")
      : _("The program that keeps your answers was closed. What you typed is still here. Start heartwork again on this computer, and open the address it gives you.")),
  old: () => _("heartwork was started again, and does not know this page any more. What you typed is still here: copy what you need, then open the address that heartwork gives you."),
  back: () => _("Back in touch. You can go on."),
};
let state = "well";

function say(now, words = WORDS[now === "well" && state !== "well" ? "back" : now]?.() ?? "") {
  const line = $("#hw-touch");
  // Only the words of a server change while nothing else does: somebody moves up in a line.
  if (left || (now === state && (now !== "closed" || line.textContent === words))) return;
  state = now;
  document.body.dataset.touch = now;
  kit.put(line, words);
  kit.hide(line, !words);
  document.activeElement?.closest(".hw-field") && document.activeElement.scrollIntoView({ block: "nearest" }); // not below the line
  if (now === "well") setTimeout(() => state === "well" && (line.hidden = true), 5000);
}

/** The next page is made ready while all is well and nobody waits for anything. */
const opened = askAtRest(kit, () => {
  if (!joined || left || state !== "well" || joined.kernel.connectionStatus !== "connected") return false;
  joined.place?.send({ type: "at-rest" });
  return true;
});

function join(connection) {
  joined = connection;
  opened();
  const { kernel, place } = connection;
  place?.on("change:locks", lockable);
  lockable();
  connection.met = kernel.connectionStatus === "connected";
  kernel.connectionStatusChanged.connect((from, status) => {
    if (joined !== connection) return;
    if (status === "connected") {
      connection.met = true;
      look();
    } else setTimeout(() => joined === connection && kernel.connectionStatus !== "connected" && state === "well" && say("lost"), 1500);
  });
  kernel.statusChanged.connect((from, status) => joined === connection && /dead|restarting|terminating/.test(status) && reopen());
}

let lock = null;
/** Where there is a passphrase, the page can be locked. */
function lockable() {
  const words = () => joined?.place?.get("locks") ?? {};
  if (words().now) lock ??= import("./lock.js").then(({ lockable }) => lockable({ kit, ends, caret: { where: whereTheCaretIs, put: putTheCaret } }));
  lock?.then((draw) => draw(words()));
}
/** Ends the kernel for good: no other one is asked for in its place. */
async function ends() {
  left = true;
  try {
    return (left = await joined.ends());
  } catch (error) {
    left = false;
    throw error;
  }
}

/**
 * How this page asks a server that lets it in by a cookie. A JupyterHub takes that cookie from a script only where the
 * key comes with it; and one that would send us to a page for logging in says no more than that. Our own server is told
 * nothing: at the port of one that ended, somebody else may listen.
 */
const byCookie = () => (told ? {} : { headers: { "X-XSRFToken": xsrf() }, ...(elsewhere() && { redirect: "manual" }) });

/** A heartwork answers that does not know this page; or somebody else does. */
class Stranger extends Error {}

let looking = false, opening = false, renewed = 0;
async function look() {
  if (!joined || left || looking || opening) return;
  looking = true;
  const { kernel, probe } = joined;
  const connection = () => ({ connected: kernel.connectionStatus === "connected", met: joined.met, age: Date.now() - joined.since });
  try {
    if (reconnect && inDoubt(connection())) {
      const { who } = await reconnect.who();
      if (who === "stranger") throw new Stranger();
      if (who === "new") {
        looking = false;
        return reopen();
      }
    }
    const answer = await fetchWithin(SILENCE, probe, byCookie());
    const now = next(answer, connection(), kit.unanswered(), Date.now() - renewed);
    if (now === "reopen") reopen();
    else if (now === "lost") say("lost");
    else if (now === "well" || now === "silent") {
      if (now === "well" && state !== "well") say("well");
      kit.flush();
    } else if (now === "renew") {
      renewed = Date.now();
      say("lost");
      kernel.reconnect().catch(() => {});
    }
  } catch (error) {
    say(error instanceof Stranger ? "old" : "lost");
  }
  looking = false;
}
setInterval(look, PROBE);
for (const name of ["online", "pageshow", "focus"]) addEventListener(name, look);
addEventListener("visibilitychange", () => !document.hidden && look());

/**
 * The kernel is gone: ask for this page once more, which starts another, and put its widgets in the place of the
 * old ones. What waits to be saved is kept in the kit, and goes out through the new fields.
 */
async function reopen() {
  if (opening) return;
  opening = true;
  say("again");
  const old = joined;
  for (let pause = 500; ; pause = Math.min(pause * 2, 5000)) {
    try {
      if (left) return;
      const way = reconnect ? await reconnect.way() : location.pathname + location.search;
      if (way == null) throw new Stranger("it does not know this page");
      await seat?.comeBack();
      const answer = await fetchWithin(OPENING, way, byCookie());
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const config = $("#hw-kernel", page);
      if ($("meta[http-equiv=refresh]", page)) throw new Error("it is not whole");
      // A server that has words for it (a line to wait in, a seat that was given up) says them itself.
      if (!answer.ok || !config) say("closed", $("[data-say]", page)?.dataset.say);
      else {
        speakAs(page);
        comeTo(page, way);
        const connection = connect(config.dataset);
        try {
          const put = await inTime(show(connection, page)); // asks the kernel, so that it is heard before we say so
          await kit.composed(); // a field that goes would take along what is being put together in it
          put();
        } catch (error) {
          connection.bye();
          connection.kernel.dispose();
          throw error;
        }
        join(connection);
        old.kernel.dispose();
        kit.flush();
        break;
      }
    } catch (error) {
      if (error instanceof Stranger) say("old");
      console.warn("Not open again yet:", error.message); // never a person's words
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  opening = false;
  say("well");
}

/** From here on this page is one of a start of heartwork that answers now: its key, its paths, its address. */
function comeTo(page, way) {
  const { key, base } = page.documentElement.dataset;
  if (key) Object.assign(document.documentElement.dataset, { key, base });
  const news = toldTo(page);
  if (reconnect && news) reconnect.told = news;
  if (reconnect) stayAt(way);
}

/** Loaded again, or by Back, this page is asked for where it is now, and not where it once was. */
const stayAt = (way) => location.pathname !== way && history.replaceState(history.state, "", way + location.hash);
addEventListener("popstate", () => reconnect && stayAt(reconnect.path));

const { controlsOf } = kit;

function whereTheCaretIs(at = document.activeElement) {
  const box = at?.closest("[data-address]");
  return box && { address: box.dataset.address, index: controlsOf(box).indexOf(at), start: at.selectionStart, end: at.selectionEnd };
}

function putTheCaret(caret) {
  const box = caret && document.querySelector(`[data-address="${CSS.escape(caret.address)}"]`);
  const control = box && controlsOf(box)[caret.index];
  if (!control) return false;
  control.focus({ preventScroll: true });
  if (caret.start != null && control.matches("textarea, input[type=text]")) control.setSelectionRange(caret.start, caret.end);
  return true;
}

// A page that the browser keeps for Back may come again: its kernel is left alone, and ended by the server in time.
addEventListener("pagehide", (event) => event.persisted || left || sayGoodbye());
/** Only to the one that it is joined to: at the port of one that ended, somebody else may listen. */
const sayGoodbye = () => joined && (!told || joined.kernel.connectionStatus === "connected") && joined.bye();
document.addEventListener("heartwork:leave", () => {
  left = true;
  delete document.body.dataset.private; // nothing is noted of it when the page goes
  sayGoodbye();
  joined?.manager.ahead.clear();
  joined?.kernel.dispose();
  joined = null;
});
// A browser that is too old was told so by browser-support.js.
if (document.documentElement.dataset.tooOld == null) start();

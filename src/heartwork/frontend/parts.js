// The parts of a page by name, and the kit that they share with the page round them.
//
// One source for both worlds: the lean page bundles this file (main.js); JupyterLab gets it, bundled, through an anywidget
// (widgets/base.py), where `notebook` is there and everything comes at once.
import notebook from "notebook";
import onDemand from "onDemand";
import { composed } from "./composition.js";
import { attribute, controlsOf, h, hide, keepKeys, put, unique } from "./dom.js";
import { _, ngettext, onLanguage, ourPage, speak, spoken } from "./language.js";
import { bringBack, drop, flush, forgetAll, front, listen, places, tell, unanswered, valueOf, waiting, whatWaits } from "./outbox.js";
import { act, download } from "./parts/button.js";
import { span } from "./parts/date-range.js";
import { field, refresh } from "./parts/field.js";
import { languages } from "./parts/languages.js";
import { leads } from "./parts/leave-target.js";
import { passphrase } from "./parts/passphrase.js";
import { land, place, placeInAddress } from "./parts/place.js";
import { prose } from "./parts/prose.js";
import { saying, status } from "./parts/status.js";
import { typed } from "./parts/type-to-confirm.js";

onLanguage(tell);

addEventListener("visibilitychange", () => document.hidden && flush());
// By the time of pagehide, Firefox sends nothing over the connection any more.
for (const name of ["beforeunload", "pagehide"]) addEventListener(name, flush);
addEventListener("pointerdown", (event) => event.target.closest?.("a, button") && flush(), true);

document.addEventListener("heartwork:leave", drop);

/** In a page that is not ours the ways out are always in sight too. */
const bar = notebook.bar?.({ h, _, flush, drop, waiting, places, front, saying, listen });
const leave = () => (ourPage() ? undefined : bar?.());

/** A part that few pages have (on_demand/): in our page its code comes when it is asked for. */
const rare = (name) => (context) => {
  let over = false, clean;
  Promise.resolve(onDemand[name]).then(
    (part) => over || (clean = part(context, { h, _, ngettext, put, attribute, hide, keepKeys, unique, flush })),
    () => put(context.el, _("Part of this page did not load. Try loading the page again; what you wrote is kept.")),
  );
  return () => ((over = true), clean?.());
};

const parts = { autolock: rare("autolock"), find: rare("find"), field, prose, act, passphrase, download, typed, span, status, place, languages, leads, leave, upload: rare("upload"), own: rare("own"), kit: () => {} };

/** One part; in a page that is not ours it asks for what it shows, and says itself which language it is in. */
function render(context) {
  const part = parts[context.model.get("part")];
  if (ourPage()) return part(context);
  Object.assign(context.el, { lang: spoken.code, dir: spoken.direction });
  return notebook.asked(context, _).then((model) => part({ ...context, model }));
}

export const kit = { render, speak, _, placeInAddress, composed, forgetAll, put, attribute, hide, controlsOf, waiting, listen, flush, refresh, land, unanswered, valueOf, bringBack, whatWaits };

// As an anywidget: the kit announces itself to the fields, whose own module is one line (field-stub.js). Fields and
// kit may load in either order, so whoever comes first makes the promise.
function announce(digest) {
  const key = Symbol.for(`heartwork.${digest}`), ready = Symbol.for(`heartwork.ready.${digest}`);
  globalThis[ready] ??= new Promise((resolve) => (globalThis[key] = resolve));
  globalThis[key](kit);
}

export default {
  initialize({ model }) {
    speak(model.get("language"));
    announce(model.get("digest"));
  },
};

// What is younger than the oldest browsers that open these pages, by MDN's table of what each browser has:
// `npm install && npm run oldest > ../../../tests/browser/younger.txt`. A test takes all of it away.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const OLDEST = { chrome: 88, firefox: 78, safari: 14.1 };
/** What a page like ours could have to do with; the table has thousands of others, for cameras, shops and games. */
const OF_PAGES = new Set(`AbortController AbortSignal Animation Array ArrayBuffer Blob BroadcastChannel CSS CSSStyleDeclaration Clipboard
  CompositionEvent Crypto CustomEvent DOMRect DOMTokenList Date DateTimeFormat Document DocumentFragment Element Error Event
  EventTarget File FormData HTMLAnchorElement HTMLButtonElement HTMLDetailsElement HTMLDialogElement HTMLElement HTMLFormElement
  HTMLInputElement HTMLLinkElement HTMLScriptElement HTMLSelectElement HTMLTextAreaElement Headers History InputEvent
  IntersectionObserver Intl Iterator JSON KeyboardEvent ListFormat Location LockManager Locale Map Math MediaQueryList
  MutationObserver Navigator Node NumberFormat Number Object Performance PluralRules PointerEvent Promise Range RegExp
  RelativeTimeFormat Request ResizeObserver Response SVGElement Segmenter Selection Set ShadowRoot Storage String
  StructuredClone Text TextDecoder TextEncoder TypedArray URL URLSearchParams UserActivation ViewTransition VisualViewport
  WeakMap WeakSet WebSocket Window`.split(/\s+/));

const table = JSON.parse(readFileSync(createRequire(import.meta.url).resolve("@mdn/browser-compat-data")));

function younger({ support }) {
  return Object.entries(OLDEST).some(([browser, least]) => {
    const added = [support[browser]].flat().find((one) => !one.prefix && !one.flags && !one.alternative_name)?.version_added;
    return !added || (added !== true && parseFloat(String(added).replace("≤", "")) > least);
  });
}

const builtins = table.javascript.builtins;
const names = new Set();
function look(owner, members) {
  for (const [member, { __compat: compat }] of Object.entries(members)) {
    const name = member.replace(/_static$/, "");
    if (!compat || name === owner || !/^[a-zA-Z]\w*$/.test(name) || name.endsWith("_event") || !younger(compat)) continue;
    // Of the language's own the table does not say which are of the constructor.
    if (name !== member || owner in builtins || owner === "Window") names.add(`${owner}.${name}`);
    if (name === member) names.add(`${owner}.prototype.${name}`);
  }
}
for (const [name, { __compat: compat, ...members }] of [table.api, builtins, builtins.Intl].flatMap(Object.entries)) {
  if (OF_PAGES.has(name)) look(name, members);
  if (compat && (OF_PAGES.has(name) || /^[a-z]/.test(name)) && younger(compat)) names.add(name);
}
console.log([...names].sort().join("\n"));

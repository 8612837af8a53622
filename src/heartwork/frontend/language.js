// Words of the pages in the language of their reader.
import { put } from "./dom.js";

/** @typedef {{ code: string, direction: string, words: Record<string, string | string[]>, plural: string, help: string }} Language */

/** @type {Language} */
const ENGLISH = { code: "en", direction: "ltr", words: {}, plural: "", help: "" };
export const ourPage = () => document.body?.hasAttribute("data-heartwork"); // our own page, not JupyterLab's
export let spoken = ENGLISH;

/** @type {(message: string, values: Record<string, string | number>) => string} */
const filled = (message, values) => message.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
/**
 * Words of the kit in the reader's language; the values go in by name: `_("Saved {time}", { time })`.
 *
 * @type {(message: string, values?: Record<string, string | number>) => string}
 */
export const _ = (message, values = {}) => filled(/** @type {string} */ (spoken.words[message] ?? message), values);
/**
 * The one or the other, by the rule of the language for numbers, with `{count}` in it.
 *
 * @type {(one: string, many: string, count: number) => string}
 */
export function ngettext(one, many, count) {
  const forms = spoken.words[one];
  // `plural` says for each number below 200 which form; from there on they repeat by hundreds.
  const known = !Number.isInteger(count) ? 2 : count < 200 ? count : 100 + (count % 100);
  return filled(forms ? forms[Number(spoken.plural[known])] : count === 1 ? one : many, { count });
}
export const language = () => (spoken.code === "en" ? "en-GB" : spoken.code);

/** @type {Set<() => void>} */
const listeners = new Set();
/** Call this whenever another language is spoken. */
export const onLanguage = (/** @type {() => void} */ listener) => listeners.add(listener);

/**
 * From now on in this language, as `heartwork.i18n.catalogs.for_page` gives it; in our own page the frame too.
 *
 * @param {Partial<Language> | null | undefined} given
 */
export function speak(given) {
  spoken = given?.code ? /** @type {Language} */ (given) : ENGLISH;
  if (ourPage()) {
    Object.assign(document.documentElement, { lang: spoken.code, dir: spoken.direction });
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-word]"))) put(element, _(element.dataset.word ?? ""));
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-label]"))) element.setAttribute("aria-label", _(element.dataset.label ?? ""));
  }
  for (const listener of listeners) listener();
}

// Elements, and what is written into them.

/**
 * @typedef {Record<string, any>} Attributes by name; `on...` are listeners
 * @typedef {Node | string | null | undefined | false} Child
 */

/**
 * An element with attributes and children; text goes in as text, never as HTML.
 *
 * @type {<Tag extends string>(tag: Tag, attributes?: Attributes, ...children: Child[]) => Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : HTMLElement}
 */
export const h = (tag, attributes = {}, ...children) =>
  furnished(document.createElement(tag), { ...helpers(tag, attributes), ...attributes }, ...children);
/**
 * The same, of a drawing.
 *
 * @type {(tag: string, attributes?: Attributes, ...children: Child[]) => SVGElement}
 */
export const s = (tag, ...rest) => furnished(document.createElementNS("http://www.w3.org/2000/svg", tag), ...rest);

/** @type {(element: any, attributes?: Attributes, ...children: Child[]) => any} */
function furnished(element, attributes = {}, ...children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  // What is typed runs in the direction of its own first letter, whatever the language of the page; digits in the page's.
  if (element.matches("textarea, input[type=text]") && !/numeric|decimal/.test(element.inputMode)) element.dir ||= "auto";
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

// Text and attributes are written only where they change: each writing is an event for a screen reader, takes a selection
// away, and puts back what a translator had put there.
const written = new WeakMap(); // what was last put into an element; a translator may have put its own words there since

/**
 * Put a text into an element.
 *
 * @type {(element: Element, text: unknown) => void}
 */
export function put(element, text) {
  const now = String(text ?? "");
  if ((written.get(element) ?? element.textContent) === now) return;
  written.set(element, now);
  element.textContent = now;
}

/**
 * Give an element an attribute; null takes it away.
 *
 * @type {(element: Element, name: string, value: string | null) => void}
 */
export function attribute(element, name, value) {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** @type {(element: HTMLElement, hidden: unknown) => void} */
export function hide(element, hidden) {
  if (element.hidden !== !!hidden) element.hidden = !!hidden;
}

/**
 * What helpers of the browser may do with what is typed into a control, decided here for all of them.
 *
 * The spelling services of some browsers, and most extensions for writing, send the words to their makers. So none of
 * them is asked; spelling is checked where the person chose it at the foot of the page (frontend/theme.js). No password
 * manager offers to keep an answer, and no translator is shown one.
 */
const HELPERS = {
  autocomplete: "off", writingsuggestions: "false", translate: "no", "data-gramm": "false", "data-gramm_editor": "false",
  "data-enable-grammarly": "false", "data-lt-active": "false", "data-1p-ignore": "true", "data-lpignore": "true",
  "data-bwignore": "true", "data-form-type": "other",
};
/** @type {(tag: string, attributes: Attributes) => Attributes} */
const helpers = (tag, { type = "text" }) => {
  if (tag === "textarea") return { ...HELPERS, spellcheck: String(document.documentElement.getAttribute("spellcheck") === "true") };
  return tag === "input" && type === "text" ? { ...HELPERS, spellcheck: "false", autocorrect: "off" } : {};
};

let count = 0;
export const unique = () => `hw${++count}`;
export const same = (/** @type {unknown} */ one, /** @type {unknown} */ other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

export const controlsOf = (/** @type {Element} */ box) => [...box.querySelectorAll("input, textarea, select, button")];

/**
 * Keys stay in a part: in JupyterLab an arrow key in a radio group would jump to the next cell, and "a" would add one.
 *
 * @type {(el: HTMLElement, through?: string[]) => void}
 */
export function keepKeys(el, through = ["Escape"]) {
  el.addEventListener("keydown", (event) => !through.includes(event.key) && !event.ctrlKey && !event.metaKey && event.stopPropagation());
}

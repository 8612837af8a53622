// What a person can do with an answer in the room. What is drawn of it is in room.js.

/**
 * @typedef {{ state: "open" | "given" | "passed" | "over", answer?: unknown, said?: string }} Asked a question that the
 *   room may be given an answer to: whether it was, and which
 * @typedef {{ empty: boolean, differs: boolean, over: boolean, give: boolean, again: boolean, pass: boolean, back: boolean }} Giving
 */

const same = (/** @type {unknown} */ one, /** @type {unknown} */ other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/**
 * What is there to be pressed. An answer is given as it stands, given again once it differs, and taken back as long as
 * the room has not let go of the question.
 *
 * @param {Asked} asked
 * @param {unknown} value what stands in the field
 * @param {boolean} closed whether the room is
 * @returns {Giving}
 */
export function giving({ state, answer }, value, closed) {
  const over = state === "over" || closed;
  const empty = value == null || (Array.isArray(value) && !value.length);
  const differs = state === "given" && !empty && !same(value, answer);
  const give = !over && !empty && (state !== "given" || differs);
  return { empty, differs, over, give, again: give && differs, pass: !over && state === "open", back: !over && state !== "open" };
}

// What waits to be saved when a page is loaded again: kept in the tab, locked, and never of a private visit.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { isPrivate, keepAcrossReload, takeFromReload } from "../../src/heartwork/frontend/kept-across-reload.js";

const CHANGE = { address: "start.call_her", desk: "book:1", value: "on Sunday" };
const REVERSED = { lock: async (words) => [...words].reverse().join(""), unlock: async (words) => [...words].reverse().join("") };
const refuse = () => {
  throw new Error("no storage");
};
let kept, listeners;

beforeEach(() => {
  kept = new Map();
  listeners = new Set();
  globalThis.addEventListener = (name, listener) => name === "pagehide" && listeners.add(listener);
  globalThis.document = { body: { dataset: {} } };
  globalThis.sessionStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

/** A page with changes that wait; `changed` tells its listeners, `back` is what was brought back. */
function page(waiting) {
  const heard = [], back = [];
  const kit = { whatWaits: () => waiting, listen: (listener) => heard.push(listener), bringBack: (change) => back.push(change) };
  return { kit, back, changed: () => Promise.all(heard.map((listener) => listener())) };
}
const hidden = () => listeners.forEach((listener) => listener());

test("what waits comes back after a reload, and is in the storage no longer", async () => {
  keepAcrossReload(page([CHANGE]).kit, null);
  hidden();
  const next = page([]);
  await takeFromReload(next.kit, null);
  assert.deepEqual(next.back, [CHANGE]);
  assert.equal(kept.size, 0);
});

test("nothing is kept where nothing waits", () => {
  keepAcrossReload(page([]).kit, null);
  hidden();
  assert.equal(kept.size, 0);
});

test("of a visit that is never written nothing is kept but that it was private", () => {
  Object.assign(document.body.dataset, { unwritten: "", private: "" });
  keepAcrossReload(page([CHANGE]).kit, null);
  hidden();
  assert.deepEqual([...kept], [["private", "yes"]]);
  document.body.dataset = {};
  assert.equal(isPrivate(), true);
  assert.equal(kept.size, 0);
});

test("words are kept only locked, and unlocked for the page that comes", async () => {
  const before = page([CHANGE]);
  keepAcrossReload(before.kit, REVERSED);
  await before.changed();
  hidden();
  assert.doesNotMatch(kept.get("waiting"), /on Sunday/);
  const next = page([]);
  await takeFromReload(next.kit, REVERSED);
  assert.deepEqual(next.back, [CHANGE]);
});

test("words that could not be locked are not kept at all", async () => {
  const before = page([CHANGE]);
  keepAcrossReload(before.kit, { lock: async () => refuse() });
  await before.changed();
  hidden();
  assert.equal(kept.size, 0);
});

test("the last words are kept, in whatever order locking them ends", async () => {
  const waiting = [CHANGE], ends = [];
  const before = page(waiting);
  keepAcrossReload(before.kit, { lock: (words) => new Promise((resolve) => ends.push(() => resolve(words))) });
  const first = before.changed();
  waiting[0] = { ...CHANGE, value: "on Monday" };
  const second = before.changed();
  ends[1]();
  await second;
  ends[0]();
  await first;
  hidden();
  assert.match(kept.get("waiting"), /on Monday/);
});

test("a browser that refuses storage stops nobody", async () => {
  globalThis.sessionStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  const one = page([CHANGE]);
  keepAcrossReload(one.kit, null);
  hidden();
  await takeFromReload(one.kit, null);
  assert.deepEqual(one.back, []);
  assert.equal(isPrivate(), false);
});

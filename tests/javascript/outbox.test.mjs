// What is typed waits until the kernel says that it is on the disk: sent in time, again, whole, and never for another.
import assert from "node:assert/strict";
import { test } from "node:test";

const AGAIN = 4000, QUIET = 190, APART = 600; // ms, as outbox.js has them
const NONE = () => {};
let loaded = 0;

/** An outbox of the test's own, a field in it, and what the field's kernel was sent. The clock stands still. */
async function outbox(t, { largest = 0, desk = "book:1", hidden = {} } = {}) {
  t.mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 });
  const box = await import(`../../src/heartwork/frontend/outbox.js?${++loaded}`);
  const sent = [];
  const connection = { up: true };
  const model = {
    get: (name) => ({ largest, ...hidden })[name],
    send: (message) => {
      if (!connection.up) throw new Error("no connection");
      sent.push(message);
    },
    on: NONE,
  };
  const pen = { address: "start.call_her", desk, model, seen: "before", over: false };
  const place = { desk, model, touch: NONE, last: 1 };
  box.places.add(place);
  return { box, pen, place, sent, connection, model, pass: (ms) => t.mock.timers.tick(ms), values: () => sent.map(({ value }) => value) };
}

test("a change is sent once nothing was typed for a moment, and says what was seen before", async (t) => {
  const { box, pen, sent, pass } = await outbox(t);
  box.edited(pen, { value: "a" });
  pass(QUIET - 1);
  assert.equal(sent.length, 0);
  pass(1);
  assert.deepEqual({ ...sent[0], number: 0 }, { type: "change", address: "start.call_her", number: 0, value: "a", skipped: false, seen: "before", sent: [] });
});

test("whoever types fast sends the last of it, once", async (t) => {
  const { box, pen, pass, values } = await outbox(t);
  for (const value of ["a", "ab", "abc"]) {
    box.edited(pen, { value });
    pass(QUIET - 10);
  }
  pass(QUIET);
  assert.deepEqual(values(), ["abc"]);
});

test("whoever never pauses is saved all the same", async (t) => {
  const { box, pen, pass, sent } = await outbox(t);
  for (let n = 0; n < 30; n++) {
    box.edited(pen, { value: n });
    pass(100);
  }
  assert.ok(sent.length > 0);
});

test("two changes of a field that is typed in slowly are sent some way apart", async (t) => {
  const { box, pen, pass, values } = await outbox(t);
  box.edited(pen, { value: "a" });
  pass(QUIET);
  box.edited(pen, { value: "ab" });
  pass(QUIET);
  assert.deepEqual(values(), ["a"]);
  pass(APART - QUIET);
  assert.deepEqual(values(), ["a", "ab"]);
});

test("while nothing answers, whoever types on is sent no more often than otherwise: each time goes with all before it", async (t) => {
  const { box, pen, pass, sent } = await outbox(t);
  for (let n = 0; n < 200; n++) {
    box.edited(pen, { value: n });
    pass(50);
  }
  assert.ok(sent.length >= 10_000 / AGAIN);
  assert.ok(sent.length <= 10_000 / APART);
});

test("a change that says now is sent now", async (t) => {
  const { box, pen, values } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  assert.deepEqual(values(), ["a"]);
});

test("what was saved waits no longer, and is what was seen from then on", async (t) => {
  const { box, pen, sent } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  box.acknowledged({ type: "saved", number: sent[0].number, at: "14:05" });
  assert.deepEqual([box.waiting.size, pen.seen, box.savedAt.get("book"), box.valueOf(pen.address)], [0, "a", "14:05", "a"]);
});

test("an answer to an older change does not end the wait for a newer one", async (t) => {
  const { box, pen, sent } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  box.edited(pen, { value: "ab" }, true);
  box.acknowledged({ type: "saved", number: sent[0].number, at: "14:05" });
  assert.equal(box.waiting.size, 1);
  assert.equal(box.valueOf(pen.address), "ab");
});

test("what was sent without an answer is told along with the next change, oldest first", async (t) => {
  const { box, pen, sent } = await outbox(t);
  for (const value of ["a", "ab", "abc"]) box.edited(pen, { value }, true);
  assert.deepEqual([sent[2].sent, sent[2].seen], [["a", "ab"], "before"]);
});

test("of a long history the first and the last are told", async (t) => {
  const { box, pen, sent } = await outbox(t);
  for (const letter of "abcdef") box.edited(pen, { value: letter.repeat(90_000) }, true);
  const told = sent.at(-1).sent.map(([letter]) => letter);
  assert.equal(told[0], "a");
  assert.equal(told.at(-1), "e");
  assert.ok(told.length < 5);
});

test("a change without an answer is sent again as it was, until there is one", async (t) => {
  const { box, pen, sent, pass } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  pass(AGAIN);
  pass(AGAIN);
  assert.equal(sent.length, 3);
  assert.deepEqual(sent[2], sent[0]);
  box.acknowledged({ type: "saved", number: sent[0].number, at: "14:05" });
  pass(10 * AGAIN);
  assert.equal(sent.length, 3);
});

test("what was typed without a connection goes out once there is one", async (t) => {
  const { box, pen, connection, values } = await outbox(t);
  connection.up = false;
  box.edited(pen, { value: "a" }, true);
  assert.equal(box.waiting.size, 1);
  connection.up = true;
  box.flush();
  assert.deepEqual(values(), ["a"]);
});

test("several fields are sent in the order in which they were typed in", async (t) => {
  const { box, pen, values } = await outbox(t);
  const other = { ...pen, address: "start.write_her" };
  box.edited(pen, { value: "first" });
  box.edited(other, { value: "second" });
  box.flush();
  assert.deepEqual(values(), ["first", "second"]);
});

test("a change that is held is not called saved, and is asked for again soon", async (t) => {
  const { box, pen, sent, pass } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  box.acknowledged({ type: "held", number: sent[0].number, at: "14:05" });
  assert.deepEqual([box.waiting.size, box.savedAt.size], [1, 0]);
  pass(500);
  assert.equal(sent[1].number, sent[0].number);
});

test("a change that could not be saved says why, waits on, and no longer counts as unanswered", async (t) => {
  const { box, pen, sent, pass } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  pass(1000);
  assert.equal(box.unanswered(), 1000);
  box.acknowledged({ type: "not-saved", number: sent[0].number, why: "The disk is full." });
  assert.equal(box.waiting.get(pen).problem, "The disk is full.");
  assert.equal(box.unanswered(), 0);
  pass(AGAIN);
  assert.equal(sent.length, 2);
});

test("whoever goes on typing does not make an answer that is missing look younger", async (t) => {
  const { box, pen, pass } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  pass(1000);
  box.edited(pen, { value: "ab" }, true);
  assert.equal(box.unanswered(), 1000);
});

test("a history that is too large is left out, and the words are sent", async (t) => {
  const { box, pen, sent } = await outbox(t, { largest: 6000 });
  box.edited(pen, { value: "a".repeat(1500) }, true);
  box.edited(pen, { value: "b".repeat(1500) }, true);
  assert.deepEqual([sent[1].value[0], sent[1].sent], ["b", []]);
});

test("what is too large for one message is not sent, stays on the page, and says so", async (t) => {
  const { box, pen, sent, pass } = await outbox(t, { largest: 6000 });
  box.edited(pen, { value: "a".repeat(3000) }, true);
  pass(10 * AGAIN);
  assert.equal(sent.length, 0);
  assert.match(box.waiting.get(pen).problem, /longer than one answer can be/);
});

test("bytes count, and not letters", async (t) => {
  const { box, pen, sent } = await outbox(t, { largest: 6000 });
  box.edited(pen, { value: "é".repeat(1500) }, true);
  assert.equal(sent.length, 0);
});

test("a field that comes in the place of another takes over what it left", async (t) => {
  const { box, pen, connection, values } = await outbox(t);
  connection.up = false;
  box.edited(pen, { value: "a" }, true);
  pen.over = true;
  connection.up = true;
  const next = { ...pen, over: false };
  box.takeOver(next);
  assert.deepEqual([[...box.waiting.keys()][0] === next, values()], [true, ["a"]]);
});

test("words that were taken over and go on say what was seen before them", async (t) => {
  const { box, pen, sent } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  pen.over = true;
  const next = { ...pen, over: false, seen: undefined };
  box.takeOver(next);
  box.edited(next, { value: "ab" }, true);
  assert.equal(sent.at(-1).seen, "before");
});

test("a field takes over nothing of another question, another workbook, or one that is still there", async (t) => {
  const { box, pen } = await outbox(t);
  box.edited(pen, { value: "a" }, true);
  box.takeOver({ ...pen });
  pen.over = true;
  box.takeOver({ ...pen, over: false, address: "start.write_her" });
  box.takeOver({ ...pen, over: false, desk: "other:1" });
  assert.deepEqual([...box.waiting.keys()], [pen]);
});

test("what was typed in a private visit is taken over by no page that is written", async (t) => {
  const { box, pen, place } = await outbox(t, { hidden: { private: true } });
  box.edited(pen, { value: "a" }, true);
  pen.over = true;
  box.places.delete(place);
  box.takeOver({ ...pen, over: false });
  assert.deepEqual([...box.waiting.keys()], [pen]);
});

test("the words of a field that is gone go by the place of its page", async (t) => {
  const { box, pen, values } = await outbox(t);
  box.edited({ ...pen, over: true, model: null }, { value: "a" }, true);
  assert.deepEqual([values(), box.waiting.size], [["a"], 1]);
});

test("what waits comes back after a reload as it was", async (t) => {
  const before = await outbox(t);
  before.box.edited(before.pen, { value: "a" }, true);
  const kept = JSON.parse(JSON.stringify(before.box.whatWaits()));
  t.mock.timers.reset();
  const { box, pen, values } = await outbox(t);
  kept.forEach(box.bringBack);
  box.takeOver(pen);
  assert.deepEqual(values(), ["a"]);
});

test("a value that is destroyed does not come back from what was waiting", async (t) => {
  const { box, pen, values, pass } = await outbox(t);
  box.edited(pen, { value: "a" });
  box.destroy(pen);
  pass(QUIET + APART);
  assert.deepEqual([box.waiting.size, values().includes("a")], [0, false]);
});

test("on leaving, all that waits is sent once and nothing of it stays", async (t) => {
  const { box, pen, values, pass } = await outbox(t);
  box.edited(pen, { value: "a" });
  box.drop();
  pass(10 * AGAIN);
  assert.deepEqual([values(), box.waiting.size, box.known.size, box.places.size], [["a"], 0, 0, 0]);
});

test("other pages of the same workbook look at once when something was saved, and pages of others do not", async (t) => {
  const { box, pen, place, model, sent } = await outbox(t);
  const looked = [];
  place.touch = () => looked.push("this page");
  box.places.add({ desk: "book:2", model, touch: () => looked.push("same workbook"), last: 0 });
  box.places.add({ desk: "other:1", model, touch: () => looked.push("other workbook"), last: 0 });
  box.edited(pen, { value: "a" }, true);
  box.acknowledged({ type: "saved", number: sent[0].number, at: "14:05" });
  assert.deepEqual(looked, ["same workbook"]);
});

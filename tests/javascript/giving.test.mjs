// What a person can do with an answer in the room: give it, give it again, pass, take it back, or nothing more.
import assert from "node:assert/strict";
import { test } from "node:test";
import { giving } from "../../src/heartwork/frontend/giving.js";

/** The names of what can be pressed. */
const ways = (asked, value, closed = false) =>
  Object.entries(giving(asked, value, closed)).filter(([name, can]) => can && ["give", "again", "pass", "back"].includes(name)).map(([name]) => name);

test("an answer that was not given yet can be given, or passed", () => {
  assert.deepEqual(ways({ state: "open" }, "a walk"), ["give", "pass"]);
});

for (const [what, value] of [["nothing", null], ["no choice", []], ["nothing yet", undefined]])
  test(`where there is ${what} in the field, it can only be passed`, () => {
    assert.deepEqual(ways({ state: "open" }, value), ["pass"]);
  });

test("zero is an answer", () => {
  assert.deepEqual(ways({ state: "open" }, 0), ["give", "pass"]);
});

test("an answer that was given as it stands can only be taken back", () => {
  assert.deepEqual(ways({ state: "given", answer: ["a", "b"] }, ["a", "b"]), ["back"]);
});

test("an answer that was changed since it was given can be given again", () => {
  assert.deepEqual(ways({ state: "given", answer: "a walk" }, "a long walk"), ["give", "again", "back"]);
});

test("an answer that was emptied since it was given can only be taken back", () => {
  const emptied = [{ state: "given", answer: "a walk" }, null];
  assert.deepEqual(ways(...emptied), ["back"]);
  assert.equal(giving(...emptied).differs, false);
});

test("whoever passed can still give an answer, or take the passing back", () => {
  assert.deepEqual(ways({ state: "passed" }, "a walk"), ["give", "back"]);
});

for (const state of ["open", "given", "passed"])
  test(`in a room that is closed nothing can be done with an answer that is ${state}`, () => {
    assert.deepEqual(ways({ state, answer: "a walk" }, "a long walk", true), []);
  });

test("nothing can be done once the room has looked", () => {
  assert.deepEqual(ways({ state: "over" }, "a walk"), []);
});

// What a page does after a look whether its kernel is still there.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inDoubt, next, SILENCE, TRUST } from "../../src/heartwork/frontend/liveness.js";

const OK = { ok: true, status: 200 };
const CONNECTED = { connected: true, met: true, age: 60_000 };
const GONE = { connected: false, met: true, age: 60_000 };
const COMING = { connected: false, met: false, age: TRUST - 1 };
const AGES = 600_000; // ms; longer than anything is waited for

/** What is next, where nothing waits for an answer and no connection was made anew. */
const after = (answer, connection, unanswered = 0, renewed = AGES) => next(answer, connection, unanswered, renewed);

test("all is well where there are an answer and a connection", () => {
  assert.equal(after(OK, CONNECTED), "well");
});

for (const answer of [{ ok: false, status: 404 }, { ok: false, status: 403 }, { ok: false, status: 0, type: "opaqueredirect" }])
  test(`a server that knows no such kernel (${answer.type ?? answer.status}) is asked for the page once more`, () => {
    assert.equal(after(answer, CONNECTED), "reopen");
  });

test("a server that fails keeps its kernels: the page waits", () => {
  assert.equal(after({ ok: false, status: 503 }, GONE), "lost");
});

test("a connection that is gone is made anew", () => {
  assert.equal(after(OK, GONE), "renew");
});

test("a connection that is still being made is waited for", () => {
  assert.equal(after(OK, COMING), "waiting");
});

test("a connection that never came is made anew in the end", () => {
  assert.equal(after(OK, { ...COMING, age: TRUST }), "renew");
});

test("a connection that died without a word is made anew", () => {
  assert.equal(after(OK, CONNECTED, SILENCE), "renew");
});

test("a connection that was just made anew is given time, and nothing is said to be well", () => {
  assert.equal(after(OK, CONNECTED, SILENCE, TRUST - 1), "silent");
});

test("nobody asks who answers while there is a connection, or one is on its way", () => {
  assert.deepEqual([CONNECTED, COMING].map(inDoubt), [false, false]);
});

test("it is asked who answers once the connection is gone, or does not come", () => {
  assert.deepEqual([GONE, { ...COMING, age: TRUST + 1 }].map(inDoubt), [true, true]);
});

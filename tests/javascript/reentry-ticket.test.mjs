// What lets a page of a seat in again: asked for, renewed, shown once the server is back, and gone on Leave now.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { stay } from "../../src/heartwork/frontend/reentry-ticket.js";

let leave;
beforeEach(() => {
  globalThis.document = { addEventListener: (name, listener) => name === "heartwork:leave" && (leave = listener) };
});

const answered = (json, status = 200) => ({ ok: status < 400, status, json: async () => json });
/** All that was promised has been kept. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A page at a server that gives these answers, one after the other; an answer may be an error. */
function page(t, ...answers) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const fetchWithin = async (time, address, { body, headers }) => {
    asked.push({ address, said: JSON.parse(body), key: headers["X-XSRFToken"] });
    const answer = answers.shift() ?? answered({ ticket: "last", locked: true });
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const comeBack = stay({ baseUrl: "/seat/", fetchWithin, xsrf: () => "key" });
  return { asked, comeBack };
}

test("a page asks for its ticket at once, with the key of the page", async (t) => {
  const { asked } = page(t, answered({ ticket: "one", locked: true }));
  await settled();
  assert.deepEqual(asked, [{ address: "/seat/stay", said: {}, key: "key" }]);
});

test("it comes back with the ticket that it was given", async (t) => {
  const { asked, comeBack } = page(t, answered({ ticket: "one", locked: true }));
  await settled();
  await comeBack();
  assert.deepEqual(asked.at(-1).said, { ticket: "one" });
});

test("without a ticket it asks for nothing: the page asks for the passphrase itself", async (t) => {
  const { asked, comeBack } = page(t, answered({ locked: true }));
  await settled();
  await comeBack();
  assert.equal(asked.length, 1);
});

test("a ticket is good once: the next return shows the one that came with the last", async (t) => {
  const { asked, comeBack } = page(t, answered({ ticket: "one", locked: true }), answered({ ticket: "two", locked: true }));
  await settled();
  await comeBack();
  await comeBack();
  assert.deepEqual(asked.map(({ said }) => said.ticket), [undefined, "one", "two"]);
});

test("a ticket is renewed as long as the passphrase is in it, and no longer", async (t) => {
  const { asked } = page(t, answered({ ticket: "one" }), answered({ ticket: "two", locked: true }));
  await settled();
  t.mock.timers.tick(2000);
  await settled();
  t.mock.timers.tick(600_000);
  await settled();
  assert.equal(asked.length, 2);
});

test("where the server does not answer, the ticket there was stays good", async (t) => {
  const { asked, comeBack } = page(t, answered({ ticket: "one" }), new Error("no connection"));
  await settled();
  t.mock.timers.tick(2000);
  await settled();
  await comeBack();
  assert.deepEqual(asked.at(-1).said, { ticket: "one" });
});

test("a server that does not answer is asked again", async (t) => {
  const { asked } = page(t, new Error("no connection"), answered({ ticket: "one", locked: true }));
  await settled();
  t.mock.timers.tick(2000);
  await settled();
  assert.equal(asked.length, 2);
});

test("a ticket that is not good any more is no error: the page asks for the passphrase", async (t) => {
  const { comeBack } = page(t, answered({ ticket: "one", locked: true }), answered({}, 403));
  await settled();
  await comeBack();
});

for (const status of [429, 503])
  test(`a server that is too busy (${status}) is asked again: the page waits in line`, async (t) => {
    const { comeBack } = page(t, answered({ ticket: "one", locked: true }), answered({}, status));
    await settled();
    await assert.rejects(comeBack(), new RegExp(String(status)));
  });

test("Leave now lets go of the ticket, and nothing is asked any more", async (t) => {
  const { asked, comeBack } = page(t, answered({ ticket: "one" }));
  await settled();
  leave();
  t.mock.timers.tick(600_000);
  await comeBack();
  assert.equal(asked.length, 1);
});

test("a ticket that comes after Leave now is not taken", async (t) => {
  const { asked, comeBack } = page(t, answered({ ticket: "one", locked: true }));
  leave();
  await settled();
  await comeBack();
  assert.equal(asked.length, 1);
});

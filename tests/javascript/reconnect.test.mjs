// Who answers at the port of this page: its own start, a later one that knows it, or a stranger.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { Reconnect } from "../../src/heartwork/frontend/reconnect.js";
import { serve } from "./server.mjs";

const SECRET = "0b".repeat(32);
const TOLD = { id: "page-1", secret: SECRET, tab: "0c".repeat(32), port: 8866, start: "first" };

const proof = (secret, ...said) => createHmac("sha256", Buffer.from(secret, "hex")).update(said.join("|")).digest("hex");

/** A heartwork that knows the page, as server/resume.py answers; with another secret it only pretends to. */
function heartwork({ start = "first", secret = SECRET, path = "/new/", proven = path, seen = [] } = {}) {
  return (address, said, headers) => {
    seen.push({ address, said, headers });
    if (!said.proof) return { json: { answer: "a1", start, proof: proof(secret, "server", said.nonce, "a1", TOLD.port, start) } };
    return { json: { path, proof: proof(secret, "path", said.nonce, said.answer, proven) } };
  };
}

test("the start that made the page is the same", async (t) => {
  await serve(t, heartwork());
  assert.equal((await new Reconnect(TOLD, "/old/").who()).who, "same");
});

test("a later start that knows the key of the page is new", async (t) => {
  await serve(t, heartwork({ start: "second" }));
  assert.equal((await new Reconnect(TOLD, "/old/").who()).who, "new");
});

test("one that does not know the page is a stranger", async (t) => {
  await serve(t, () => ({ status: 404 }));
  assert.equal((await new Reconnect(TOLD, "/old/").who()).who, "stranger");
});

test("one that cannot prove the key is a stranger, whatever it says", async (t) => {
  await serve(t, heartwork({ secret: "0d".repeat(32) }));
  assert.equal((await new Reconnect(TOLD, "/old/").who()).who, "stranger");
});

test("an answer with a start that was not proven is a stranger's", async (t) => {
  const honest = heartwork();
  await serve(t, (...request) => ({ json: { ...honest(...request).json, start: "second" } }));
  assert.equal((await new Reconnect(TOLD, "/old/").who()).who, "stranger");
});

test("an answer that was heard before does not help a stranger", async (t) => {
  let first;
  await serve(t, (...request) => ({ json: (first ??= heartwork()(...request).json) }));
  const page = new Reconnect(TOLD, "/old/");
  assert.deepEqual([(await page.who()).who, (await page.who()).who], ["same", "stranger"]);
});

test("a server that fails is no stranger: it is asked again later", async (t) => {
  await serve(t, () => ({ status: 503 }));
  await assert.rejects(new Reconnect(TOLD, "/old/").who(), /answered 503/);
});

test("the same start is asked at the path there was", async (t) => {
  await serve(t, heartwork());
  assert.equal(await new Reconnect(TOLD, "/old/").way(), "/old/");
});

test("a new start gives the path, after the page has proven itself", async (t) => {
  const seen = [];
  await serve(t, heartwork({ start: "second", seen }));
  const page = new Reconnect(TOLD, "/old/");
  assert.equal(await page.way(), "/new/");
  assert.equal(page.path, "/new/");
  const { said } = seen[1];
  assert.equal(said.proof, proof(SECRET, "page", seen[0].said.nonce, "a1", TOLD.port));
});

test("a path that was not proven is not taken", async (t) => {
  await serve(t, heartwork({ start: "second", proven: "/another/" }));
  const page = new Reconnect(TOLD, "/old/");
  await assert.rejects(page.way(), /not proven/);
  assert.equal(page.path, "/old/");
});

test("a stranger is told the name of the page and a nonce, and nothing that proves anything", async (t) => {
  const seen = [];
  await serve(t, (address, said) => (seen.push({ address, said }), { status: 404 }));
  assert.equal(await new Reconnect(TOLD, "/old/").way(), null);
  assert.deepEqual(seen.map(({ address, said }) => [address, Object.keys(said).sort()]), [["/resume", ["id", "nonce"]]]);
});

test("what is locked for this tab is opened by it, and by no other", async () => {
  const page = new Reconnect(TOLD, "/");
  const locked = await page.lock("Sunday, 14:00");
  assert.equal(await page.unlock(locked), "Sunday, 14:00");
  assert.doesNotMatch(Buffer.from(locked, "hex").toString("latin1"), /Sunday/);
  await assert.rejects(new Reconnect({ ...TOLD, tab: "0e".repeat(32) }, "/").unlock(locked));
});

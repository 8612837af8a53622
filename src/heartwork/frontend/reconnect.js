// How this page comes back to a heartwork that was started again; the other side is server/resume.py.
//
// Paths and cookies are new at each start. While nobody answers, somebody else may listen at the port: only one fixed
// address is asked, without a cookie, and nothing that is said there helps whoever hears it. Who answers must prove that
// they have the key of this page, which only its script and the server know, before anything else is asked or sent.
import { fetchWithin } from "./requests.js";

const ASKED = "/resume";
const PATIENCE = 5000; // ms for an answer
const NONCE = 12; // bytes of chance before what is locked

/** @type {(hex: string) => Uint8Array<ArrayBuffer>} */
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (two) => parseInt(two, 16));
/** @type {(some: Uint8Array) => string} */
const hex = (some) => Array.from(some, (one) => one.toString(16).padStart(2, "0")).join("");
/** @type {(length: number) => Uint8Array<ArrayBuffer>} */
const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
const subtle = globalThis.crypto?.subtle;

export class Reconnect {
  /**
   * @param {{ id: string, secret: string, tab: string, port: number, start: string }} told what the server told this page
   * @param {string} path where its pages are
   */
  constructor(told, path) {
    this.told = told;
    this.path = path;
    this.library = subtle ? null : import("./hmac.js"); // now: later there may be nobody to ask for it
  }

  /**
   * Who answers now: "same" is this start, "new" a later one that knows this page, "stranger" one that does not.
   *
   * @returns {Promise<{ who: "stranger" } | { who: "same" | "new", nonce: string, answer: string }>}
   */
  async who() {
    const nonce = hex(chance(24));
    const said = await this.ask({ nonce });
    if (!said) return { who: "stranger" };
    const { answer, start, proof } = said;
    if (proof !== (await this.proof("server", nonce, answer, this.told.port, start))) return { who: "stranger" };
    return { who: start === this.told.start ? "same" : "new", nonce, answer };
  }

  /** Where to ask for pages now, with the cookies for it; null where somebody answers who does not know this page. */
  async way() {
    const said = await this.who();
    if (said.who === "stranger") return null;
    if (said.who === "new") {
      const { nonce, answer } = said;
      // The cookies come with this answer; none of ours is sent along, as none has this path.
      const proven = { nonce, answer, proof: await this.proof("page", nonce, answer, this.told.port) };
      const way = await this.ask(proven, { credentials: "same-origin" });
      if (!way || way.proof !== (await this.proof("path", nonce, answer, way.path))) throw new Error("not proven");
      this.path = way.path;
    }
    return this.path;
  }

  /**
   * @param {Record<string, string>} said
   * @param {RequestInit} [more]
   */
  async ask(said, more = {}) {
    const answer = await fetchWithin(PATIENCE, ASKED, {
      method: "POST", body: JSON.stringify({ id: this.told.id, ...said }),
      credentials: "omit", redirect: "error", referrerPolicy: "origin", ...more,
    });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    return answer.json();
  }

  /** @param {...(string | number)} said */
  async proof(...said) {
    const secret = bytes(this.told.secret), words = new TextEncoder().encode(said.join("|"));
    if (!subtle) return hex((await /** @type {Promise<typeof import("./hmac.js")>} */ (this.library)).hmacSha256(secret, words));
    const key = await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    return hex(new Uint8Array(await subtle.sign("HMAC", key, words)));
  }

  /**
   * Words that stay in this tab while the page is loaded again: whoever listens at the port then cannot read them.
   *
   * @param {string} words
   */
  async lock(words) {
    const iv = chance(NONCE);
    const locked = await subtle.encrypt({ name: "AES-GCM", iv }, await this.tab(), new TextEncoder().encode(words));
    return hex(iv) + hex(new Uint8Array(locked));
  }

  /** @param {string} locked */
  async unlock(locked) {
    const all = bytes(locked);
    const words = await subtle.decrypt({ name: "AES-GCM", iv: all.subarray(0, NONCE) }, await this.tab(), all.subarray(NONCE));
    return new TextDecoder().decode(words);
  }

  tab() {
    return subtle.importKey("raw", bytes(this.told.tab), "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}

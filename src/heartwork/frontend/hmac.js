// For browsers that make no HMAC themselves: they do so only for this computer's own pages, and over https.
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

/** @type {(key: Uint8Array, words: Uint8Array) => Uint8Array} */
export const hmacSha256 = (key, words) => hmac(sha256, key, words);

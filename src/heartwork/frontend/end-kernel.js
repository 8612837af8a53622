// A page that is left tells the server, so that its kernel need not wait for it.
import { xsrf } from "./requests.js";

export function goodbye(base, kernelId) {
  const address = `${base}voila/api/shutdown/${kernelId}`;
  // A beacon can carry no header, so the key goes along as a field; here as there.
  const body = new URLSearchParams({ _xsrf: xsrf() });
  try {
    // Both are sent even when the page is gone already. Some browsers have no beacons, and some only say that they sent
    // one, so it is asked for only where a request cannot outlive its page.
    const outlives = typeof Request === "function" && "keepalive" in Request.prototype;
    if (!outlives && navigator.sendBeacon?.(address, body)) return;
    fetch(address, { method: "POST", body, keepalive: true }).catch(() => {});
  } catch {
    // The server ends a kernel that nobody asks for, in time.
  }
}

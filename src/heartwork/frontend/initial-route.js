// A page tells the server where it is going to be, and whether it has room for wide pictures, while its kernel is still being started: then that page is made first.
//
// The part of an address after # is not sent along with it. The kernel waits for this a moment, and no longer: when it
// comes too late, main.js asks the kernel for its place.
(() => {
  const { to } = document.currentScript.dataset;
  const read = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text; // not written as addresses and cookies are: no place, and no key, of ours
    }
  };
  let place = read(location.hash.slice(1));
  if (/^(help|steady|hw-.*)$/.test(place)) place = ""; // these are in the page itself
  // As requests.js does; but this one stands by itself, so that it is there first.
  const key = document.documentElement.dataset.key || "";
  fetch(to, { method: "POST", body: new URLSearchParams({ _xsrf: key, place, wide: innerWidth >= 752 ? "1" : "" }) }).catch(() => {});
})();

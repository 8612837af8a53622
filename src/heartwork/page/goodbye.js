// A page that is left tells the server, so that its kernel need not wait for it.
export function goodbye(base, kernelId) {
  const key = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/)?.[1] ?? "";
  // A beacon is sent even when the page is gone already; it can carry no header, so the key goes along as a field.
  navigator.sendBeacon(`${base}voila/api/shutdown/${kernelId}`, new URLSearchParams({ _xsrf: decodeURIComponent(key) }));
}

// Of @jupyterlab/coreutils what a connection to a kernel asks for, by the addresses that every browser can take apart.

/** What the server tells a page of Jupyter's; empty where it says nothing. */
function option(name) {
  const told = document.getElementById("jupyter-config-data")?.textContent;
  return String((told ? JSON.parse(told) : document.body.dataset)[name] ?? "");
}
const whole = (address) => new URL(address, location.href);

export const URLExt = {
  getHostName: (address) => whole(address).hostname,
  normalize: (address) => address && whole(address).href,
  join(first, ...rest) {
    const { protocol, host, pathname } = whole(first);
    return `${protocol}//${host}${[pathname, ...rest].join("/").replace(/\/{2,}/g, "/")}`;
  },
};

export const PageConfig = {
  getOption: option,
  getToken: () => option("token"),
  getBaseUrl: () => URLExt.normalize(option("baseUrl") || "/"),
  getWsUrl: () => URLExt.normalize(option("wsUrl")) || PageConfig.getBaseUrl().replace(/^http/, "ws"),
};

// What the bundle and its libraries ask of a browser, and the oldest ones that open these pages do not have, or that
// something took away (an extension, a setting). Loaded before all else, so that nothing after it has to ask.
//
// The oldest browsers: Chrome and Edge 88, Firefox 78, Safari 14.1 (build.mjs, README.md). `npm run oldest` lists what
// is younger than they are; tests/browser/test_oldest_browsers.py takes all of it away, and the pages go on.
(() => {
  const give = (owner, functions) => {
    for (const name of Object.keys(functions)) {
      if (owner && typeof owner[name] !== "function")
        Object.defineProperty(owner, name, { value: functions[name], configurable: true, writable: true });
    }
  };
  const place = (list, index) => (index < 0 ? list.length + index : index);
  const at = function (index) {
    return this[place(this, Math.trunc(index) || 0)];
  };
  const lastOf = (list, fits, itself) => {
    let index = list.length - 1;
    while (index >= 0 && !fits.call(itself, list[index], index, list)) index--;
    return index;
  };

  give(Array.prototype, {
    at,
    findLast(fits, itself) {
      return this[lastOf(this, fits, itself)];
    },
    findLastIndex(fits, itself) {
      return lastOf(this, fits, itself);
    },
    flatMap(make, itself) {
      return [].concat(...this.map(make, itself));
    },
  });
  give(String.prototype, {
    at,
    replaceAll(what, by) {
      if (what instanceof RegExp) return this.replace(what, by);
      return String(this).split(what).join(typeof by === "function" ? by(what) : by);
    },
  });
  give(Object, {
    hasOwn: (of, name) => Object.prototype.hasOwnProperty.call(of, name),
    fromEntries: (entries) => {
      const made = {};
      for (const [name, value] of entries) made[name] = value;
      return made;
    },
  });
  give(Promise, {
    allSettled: (all) =>
      Promise.all([...all].map((one) =>
        Promise.resolve(one).then((value) => ({ status: "fulfilled", value }), (reason) => ({ status: "rejected", reason })))),
    any: (all) => new Promise((resolve, reject) => {
      let left = 0;
      for (const one of all) {
        left++;
        Promise.resolve(one).then(resolve, () => --left || reject(new Error("All promises were rejected")));
      }
      if (!left) reject(new Error("All promises were rejected"));
    }),
  });
  give(window, {
    queueMicrotask: (act) => void Promise.resolve().then(act),
    requestIdleCallback: (act) => setTimeout(act, 50),
    cancelIdleCallback: (number) => clearTimeout(number),
    matchMedia: (media) => ({ media, matches: false, addEventListener() {}, removeEventListener() {} }),
    ResizeObserver: class {
      // Sizes are looked at twice a second: enough for a box that is to be as high as its words.
      constructor(told) {
        this.told = told;
        this.sizes = new Map();
        this.timer = setInterval(() => this.look(), 500);
      }
      observe(target) {
        this.sizes.set(target, "");
      }
      unobserve(target) {
        this.sizes.delete(target);
      }
      disconnect() {
        this.sizes.clear();
        clearInterval(this.timer);
      }
      look() {
        const changed = [...this.sizes].filter(([target, before]) => {
          const { width, height } = target.getBoundingClientRect();
          this.sizes.set(target, `${width} ${height}`);
          return before !== `${width} ${height}`;
        });
        if (changed.length) this.told(changed.map(([target]) => ({ target, contentRect: target.getBoundingClientRect() })), this);
      }
    },
  });
  window.CSS = window.CSS || {};
  give(window.CSS, {
    supports: () => false,
    // More than has to be is escaped; the meaning is the same.
    escape: (name) => String(name).replace(/[^\w\u0080-\uffff]|^\d/g, (one) => `\\${one.charCodeAt(0).toString(16)} `),
  });
  give(window.performance, { mark() {}, measure() {}, getEntriesByType: () => [], getEntriesByName: () => [], now: () => Date.now() });
  const replaceChildren = function (...children) {
    while (this.lastChild) this.lastChild.remove();
    this.append(...children);
  };
  give(DocumentFragment.prototype, { replaceChildren });
  give(Element.prototype, {
    replaceChildren,
    checkVisibility() {
      return this.getClientRects().length > 0 && getComputedStyle(this).display !== "none";
    },
    toggleAttribute(name, there = !this.hasAttribute(name)) {
      if (there) this.setAttribute(name, "");
      else this.removeAttribute(name);
      return there;
    },
  });
})();

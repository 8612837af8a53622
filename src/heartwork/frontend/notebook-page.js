// In a page that is not ours (JupyterLab, Notebook, Voila's own template): a bar with the ways out, always in sight
// however far the notebook is scrolled, and Shift three times wherever the focus is.
//
// Our own page has its own header and frontend/leave.js; it is bundled without this file.

const PATIENCE = 400; // ms that leaving waits for what was typed to be on the disk; the page is blank by then
const WITHIN = 5000; // ms in which Shift is pressed three times

const PAUSE = 3000; // ms between two questions whether it is there
const ANSWER = 4000; // ms in which a kernel that is there and has nothing else to do tells what a part shows

/**
 * A part's model, with what it shows. That is no state of the widget, which JupyterLab and others keep in files: it is
 * asked for, and told by message.
 *
 * @returns a promise of something that can be read and heard like the model.
 */
export function asked({ model, el }, _) {
  const told = {}, hearing = new Map();
  const proxy = {
    get: (name) => (name in told ? told[name] : model.get(name)),
    send: (...what) => model.send(...what),
    on: (names, callback) => {
      for (const name of names.split(" "))
        if (name.startsWith("change:")) hearing.set(name, [...(hearing.get(name) ?? []), callback]);
        else model.on(name, callback);
    },
  };
  return new Promise((resolve) => {
    const words = document.createElement("p");
    const late = setTimeout(() => {
      if (model.get("part") !== "place") return; // one of each page says it
      el.classList.add("hw");
      words.textContent = _("This page is not open any more. Run this cell again: what you wrote is kept, and comes back.");
      el.append(words);
    }, ANSWER);
    if (model.get("part") === "place") keepAsking(model, el);
    model.on("msg:custom", ({ type, state }) => {
      if (type !== "told") return;
      clearTimeout(late);
      words.remove();
      const changed = Object.keys(state).filter((name) => JSON.stringify(told[name]) !== JSON.stringify(state[name]));
      Object.assign(told, state);
      resolve(proxy);
      for (const name of changed) for (const callback of hearing.get(`change:${name}`) ?? []) callback();
    });
    model.send({ type: "ask" });
  });
}

const silent = new Set(); // the pages whose kernel does not answer
const heard = new Set(); // called when that has changed

/** Ask now and then, where somebody is at work, whether the kernel that made a page is still there. */
function keepAsking(model, el) {
  // biome-ignore lint/correctness/noUnusedVariables: `later ||=` reads it
  let asked = 0, due = 0, later = 0;
  const answers = (does) => {
    if (does) silent.delete(el);
    else if (el.isConnected) silent.add(el);
    for (const one of heard) one();
  };
  model.on("msg:custom", ({ type }) => {
    if (type !== "there" && type !== "told") return;
    clearTimeout(due);
    due = 0;
    answers(true);
  });
  const ask = () => {
    later = 0;
    if (!el.isConnected) return;
    asked = Date.now();
    due ||= setTimeout(() => ((due = 0), answers(false)), ANSWER);
    try {
      model.send({ type: "there?" });
    } catch {
      // There is no connection, and so there will be no answer.
    }
  };
  // Whoever types within the pause is answered after it: the kernel may have gone just then.
  const atWork = ({ target }) => {
    if (el.isConnected && target.closest?.(".hw-page")?.contains(el)) later ||= setTimeout(ask, Math.max(0, asked + PAUSE - Date.now()));
  };
  for (const name of ["focusin", "input"]) document.addEventListener(name, atWork);
}

/** @param kit what the bar needs of the kit: h, _, flush, drop, waiting, places, front, saying, listen. */
export function bar(kit) {
  const { h, _ } = kit;
  let line = null, pages = 0, leaving = false;

  /** Blank at once. What was typed is sent, what is on the screen is closed in the kernel too, and then it is gone. */
  function leaveNow() {
    if (leaving) return;
    leaving = true;
    document.documentElement.style.display = "none";
    document.title = "";
    kit.flush();
    for (const { model } of kit.places) {
      try {
        model.send({ type: "left" });
      } catch {
        // No connection: there is nothing to close.
      }
    }
    const until = Date.now() + PATIENCE;
    (function look() {
      if ((kit.waiting.size || kit.places.size) && Date.now() < until) return setTimeout(look, 20);
      kit.drop();
      // Opened anew, a document loses all its listeners: nobody asks whether to stay, as JupyterLab does where a
      // notebook is not saved.
      document.open();
      document.close();
      location.replace("about:blank");
    })();
  }

  let times = [];
  function pressed(event) {
    if (!pages) return;
    if (event.key !== "Shift") times = [];
    else if (!event.repeat) times = [...times, Date.now()].filter((time) => Date.now() - time < WITHIN);
    if (times.length === 3) leaveNow();
  }
  addEventListener("keydown", pressed, true);
  // A document in a frame of its own hears its keys alone. One that belongs to another site cannot be listened to.
  const framed = new WeakSet();
  addEventListener("blur", () => setTimeout(() => {
    const frame = document.activeElement;
    try {
      if (frame?.tagName !== "IFRAME" || framed.has(frame.contentWindow)) return;
      frame.contentWindow.addEventListener("keydown", pressed, true);
      framed.add(frame.contentWindow);
    } catch {
      // Another site's.
    }
  }));

  /** Help comes with the page, so that it is there without a kernel. */
  function help() {
    kit.flush();
    const given = kit.front()?.model.get("language")?.help;
    const dialog = h("dialog", { class: "hw hw-dialog", "aria-label": _("Help"), onclose: () => dialog.remove() });
    const close = h("button", { type: "button", class: "hw-button hw-second", onclick: () => dialog.close() }, _("Back to where you were"));
    const read = h("div");
    read.innerHTML = given ?? ""; // made and cleaned in the kernel
    read.querySelector("[data-back]")?.remove();
    for (const link of read.querySelectorAll('a[href^="http"]')) Object.assign(link, { target: "_blank", rel: "noreferrer" });
    read.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      const to = read.querySelector(link.getAttribute("href"));
      if (to) return to.scrollIntoView();
      dialog.close();
      kit.front()?.go(link.getAttribute("href").slice(1));
    });
    dialog.append(close, read);
    dialog.addEventListener("keydown", (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
  }

  function show() {
    const said = h("span", { "aria-hidden": "true" }); // spoken by the status line of each page
    const button = (label, act) => h("button", { type: "button", class: "hw-quiet", onclick: act }, label);
    const leave = h("a", { href: "about:blank", class: "hw-leave", rel: "noreferrer", onclick: (event) => { event.preventDefault(); leaveNow(); } }, _("Leave now"));
    line = h("div", { class: "hw hw-bar" }, leave, button(_("Help"), help), button(_("Home"), () => kit.front()?.go("home")), said);
    const draw = () => {
      const front = kit.front(), now = front ? kit.saying(front.desk) : "";
      if (said.textContent !== now) said.textContent = now;
    };
    const alarm = h("p", { class: "hw hw-bar-alert", role: "alert", hidden: true });
    const hear = () => {
      const gone = [...silent].some((one) => one.isConnected);
      if (alarm.hidden !== gone) return;
      alarm.hidden = !gone;
      alarm.textContent = gone ? _("The kernel does not answer. What you typed is still here. If the kernel was restarted or ended, run its cell again: what you typed comes back, and is saved.") : "";
    };
    heard.add(hear);
    kit.listen(draw);
    kit.listen(hear);
    draw();
    document.body.prepend(alarm);
    line.addEventListener("hw-gone", () => alarm.remove());
    document.body.prepend(line);
  }

  /** One bar for all pages of a window; it goes with the last. */
  return () => {
    if (!pages++) show();
    return () => {
      if (--pages) return;
      line.dispatchEvent(new Event("hw-gone"));
      line.remove();
    };
  };
}

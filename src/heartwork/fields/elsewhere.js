// In a page that is not ours (JupyterLab, Notebook, Voila's own template): a bar with the ways out, always in sight
// however far the notebook is scrolled, and Shift three times wherever the focus is.
//
// Our own page has its own header and page/leave.js; it is bundled without this file.

const PATIENCE = 400; // ms that leaving waits for what was typed to be on the disk; the page is blank by then
const WITHIN = 5000; // ms in which Shift is pressed three times

/** @param kit what the bar needs of the kit: h, _, flush, drop, waiting, places, front, saying, listen. */
export default (kit) => {
  const { h, _ } = kit;
  let bar = null, pages = 0, leaving = false;

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
    bar = h("div", { class: "hw hw-bar" }, leave, button(_("Help"), help), button(_("Home"), () => kit.front()?.go("home")), said);
    const draw = () => {
      const front = kit.front(), now = front ? kit.saying(front.desk) : "";
      if (said.textContent !== now) said.textContent = now;
    };
    kit.listen(draw);
    draw();
    document.body.prepend(bar);
  }

  /** One bar for all pages of a window; it goes with the last. */
  return () => {
    if (!pages++) show();
    return () => {
      if (--pages) return;
      bar.remove();
    };
  };
};

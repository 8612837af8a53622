// The page that comes next, made while the person is on this one: its views stand outside the document until it is
// turned to. Then the box that shows pages takes them, instead of making its own.

const FIRST = 3000; // ms after a page was opened: until then others may be opening theirs
const REST = 1000; // ms in which nothing is to be saved
const LATE = 2000; // ms after which a browser that always has something to do goes on nevertheless

/** A moment in which the browser has nothing to do. Safari cannot say when that is. */
const idle = () =>
  new Promise((resolve) => (window.requestIdleCallback ? requestIdleCallback(resolve, { timeout: LATE }) : setTimeout(resolve, 50)));

/** Views that nobody sees yet, of the models that the kernel names. */
export class Ahead {
  constructor(manager) {
    this.manager = manager;
    this.views = new Map(); // promises of views, by the id of the model
    this.named = [];
  }

  /** Make the views of these models, one at a time; those of others are not wanted any more. */
  async make(ids) {
    this.named = ids;
    for (const id of [...this.views.keys()].filter((one) => !ids.includes(one))) this.drop(id);
    for (const id of ids) {
      await idle();
      const wanted = this.named === ids && !this.views.has(id) && this.manager.has_model(id);
      const model = wanted && (await this.manager.get_model(id));
      if (this.named !== ids) return; // others are, or the page is being turned
      if (model) this.views.set(id, this.manager.create_view(model, { ahead: true }));
    }
    await Promise.all(this.views.values());
    if (this.views.size) performance.mark("ahead");
  }

  /** The view of a model, if there is one: it is nobody's no longer. */
  take({ model_id }) {
    const view = this.views.get(model_id);
    if (this.named.includes(model_id)) this.named = []; // the page is turned: what is not made yet, the box makes
    this.views.delete(model_id);
    return view?.then((one) => (one.arrive?.(), one));
  }

  drop(id) {
    this.views.get(id).then((view) => view.remove());
    this.views.delete(id);
  }

  clear() {
    this.make([]);
  }
}

/**
 * Ask for the next page whenever this one is at rest: it was shown, and what was written in it is saved.
 *
 * @param ask asks the kernel; whether it could.
 * @returns what to call when a page was opened.
 */
export function askAtRest(kit, ask) {
  let timer = 0, news = false;
  const soon = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await idle();
      if (!news || kit.waiting.size || document.hidden) return; // each of them is followed by a call of this
      if (ask()) news = false;
      else soon(REST);
    }, pause);
  };
  const shown = (pause = REST) => {
    news = true;
    soon(pause);
  };
  document.addEventListener("heartwork:arrived", () => shown());
  document.addEventListener("visibilitychange", () => news && soon(REST));
  kit.listen(() => {
    if (kit.waiting.size) news = true;
    else if (news) soon(REST);
  });
  return () => shown(FIRST);
}

// Widgets of one kernel: models from its state, views where the page has room for them.
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { BoxModel, BoxView, HBoxModel, HBoxView, VBoxModel, VBoxView } from "@jupyter-widgets/controls/lib/widget_box.js";
import { Widget } from "@lumino/widgets";
import kinds from "kinds";
import { kit } from "./parts.js";
import { Ahead } from "./prerender.js";

const VIEW = { _view_module: "heartwork", _view_name: "PartView" };
const boxes = { BoxModel, BoxView, HBoxModel, HBoxView, VBoxModel, VBoxView };

/** A part of ours: its code is in this bundle, so that nothing is loaded for it. */
class PartModel extends base.DOMWidgetModel {
  initialize(attributes, options) {
    super.initialize(attributes, options);
    // What it shows is no state of the widget, which others might keep: it is told by message, or with its making.
    this.known = new Promise((resolve) => (this.resolve = resolve));
    if ("shown" in attributes || attributes.part === "kit") this.resolve(); // the kit has nothing to tell
    this.on("msg:custom", ({ type, state }) => type === "told" && (this.set_state(state), this.resolve()));
  }
  /** The kernel says "anywidget" whenever it sends a whole state; here the view is always ours. */
  get(name) {
    return VIEW[name] ?? super.get(name);
  }
}
class PartView extends base.DOMWidgetView {
  render() {
    super.render();
    const { model } = this;
    if (model.get("part") === "field" && !kinds[model.get("kind")])
      return kit.put(this.el, kit._("Part of this page did not load. Try loading the page again; what you wrote is kept."));
    const on = (names, callback) => model.on(names, callback, this);
    const proxy = { get: (name) => model.get(name), set: (...what) => model.set(...what), save_changes: () => model.save_changes(), send: (...what) => model.send(...what), on };
    const ahead = this.options.ahead && new Promise((resolve) => (this.arrive = resolve));
    try {
      this.cleanup = kit.render({ model: proxy, el: this.el, ahead });
    } catch (error) {
      console.error(`The part "${model.get("part")}" cannot be shown:`, error); // the page stands without it
    }
  }
  remove() {
    this.model.off(null, null, this);
    this.cleanup?.();
    return super.remove();
  }
}

// A page may be turned again before all its views are there. What was taken away meanwhile hears no more: the library
// would look for its view, and stumble.
for (const { prototype } of [base.JupyterLuminoWidget, base.JupyterLuminoPanelWidget]) {
  const { processMessage } = prototype;
  prototype.processMessage = function (message) {
    if (!this.isDisposed) processMessage.call(this, message);
  };
}

export class Manager extends ManagerBase {
  constructor(kernel) {
    super();
    this.kernel = kernel;
    this.ahead = new Ahead(this);
    kernel.registerCommTarget(this.comm_target_name, (comm, message) => this.handle_comm_open(new base.shims.services.Comm(comm), message));
  }

  /** Everything the kernel has made so far: as it came with the page, or else by asking. */
  async restore(states) {
    const came = Object.entries(states?.state ?? {});
    if (!came.length || came.some(([, { buffers }]) => buffers)) {
      await this._loadFromKernel();
      const made = await Promise.all(Object.values(this._models));
      for (const model of made) if (model.known && !("shown" in model.attributes) && model.get("part") !== "kit") model.send({ type: "ask" });
      await Promise.all(made.map((model) => model.known));
      this.kernel.widgetsKnown = true; // there may be none yet
      return;
    }
    const comms = await Promise.all(came.map(([id]) => this._create_comm(this.comm_target_name, id)));
    // All are known by their names before any is made: one may be inside another.
    await Promise.all(came.map(([model_id, { state, ...model }], n) => this.new_model({ ...model, model_id, comm: comms[n] }, state)));
  }

  /** Parts of ours are anywidgets everywhere else; here they need no module of their own. */
  _make_model(options, state = {}) {
    if (!state._anywidget_id?.startsWith("heartwork.")) return super._make_model(options, state);
    const { _esm, _css, ...rest } = state;
    return super._make_model({ ...options, model_module: "heartwork", model_name: "PartModel" }, rest);
  }

  async loadClass(name, module) {
    if (module === "heartwork") return { PartModel, PartView }[name];
    if (module === "@jupyter-widgets/base") return base[name];
    if (module === "@jupyter-widgets/controls" && boxes[name]) return boxes[name];
    const plain = await import("./author-widgets.js");
    const modules = { "@jupyter-widgets/controls": plain.controls, "@jupyter-widgets/output": plain.outputs, anywidget: plain.anywidget };
    const found = (await modules[module])?.[name];
    if (!found) throw new Error(`There is no ${name} of ${module} here.`);
    return found;
  }

  /** A view; one that was made ahead is taken before another is made. */
  create_view(model, options = {}) {
    const there = !options.ahead && this.ahead.take(model);
    if (there || model.get("part") !== "field" || kinds[model.get("kind")]) return there || super.create_view(model, options);
    return import("later").catch(() => {}).then(() => super.create_view(model, options)); // the view says what did not come
  }

  /** What is told of a widget that is made comes along beside its state. */
  handle_comm_open(comm, message) {
    const { data } = message.content;
    Object.assign(data.state, data.told);
    return super.handle_comm_open(comm, message);
  }

  /** Put the view of a model into an element; what was in it goes. */
  async show(id, element) {
    const model = await this.get_model(id);
    const view = await this.create_view(model);
    element.replaceChildren();
    Widget.attach(view.luminoWidget, element);
    return view;
  }

  /** Hear every message that answers to one request; `dispose` ends it. */
  capture(id, heard) {
    const hook = (message) => (heard(message), false);
    this.kernel.registerMessageHook(id, hook);
    return { dispose: () => this.kernel.removeMessageHook(id, hook) };
  }

  async _create_comm(name, id, data, metadata, buffers) {
    const comm = this.kernel.createComm(name, id);
    if (name === this.comm_target_name) this.kernel.widgetsKnown = true; // all are made now that the kernel has until here
    if (data || metadata) comm.open(data, metadata, buffers);
    return new base.shims.services.Comm(comm);
  }

  async _get_comm_info() {
    const { content } = await this.kernel.requestCommInfo({ target_name: this.comm_target_name });
    return content.status === "ok" ? content.comms : {};
  }
}

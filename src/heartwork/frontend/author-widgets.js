// An author's own ipywidgets and anywidgets, and captured output: loaded only when a page has them.
import * as base from "@jupyter-widgets/base";
import * as controls from "@jupyter-widgets/controls";
import * as output from "@jupyter-widgets/output";
import DOMPurify from "dompurify";
import { bring } from "./sanitize.js";

bring(DOMPurify);

export { controls };

/** anywidget's published module is written for AMD; this is the `define` it asks for. */
export const anywidget = new Promise((resolve) => {
  globalThis.define = (_, make) => resolve(make(base));
  import("anywidget").finally(() => delete globalThis.define);
});

/** Output: what a cell or a callback prints while it is captured. */
class OutputModel extends output.OutputModel {
  initialize(attributes, options) {
    super.initialize(attributes, options);
    this.hook = null;
    this.listenTo(this, "change:msg_id", this.capture);
    this.capture();
  }
  capture() {
    this.hook?.dispose();
    const id = this.get("msg_id");
    this.hook = id ? this.widget_manager.capture(id, (message) => this.add(message)) : null;
  }
  add({ header, content }) {
    if (header.msg_type === "clear_output") return this.put([]);
    const kinds = ["stream", "display_data", "execute_result", "error"];
    if (kinds.includes(header.msg_type)) this.put([...this.get("outputs"), { output_type: header.msg_type, ...content }]);
  }
  put(outputs) {
    this.set("outputs", outputs);
    this.save_changes();
  }
}

class OutputView extends output.OutputView {
  render() {
    super.render();
    this.listenTo(this.model, "change:outputs", this.draw);
    this.draw();
  }
  draw() {
    this.el.replaceChildren(...this.model.get("outputs").map((one) => this.one(one)));
  }
  one({ output_type, data = {}, text, ename, evalue }) {
    const made = document.createElement("div");
    const plain = (words) => {
      const pre = made.appendChild(document.createElement("pre"));
      pre.textContent = Array.isArray(words) ? words.join("") : words;
    };
    const view = data["application/vnd.jupyter.widget-view+json"];
    const image = ["image/png", "image/jpeg"].find((type) => data[type]);
    if (output_type === "stream") plain(text);
    else if (output_type === "error") plain(`${ename}: ${evalue}`);
    else if (view) this.model.widget_manager.show(view.model_id, made);
    else if (data["text/html"] || data["image/svg+xml"]) made.innerHTML = DOMPurify.sanitize([data["text/html"] ?? data["image/svg+xml"]].flat().join(""));
    else if (image) {
      const picture = made.appendChild(document.createElement("img"));
      picture.src = `data:${image};base64,${data[image]}`;
      picture.alt = [data["text/plain"] ?? ""].flat().join("");
    } else plain(data["text/plain"] ?? "");
    return made;
  }
}

export const outputs = { OutputModel, OutputView };

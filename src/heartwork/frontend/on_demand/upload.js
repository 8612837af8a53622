// A file that somebody brings: read in the browser and sent to the kernel as it is. Neither its name nor where it lay is.

export default function upload({ model, el }, { h, put, hide, unique }) {
  el.classList.add("hw", "hw-act");
  const id = unique();
  const word = h("p", { class: "hw-word", id: `${id}-word`, "aria-live": "polite" });
  const take = () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > model.get("largest")) return ((input.value = ""), put(word, model.get("large")));
    const reader = new FileReader();
    reader.onload = () => model.send({ type: "file", data: reader.result.split(",")[1] ?? "" });
    reader.readAsDataURL(file);
    input.value = ""; // so that the same file, once it is mended, can be chosen again
  };
  const input = h("input", { type: "file", id, class: "hw-input", "aria-describedby": word.id, onchange: take });
  const draw = () => {
    put(word, model.get("said"));
    hide(el, !model.get("shown"));
  };
  model.on("change:said change:shown", draw);
  draw();
  el.replaceChildren(h("label", { class: "hw-ask", for: id }, model.get("label")), input, word);
}

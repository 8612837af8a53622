// Letters that are being put together by an input method: its keys belong to it, and its control stays where it is.

/** A key that belongs to an input method: the Enter that ends a composition, its arrows, its Escape. */
const ofComposition = (event) => event.isComposing || event.keyCode === 229;
let composing = null; // the control in which letters are being put together
addEventListener("compositionstart", ({ target }) => (composing = target), true);
for (const name of ["compositionend", "blur"]) addEventListener(name, () => (composing = null), true);
// Before anything else hears of it, so that it acts nowhere.
addEventListener("keydown", (event) => ofComposition(event) && event.target.closest?.(".hw") && event.stopImmediatePropagation(), true);

/** Once no letters are being put together: until then the control stays where it is. */
export const composed = () =>
  new Promise((resolve) => {
    (function look() {
      if (!composing?.isConnected) resolve();
      else setTimeout(look, 100);
    })();
  });

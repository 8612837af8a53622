// How much room a picture has: the kernel draws it for a phone, or wide. It is told along with what is said anyway; only
// somebody who looks at a picture while the room changes (a tablet is turned) has it drawn once more.

const WIDE = 45; // rem: 720 px, or more in large print, as wide drawings are (charts/matplotlib_svg.py)
const QUIET = 250; // ms that the room stays as it is before anything is drawn anew

/** Whether there is room for a wide picture where this element is. */
export function roomy(el) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const own = document.body?.hasAttribute("data-heartwork"); // our own page, which gives a picture all of its width
  const room = own ? document.documentElement.clientWidth - 2 * rem : (el.closest(".hw-page") ?? el).clientWidth;
  return room >= WIDE * (own ? rem : 16);
}

/** Tell the kernel when a picture that is in sight was drawn for another room; what ends it. */
export function drawnFor(el, tell) {
  let later = 0;
  const look = () => {
    const page = el.closest(".hw-page");
    const picture = page?.querySelector("figure.hw-chart svg")?.closest("figure");
    if (picture?.getClientRects().length && picture.classList.contains("hw-chart-wide") !== roomy(el)) tell();
  };
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(look, QUIET);
  };
  addEventListener("resize", soon);
  return () => {
    clearTimeout(later);
    removeEventListener("resize", soon);
  };
}

// Leave now: a button, or Shift three times within five seconds. Without script the button is a plain link.
export function leaving({ leaveNow }) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-leave]")) return;
    event.preventDefault();
    leaveNow();
  });
  let times = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") times = [];
    else if (!event.repeat) times = [...times, event.timeStamp].filter((time) => event.timeStamp - time < 5000);
    if (times.length === 3) leaveNow();
  }, true);
}

// A browser without module scripts: it is told in plain words, before anything is written. The oldest of them read
// this, so it is written for them (`nomodule` in the template; newer browsers never ask for it).
(function () {
  function say() {
    var words = document.getElementById("hw-too-old");
    var waits = document.querySelectorAll(".hw-wait, #hw-slow, .hw-form");
    if (words) words.removeAttribute("hidden");
    for (var n = 0; n < waits.length; n++) waits[n].style.display = "none";
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", say);
  else say();
})();

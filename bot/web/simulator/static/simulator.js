"use strict";
// New texts come into view, a sent text leaves its box, and a phone that is being read stays where it is.
(function () {
  const last = new Map();

  function newest(screen) {
    const bubbles = screen.querySelectorAll(".bubble");
    return bubbles.length ? bubbles[bubbles.length - 1].dataset.id : "";
  }

  function arrive(animate) {
    document.querySelectorAll(".screen").forEach(function (screen) {
      const id = newest(screen);
      if (last.get(screen.id) === id) return;
      last.set(screen.id, id);
      screen.scrollTop = screen.scrollHeight;
      if (!animate) return;
      const bubble = screen.querySelector('[data-id="' + id + '"]');
      if (bubble) bubble.classList.add("new");
    });
  }

  document.addEventListener("DOMContentLoaded", function () { arrive(false); });
  document.addEventListener("htmx:afterSettle", function () { arrive(true); });
  function trouble(words) {
    document.getElementById("trouble").textContent = words;
  }

  document.addEventListener("htmx:responseError", function (event) { trouble("That did not work: " + event.detail.xhr.responseText.slice(0, 200)); });
  document.addEventListener("htmx:sendError", function () { trouble("The demo does not answer. Is it still running?"); });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.detail.elt;
    if (event.detail.successful && form.id !== "pulse") trouble("");
    if (form.matches && form.matches("form.compose") && event.detail.successful) form.querySelector("[name=body]").value = "";
  });
})();

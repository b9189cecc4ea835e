// Starts govuk-frontend, keeps the list fresh without swapping what has not changed, and prints.
const govuk = document.querySelector("script[data-govuk]")?.dataset.govuk;
document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(govuk).then((frontend) => frontend.initAll()).catch(() => document.body.classList.remove("govuk-frontend-supported"));

let seen = null;
document.body.addEventListener("htmx:configRequest", (event) => {
  if (seen && event.detail.elt.id === "now") event.detail.headers["If-None-Match"] = seen;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt.id !== "now") return;
  const stale = document.getElementById("stale");
  if (stale) stale.hidden = event.detail.xhr.status === 200 || event.detail.xhr.status === 304;
  if (event.detail.xhr.status === 200) seen = event.detail.xhr.getResponseHeader("ETag");
});
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

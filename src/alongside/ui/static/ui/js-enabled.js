// Loaded before anything is drawn, so that what needs JavaScript does not jump into place.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

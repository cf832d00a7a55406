// Enhances what already works without this file. Nothing here is about one page.
import { initAll } from "./built/govuk-frontend.min.js";

initAll();

// Parts that htmx has put into the page are enhanced like the rest.
document.body.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.target });
});

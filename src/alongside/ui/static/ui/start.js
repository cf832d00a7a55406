// Enhances what already works without this file. Nothing here is about one page.
import { initAll } from "./built/govuk-frontend.min.js";

initAll();

// Parts that htmx has put into the page are enhanced like the rest.
document.body.addEventListener("htmx:afterSettle", (event) => {
  initAll({ scope: event.target });
  showCopyButtons(event.target);
});

// A button with data-copy="id" copies the text of the element with that id.
function showCopyButtons(scope) {
  if (!navigator.clipboard) return;
  for (const button of scope.querySelectorAll("button[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const source = document.getElementById(button.dataset.copy);
      const said = document.getElementById(`${button.dataset.copy}-said`);
      try {
        await navigator.clipboard.writeText(source.value ?? source.textContent);
        said.textContent = button.dataset.copied;
      } catch {
        source.select?.();
        said.textContent = button.dataset.copyFailed;
      }
    });
  }
}

showCopyButtons(document);

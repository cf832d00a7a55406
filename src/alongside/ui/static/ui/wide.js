// Filters are folded; beside the results of a wide screen they stand open.
if (window.matchMedia("(min-width: 48.0625em)").matches) {
  for (const panel of document.querySelectorAll("details[data-open-when-wide]")) {
    panel.open = true;
  }
}

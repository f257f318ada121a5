// A dialog in the page becomes a modal one. htmx 2 and htmx 4 name the event after a swap differently.
function showDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]:not(:modal)")) {
    dialog.close();
    dialog.showModal();
  }
}

for (const event of ["DOMContentLoaded", "htmx:afterSettle", "htmx:after:settle"]) {
  document.addEventListener(event, showDialogs);
}

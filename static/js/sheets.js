// Self-inspection: a note opens where a reason is needed.
(() => {
  "use strict";
  document.addEventListener("change", (event) => {
    const opened = event.target.getAttribute("data-opens");
    if (!opened || !event.target.checked) return;
    const note = document.getElementById(opened);
    note.open = true;
    const field = note.querySelector("input");
    if (!field.value) field.focus();
  });
})();

// Self-inspection: a note opens where a reason is needed, a ready text goes to the clipboard.
(() => {
  "use strict";
  const hq = window.hq;

  document.addEventListener("change", (event) => {
    const opened = event.target.getAttribute("data-opens");
    if (!opened || !event.target.checked) return;
    const note = document.getElementById(opened);
    note.open = true;
    const field = note.querySelector("input");
    if (!field.value) field.focus();
  });

  function copied(field) {
    hq.toast("催办文字已复制，可以粘贴到科室联络群。");
    field.setSelectionRange(0, 0);
  }

  // The clipboard of the browser needs https; an intranet often has none, so the old way is the second one.
  function copy(field) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(() => {
        copied(field);
      });
      return;
    }
    field.focus();
    field.select();
    if (document.execCommand("copy")) copied(field);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    copy(document.getElementById(button.getAttribute("data-copy")));
  });
})();

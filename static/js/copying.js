// A ready text goes to the clipboard: a button with data-copy names the field, data-copied says what was done.
(() => {
  "use strict";
  const hq = window.hq;

  // The clipboard of the browser needs https; an intranet often has none, so the old way is the second one.
  function copy(field, done) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(done);
      return;
    }
    field.focus();
    field.select();
    if (document.execCommand("copy")) done();
    field.setSelectionRange(0, 0);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    copy(document.getElementById(button.getAttribute("data-copy")), () => {
      hq.toast(button.getAttribute("data-copied") || "已复制，可以粘贴了。");
    });
  });
  hq.onLoad((root) => {
    hq.all(root, "[data-copy][hidden]").forEach((button) => {
      button.hidden = false;
    });
  });
})();

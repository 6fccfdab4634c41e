// Self-inspection: a note opens where a reason is needed, a ready text goes to the clipboard.
(function () {
  "use strict";
  var hq = window.hq;

  document.addEventListener("change", function (event) {
    var opened = event.target.getAttribute("data-opens");
    if (!opened || !event.target.checked) return;
    var note = document.getElementById(opened);
    note.open = true;
    var field = note.querySelector("input");
    if (!field.value) field.focus();
  });

  function copied(field) {
    hq.toast("催办文字已复制，可以粘贴到科室联络群。");
    field.setSelectionRange(0, 0);
  }

  // The clipboard of the browser needs https; an intranet often has none, so the old way is the second one.
  function copy(field) {
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(function () { copied(field); });
      return;
    }
    field.focus();
    field.select();
    if (document.execCommand("copy")) copied(field);
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    copy(document.getElementById(button.getAttribute("data-copy")));
  });
})();

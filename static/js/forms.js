// Forms: the first error has the focus, nothing is sent twice, nobody leaves with unsaved words by accident.
(() => {
  "use strict";
  const hq = window.hq;

  function mark(label) {
    const input = label.querySelector("input");
    label.classList.toggle("hq-picked", Boolean(input?.checked));
  }
  function markAll(root) {
    hq.all(root, ".hq-pick label").forEach(mark);
  }

  // A list or a calendar that opens by itself would cover the words that say what is wrong.
  function focusQuietly(field) {
    const list = field.tomselect;
    if (list) {
      list.settings.openOnFocus = false;
      list.focus();
      setTimeout(() => {
        list.settings.openOnFocus = true;
      }, 100);
      return;
    }
    field.focus({ preventScroll: true });
    if (field._flatpickr) field._flatpickr.close();
  }

  function focusFirstError(root) {
    const summary = root.querySelector("[data-first-error]");
    const field = root.querySelector(".hq-field-bad");
    const target = summary || field?.querySelector("input:not([type=hidden]), select, textarea");
    if (!target) return;
    focusQuietly(target);
    (summary || field).scrollIntoView({ block: "center" });
  }

  function release(form) {
    form.removeAttribute("data-sending");
    hq.all(form, "[data-held]").forEach((button) => {
      button.disabled = false;
      button.removeAttribute("data-held");
      button.removeAttribute("aria-busy");
    });
  }

  function hold(form) {
    form.setAttribute("data-sending", "");
    // Disabled only after the browser has put the pressed button's value into what it sends.
    setTimeout(() => {
      hq.all(form, "button:not([type=button]):not([disabled])").forEach((button) => {
        button.disabled = true;
        button.setAttribute("data-held", "");
        button.setAttribute("aria-busy", "true");
      });
    }, 0);
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-once]")) return;
      if (form.hasAttribute("data-sending")) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
      if (!event.defaultPrevented || form.closest("[hx-post], [hx-boost]")) hold(form);
    },
    true,
  );
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
  });

  // A field may stand outside its form and name it: <select form="…">.
  function changed(field) {
    const form = field.form || field.closest("form");
    if (form?.hasAttribute("data-unsaved")) form.setAttribute("data-changed", "");
  }
  document.addEventListener("input", (event) => {
    changed(event.target);
  });
  document.addEventListener("change", (event) => {
    const group = event.target.closest(".hq-pick");
    if (group) markAll(group);
    changed(event.target);
  });
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("form[data-changed]:not([data-sending])")) {
      event.preventDefault();
      event.returnValue = "";
    }
  });
  document.addEventListener("submit", (event) => {
    event.target.removeAttribute("data-changed");
  });

  // The summary's links lead to fields that a picker may have replaced.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".hq-errors a[href^='#']");
    if (!link) return;
    const field = document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    focusQuietly(field);
    (field.closest(".hq-field") || field).scrollIntoView({ block: "center" });
  });

  hq.onLoad((root) => {
    markAll(root);
    focusFirstError(root);
  });
})();

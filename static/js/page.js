// What every page needs: set-up of pieces (also of those that htmx brings in), menus, dialogs, alerts, search.
(() => {
  "use strict";
  const setUps = [];
  let ready = false;

  function setUp(root) {
    setUps.forEach((one) => {
      one(root);
    });
  }

  const hq = {
    // Runs `one(root)` for the page and again for every fragment that arrives later.
    onLoad: (one) => {
      setUps.push(one);
      if (ready) one(document);
    },
    all: (root, selector) => {
      const found = Array.prototype.slice.call(root.querySelectorAll(selector));
      if (root.matches?.(selector)) found.unshift(root);
      return found;
    },
    icon: (name) => {
      const mark = document.createElement("i");
      mark.className = `ti ti-${name}`;
      mark.setAttribute("aria-hidden", "true");
      return mark;
    },
    // A sentence in the corner. It stays until it is closed or the same sentence comes again.
    toast: (sentence, level) => {
      const place = document.getElementById("toasts");
      if (!place) return;
      hq.all(place, "[data-dismissible]").forEach((old) => {
        if (old.textContent.trim() === sentence) old.remove();
      });
      const box = document.createElement("div");
      box.className = `hq-alert hq-alert-${level || "info"}`;
      box.setAttribute("data-dismissible", "");
      const words = document.createElement("div");
      words.textContent = sentence;
      const close = document.createElement("button");
      close.type = "button";
      close.className = "hq-close";
      close.setAttribute("data-dismiss", "");
      close.setAttribute("aria-label", "关闭这条提示");
      close.appendChild(hq.icon("x"));
      box.appendChild(hq.icon(level === "error" ? "alert-circle" : "info-circle"));
      box.appendChild(words);
      box.appendChild(close);
      place.appendChild(box);
    },
  };
  window.hq = hq;

  function closeMenus(except) {
    document.querySelectorAll("details.hq-menu[open], details.hq-chip[open]").forEach((menu) => {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    });
  }

  function openDialog(link, event) {
    const dialog = document.getElementById(link.getAttribute("data-dialog"));
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target);
    const dismiss = target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest("[data-dismissible]").remove();
    const opener = target.closest("[data-dialog]");
    if (opener) openDialog(opener, event);
    const closer = target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
    if (target.closest("[data-print]")) window.print();
    if (target.closest("[data-back]")) history.back();
    if (target.closest("[aria-disabled='true']")) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.hq-menu[open], details.hq-chip[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      if (location.hash === "#menu") location.hash = "#main";
      return;
    }
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    ready = true;
    setUp(document);
  });
  document.addEventListener("htmx:load", (event) => {
    // htmx announces the body itself once at start; that was done above.
    if (event.target !== document.body || document.body.hasAttribute("data-ready")) setUp(event.target);
    document.body.setAttribute("data-ready", "");
  });
  document.addEventListener("htmx:sendError", () => {
    hq.toast("网络已断开，您填写的内容还在。请检查网络后再试一次。", "error");
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401 || status === 403)
      hq.toast("登录已过期或没有这项权限，这一步没有完成。请重新登录后再试。", "error");
    else if (status === 404) hq.toast("这条记录不存在，或您不能查看。", "error");
    else if (status === 503)
      hq.toast("系统暂时连不上数据库，您填写的内容还在。请不要关闭页面，稍等一两分钟再试。", "error");
    else hq.toast("系统没有完成这一步，您填写的内容还在。请稍后再试，仍不行请联系信息科。", "error");
  });
})();

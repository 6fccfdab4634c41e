// What every page needs: set-up of pieces (also of those that htmx brings in), menus, dialogs, alerts, search.
(function () {
  "use strict";
  var setUps = [];
  var ready = false;

  function setUp(root) {
    setUps.forEach(function (one) { one(root); });
  }

  var hq = {
    // Runs `one(root)` for the page and again for every fragment that arrives later.
    onLoad: function (one) {
      setUps.push(one);
      if (ready) one(document);
    },
    all: function (root, selector) {
      var found = Array.prototype.slice.call(root.querySelectorAll(selector));
      if (root.matches && root.matches(selector)) found.unshift(root);
      return found;
    },
    icon: function (name) {
      var mark = document.createElement("i");
      mark.className = "ti ti-" + name;
      mark.setAttribute("aria-hidden", "true");
      return mark;
    },
    // A sentence in the corner. It stays until it is closed or the same sentence comes again.
    toast: function (sentence, level) {
      var place = document.getElementById("toasts");
      if (!place) return;
      hq.all(place, "[data-dismissible]").forEach(function (old) {
        if (old.textContent.trim() === sentence) old.remove();
      });
      var box = document.createElement("div");
      box.className = "hq-alert hq-alert-" + (level || "info");
      box.setAttribute("data-dismissible", "");
      var words = document.createElement("div");
      words.textContent = sentence;
      var close = document.createElement("button");
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
    document.querySelectorAll("details.hq-menu[open], details.hq-chip[open]").forEach(function (menu) {
      if (menu !== except && !menu.contains(except)) menu.open = false;
    });
  }

  function openDialog(link, event) {
    var dialog = document.getElementById(link.getAttribute("data-dialog"));
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  }

  document.addEventListener("click", function (event) {
    var target = event.target;
    closeMenus(target);
    var dismiss = target.closest("[data-dismiss]");
    if (dismiss) dismiss.closest("[data-dismissible]").remove();
    var opener = target.closest("[data-dialog]");
    if (opener) openDialog(opener, event);
    var closer = target.closest("[data-dialog-close]");
    if (closer) closer.closest("dialog").close();
    if (target.closest("[data-print]")) window.print();
    if (target.closest("[data-back]")) history.back();
    if (target.closest("[aria-disabled='true']")) event.preventDefault();
  });

  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      var open = document.querySelector("details.hq-menu[open], details.hq-chip[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      if (location.hash === "#menu") location.hash = "#main";
      return;
    }
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    var search = document.querySelector("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  });

  document.addEventListener("DOMContentLoaded", function () {
    ready = true;
    setUp(document);
  });
  document.addEventListener("htmx:load", function (event) {
    // htmx announces the body itself once at start; that was done above.
    if (event.target !== document.body || document.body.hasAttribute("data-ready")) setUp(event.target);
    document.body.setAttribute("data-ready", "");
  });
  document.addEventListener("htmx:sendError", function () {
    hq.toast("网络已断开，您填写的内容还在。请检查网络后再试一次。", "error");
  });
  document.addEventListener("htmx:responseError", function (event) {
    var status = event.detail.xhr.status;
    if (status === 401 || status === 403) hq.toast("登录已过期或没有这项权限。请在新窗口登录后再试，本页内容不会丢失。", "error");
    else if (status === 404) hq.toast("这条记录不存在，或您不能查看。", "error");
    else if (status === 503) hq.toast("系统暂时连不上数据库，您填写的内容还在。请不要关闭页面，稍等一两分钟再试。", "error");
    else hq.toast("系统没有完成这一步，您填写的内容还在。请稍后再试，仍不行请联系信息科。", "error");
  });
})();

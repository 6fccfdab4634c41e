// A word before the log-in ends: <body data-idle-seconds data-keep-alive>. All tabs share one clock.
(() => {
  "use strict";
  const CLOCK = "hq-last-request";
  const WARN_SECONDS = 120;
  const idle = Number(document.body.getAttribute("data-idle-seconds"));
  if (!idle) return;
  const keepAlive = document.body.getAttribute("data-keep-alive");
  const dialog = document.getElementById("idle-dialog");
  const words = document.getElementById("idle-words");

  function touch() {
    try {
      localStorage.setItem(CLOCK, String(Date.now()));
    } catch (_problem) {
      // Without storage every tab keeps its own time.
    }
    last = Date.now();
  }
  function lastRequest() {
    try {
      return Math.max(last, Number(localStorage.getItem(CLOCK)) || 0);
    } catch (_problem) {
      return last;
    }
  }
  let last = Date.now();
  touch();
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) touch();
  });

  function stayed() {
    if (!keepAlive) return;
    fetch(keepAlive, { credentials: "same-origin", redirect: "manual" }).then(
      (answer) => {
        if (answer.ok) {
          touch();
          dialog.close();
        } else {
          over();
        }
      },
      () => {
        words.textContent = "网络已断开，您填写的内容还在。请检查网络后再点“继续使用”。";
      },
    );
  }
  function over() {
    words.textContent = "登录已超时。长表单的内容已留在这台设备上，重新登录后会自动恢复。";
    dialog.querySelector("[data-idle-stay]").hidden = true;
    dialog.querySelector("[data-idle-again]").hidden = false;
  }
  if (!dialog?.showModal) return;
  dialog.querySelector("[data-idle-stay]").addEventListener("click", stayed);
  setInterval(() => {
    const left = Math.round(idle - (Date.now() - lastRequest()) / 1000);
    if (left > WARN_SECONDS) {
      if (dialog.open) dialog.close();
      return;
    }
    if (!dialog.open) dialog.showModal();
    if (left <= 0) over();
    else
      words.textContent = `已有一段时间没有操作。为保护信息，系统将在 ${left > 60 ? "两分钟" : `${left} 秒`}后退出登录。`;
  }, 1000 * 5);
})();

// Evidence: many files dragged in, screenshots pasted, each listed with a picture and a way to take it out again.
(function () {
  "use strict";
  var hq = window.hq;
  var kept = new WeakMap();
  var PREVIEW_LIMIT = 8 * 1024 * 1024;

  function size(bytes) {
    if (bytes < 1024 * 1024) return Math.max(1, Math.round(bytes / 1024)) + "\u2009KB";
    return (bytes / 1024 / 1024).toFixed(1) + "\u2009MB";
  }
  function allowed(input, file) {
    var accept = (input.getAttribute("accept") || "").toLowerCase().split(",").map(function (one) { return one.trim(); }).filter(Boolean);
    if (!accept.length) return true;
    var name = file.name.toLowerCase();
    return accept.some(function (one) {
      if (one[0] === ".") return name.endsWith(one);
      return one.endsWith("/*") ? file.type.indexOf(one.slice(0, -1)) === 0 : file.type === one;
    });
  }
  function problem(input, file) {
    var most = Number(input.getAttribute("data-max-mb"));
    if (most && file.size > most * 1024 * 1024) return "超过 " + most + "\u2009MB，请压缩或拆分后再传";
    if (!allowed(input, file)) return "不支持这种文件，请改用图片、PDF 或 Office 文件";
    if (file.size === 0) return "是空文件";
    return "";
  }
  function put(input, files) {
    var transfer = new DataTransfer();
    files.forEach(function (file) { transfer.items.add(file); });
    input.files = transfer.files;
    kept.set(input, files);
    draw(input);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function held(input) {
    return Array.prototype.slice.call(input.files);
  }
  function add(input, files) {
    var good = [];
    files.forEach(function (file) {
      var wrong = problem(input, file);
      if (wrong) hq.toast(file.name + "：" + wrong + "。", "error");
      else good.push(file);
    });
    if (!good.length) return;
    var before = input.multiple ? held(input) : [];
    var fresh = good.filter(function (file) {
      return !before.some(function (one) { return one.name === file.name && one.size === file.size && one.lastModified === file.lastModified; });
    });
    put(input, input.multiple ? before.concat(fresh) : [good[0]]);
  }
  function preview(file, place) {
    if (file.type.indexOf("image/") !== 0 || file.size > PREVIEW_LIMIT) {
      place.appendChild(hq.icon(file.type === "application/pdf" ? "file-type-pdf" : "file"));
      return;
    }
    var reader = new FileReader();
    reader.onload = function () {
      var picture = document.createElement("img");
      picture.alt = "";
      picture.src = reader.result;
      place.appendChild(picture);
    };
    reader.readAsDataURL(file);
  }
  function draw(input) {
    var list = input.closest("[data-drop]").querySelector(".hq-drop-list");
    list.textContent = "";
    held(input).forEach(function (file, index) {
      var line = document.createElement("li");
      var mark = document.createElement("span");
      preview(file, mark);
      var name = document.createElement("b");
      name.textContent = file.name;
      name.title = file.name;
      var bytes = document.createElement("small");
      bytes.textContent = size(file.size);
      var out = document.createElement("button");
      out.type = "button";
      out.className = "hq-close";
      out.setAttribute("aria-label", "移除 " + file.name);
      out.appendChild(hq.icon("x"));
      out.addEventListener("click", function () {
        put(input, held(input).filter(function (_, other) { return other !== index; }));
      });
      [mark, name, bytes, out].forEach(function (part) { line.appendChild(part); });
      list.appendChild(line);
    });
  }
  function pastedName(file) {
    var now = new Date();
    var two = function (number) { return String(number).padStart(2, "0"); };
    var kind = (file.type.split("/")[1] || "png").replace("jpeg", "jpg");
    return "截图 " + two(now.getMonth() + 1) + "-" + two(now.getDate()) + " " + two(now.getHours()) + two(now.getMinutes()) + two(now.getSeconds()) + "." + kind;
  }

  function area(place) {
    var input = place.querySelector("input[type=file]");
    if (!input || place.hasAttribute("data-drop-ready") || typeof DataTransfer === "undefined") return;
    place.setAttribute("data-drop-ready", "");
    hq.all(place, "[data-drop-hint]").forEach(function (hint) { hint.hidden = false; });
    var button = document.createElement("label");
    button.className = "btn";
    button.htmlFor = input.id;
    button.appendChild(hq.icon("paperclip"));
    // A phone takes the photo itself: nothing is dragged there.
    var photos = window.matchMedia("(pointer: coarse)").matches && /\.jpg|image/.test(input.accept);
    button.appendChild(document.createTextNode((photos ? "拍照或选择文件" : "选择文件") + (input.multiple ? "（可多选）" : "")));
    input.after(button);
    input.addEventListener("change", function () {
      var chosen = held(input);
      // Choosing again adds to what is there; the browser alone would replace it.
      put(input, kept.get(input) || []);
      add(input, chosen);
    });
    ["dragenter", "dragover"].forEach(function (kind) {
      place.addEventListener(kind, function (event) {
        event.preventDefault();
        place.classList.add("hq-drop-over");
      });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      place.addEventListener(kind, function () { place.classList.remove("hq-drop-over"); });
    });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      add(input, Array.prototype.slice.call(event.dataTransfer.files));
    });
  }

  document.addEventListener("paste", function (event) {
    var files = event.clipboardData ? Array.prototype.slice.call(event.clipboardData.files) : [];
    if (!files.length) return;
    var form = event.target.closest && event.target.closest("form");
    var place = (form && form.querySelector("[data-drop]")) || document.querySelector("[data-drop]");
    if (!place) return;
    event.preventDefault();
    var named = files.map(function (file) {
      return /^image\.\w+$/.test(file.name) ? new File([file], pastedName(file), { type: file.type, lastModified: Date.now() }) : file;
    });
    add(place.querySelector("input[type=file]"), named);
  });

  document.addEventListener("htmx:xhr:progress", function (event) {
    var form = event.target.closest && event.target.closest("form");
    if (!form || !form.querySelector("[data-drop]") || !event.detail.lengthComputable) return;
    var bar = form.querySelector("[data-upload-bar]");
    if (!bar) {
      bar = document.createElement("progress");
      bar.className = "hq-progress";
      bar.setAttribute("data-upload-bar", "");
      bar.setAttribute("aria-label", "上传进度");
      bar.max = 100;
      form.querySelector("[data-drop]").appendChild(bar);
    }
    bar.value = Math.round(event.detail.loaded * 100 / event.detail.total);
  });
  document.addEventListener("htmx:afterRequest", function () {
    document.querySelectorAll("[data-upload-bar]").forEach(function (bar) { bar.remove(); });
  });

  hq.onLoad(function (root) { hq.all(root, "[data-drop]").forEach(area); });
})();

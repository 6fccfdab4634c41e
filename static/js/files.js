// Evidence: many files dragged in, screenshots pasted, each listed with a picture and a way to take it out again.
(() => {
  "use strict";
  const hq = window.hq;
  const kept = new WeakMap();
  const PREVIEW_LIMIT = 8 * 1024 * 1024;

  function size(bytes) {
    if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))}\u2009KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)}\u2009MB`;
  }
  function allowed(input, file) {
    const accept = (input.getAttribute("accept") || "")
      .toLowerCase()
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
    if (!accept.length) return true;
    const name = file.name.toLowerCase();
    return accept.some((one) => {
      if (one[0] === ".") return name.endsWith(one);
      return one.endsWith("/*") ? file.type.indexOf(one.slice(0, -1)) === 0 : file.type === one;
    });
  }
  // In words, from what the field itself says that it takes.
  function taken(input) {
    const said = input.getAttribute("data-takes");
    if (said) return said;
    const names = input.accept.split(",").map((one) => one.trim().replace(/^image\/.*/, "图片"));
    return [...new Set(names)].join("、");
  }
  function problem(input, file) {
    const most = Number(input.getAttribute("data-max-mb"));
    if (most && file.size > most * 1024 * 1024) return `超过 ${most}\u2009MB，请压缩或拆分后再传`;
    if (!allowed(input, file)) return `不支持这种文件，这里可以选：${taken(input)}`;
    if (file.size === 0) return "是空文件";
    return "";
  }
  function put(input, files) {
    const transfer = new DataTransfer();
    files.forEach((file) => {
      transfer.items.add(file);
    });
    input.files = transfer.files;
    kept.set(input, files);
    draw(input);
    hq.keptFiles.write(input, files).then((stays) => {
      if (!stays) hq.toast("这台设备留不住照片和文件，请尽快提交。", "warning");
    });
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function held(input) {
    return Array.prototype.slice.call(input.files);
  }
  function add(input, files) {
    const good = [];
    files.forEach((file) => {
      const wrong = problem(input, file);
      if (wrong) hq.toast(`${file.name}：${wrong}。`, "error");
      else good.push(file);
    });
    if (!good.length) return;
    const before = input.multiple ? held(input) : [];
    const fresh = good.filter(
      (file) =>
        !before.some(
          (one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified,
        ),
    );
    put(input, input.multiple ? before.concat(fresh) : [good[0]]);
  }
  function preview(file, place) {
    if (file.type.indexOf("image/") !== 0 || file.size > PREVIEW_LIMIT) {
      place.appendChild(hq.icon(file.type === "application/pdf" ? "file-type-pdf" : "file"));
      return;
    }
    const reader = new FileReader();
    reader.onload = () => {
      const picture = document.createElement("img");
      picture.alt = "";
      // HEIC of a telephone: a picture that only few browsers can draw.
      picture.addEventListener("error", () => picture.replaceWith(hq.icon("file")));
      picture.src = reader.result;
      place.appendChild(picture);
    };
    reader.readAsDataURL(file);
  }
  function draw(input) {
    const list = input.closest("[data-drop]").querySelector(".hq-drop-list");
    list.textContent = "";
    held(input).forEach((file, index) => {
      const line = document.createElement("li");
      const mark = document.createElement("span");
      preview(file, mark);
      const name = document.createElement("b");
      name.textContent = file.name;
      name.title = file.name;
      const bytes = document.createElement("small");
      bytes.textContent = size(file.size);
      const out = document.createElement("button");
      out.type = "button";
      out.className = "hq-close";
      out.setAttribute("aria-label", `移除 ${file.name}`);
      out.appendChild(hq.icon("x"));
      out.addEventListener("click", () => {
        put(
          input,
          held(input).filter((_, other) => other !== index),
        );
      });
      [mark, name, bytes, out].forEach((part) => {
        line.appendChild(part);
      });
      list.appendChild(line);
    });
  }
  function pastedName(file) {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    const kind = (file.type.split("/")[1] || "png").replace("jpeg", "jpg");
    return `截图 ${two(now.getMonth() + 1)}-${two(now.getDate())} ${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}.${kind}`;
  }

  function chooser(input) {
    const button = document.createElement("label");
    button.className = "btn";
    button.htmlFor = input.id;
    button.appendChild(hq.icon("paperclip"));
    // A phone takes the photo itself: nothing is dragged there.
    const photos = window.matchMedia("(pointer: coarse)").matches && /\.jpg|image/.test(input.accept);
    const words = photos ? "拍照或选择文件" : "选择文件";
    button.appendChild(document.createTextNode(words + (input.multiple ? "（可多选）" : "")));
    return button;
  }
  function area(place) {
    const input = place.querySelector("input[type=file]");
    if (!input || place.hasAttribute("data-drop-ready") || typeof DataTransfer === "undefined") return;
    place.setAttribute("data-drop-ready", "");
    for (const hint of hq.all(place, "[data-drop-hint]")) hint.hidden = false;
    input.after(chooser(input));
    // Chosen before an error, an ended log-in or a lost connection: still here.
    hq.keptFiles.read(input).then((files) => {
      if (files.length && !input.files.length) put(input, files);
    });
    input.addEventListener("change", () => {
      const chosen = held(input);
      // Choosing again adds to what is there; the browser alone would replace it.
      put(input, kept.get(input) || []);
      add(input, chosen);
    });
    ["dragenter", "dragover"].forEach((kind) => {
      place.addEventListener(kind, (event) => {
        event.preventDefault();
        place.classList.add("hq-drop-over");
      });
    });
    ["dragleave", "drop"].forEach((kind) => {
      place.addEventListener(kind, () => {
        place.classList.remove("hq-drop-over");
      });
    });
    place.addEventListener("drop", (event) => {
      event.preventDefault();
      add(input, Array.prototype.slice.call(event.dataTransfer.files));
    });
  }

  document.addEventListener("paste", (event) => {
    const files = event.clipboardData ? Array.prototype.slice.call(event.clipboardData.files) : [];
    if (!files.length) return;
    const form = event.target.closest?.("form");
    const place = form?.querySelector("[data-drop]") || document.querySelector("[data-drop]");
    if (!place) return;
    event.preventDefault();
    const named = files.map((file) =>
      /^image\.\w+$/.test(file.name)
        ? new File([file], pastedName(file), { type: file.type, lastModified: Date.now() })
        : file,
    );
    add(place.querySelector("input[type=file]"), named);
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    const form = event.target.closest?.("form");
    if (!form?.querySelector("[data-drop]") || !event.detail.lengthComputable) return;
    let bar = form.querySelector("[data-upload-bar]");
    if (!bar) {
      bar = document.createElement("progress");
      bar.className = "hq-progress";
      bar.setAttribute("data-upload-bar", "");
      bar.setAttribute("aria-label", "上传进度");
      bar.max = 100;
      form.querySelector("[data-drop]").appendChild(bar);
    }
    bar.value = Math.round((event.detail.loaded * 100) / event.detail.total);
  });
  document.addEventListener("htmx:afterRequest", () => {
    document.querySelectorAll("[data-upload-bar]").forEach((bar) => {
      bar.remove();
    });
  });

  hq.onLoad((root) => {
    hq.all(root, "[data-drop]").forEach(area);
  });
})();

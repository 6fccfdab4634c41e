// Small saves by script: <div data-save="/address/" data-save-shows="status-id"> around the fields of one row.
// What is chosen is kept on this device, shown as not saved, and sent until the server has it: when the connection is
// back, when the page is looked at again, after a new log-in here or in another window.
(() => {
  "use strict";
  const { hq } = window;
  const PREFIX = `hq-unsaved:${hq.keeping.owner}:`;
  const PAUSES = [3, 10, 30, 60];
  const WORDS = {
    sending: ["loader-2", "正在保存"],
    waiting: ["cloud-off", "还没有存上，已留在这台设备上"],
    conflict: ["git-compare", "没有存上：别人填写的与您的不同"],
    refused: ["alert-circle", "没有存上"],
  };
  if (!hq.keeping.owner) return;

  let running = false;
  let again = false;
  let failures = 0;
  let timer = 0;
  let obstacle = "";

  const keyOf = (address) => PREFIX + address;
  const unsaved = () =>
    hq.keeping
      .keys(PREFIX)
      .map((key) => hq.keeping.read(key))
      .filter(Boolean);
  const placeOf = (address) =>
    hq.all(document, "[data-save]").find((place) => place.dataset.save === address);

  function fieldsOf(place) {
    const fields = hq.all(place, "input[name], select[name], textarea[name]");
    const sent = fields.filter((one) => (one.type !== "radio" && one.type !== "checkbox") || one.checked);
    return sent.map((one) => [one.name, one.value]);
  }
  function keep(place) {
    const entry = { address: place.dataset.save, at: Date.now(), page: location.pathname, state: "waiting" };
    entry.fields = fieldsOf(place);
    hq.keeping.write(keyOf(entry.address), entry);
    mark(place, entry);
  }
  function change(entry, values) {
    const changed = { ...entry, ...values };
    hq.keeping.write(keyOf(entry.address), changed);
    const place = placeOf(entry.address);
    if (place) mark(place, changed);
  }

  // --- what is seen -------------------------------------------------------------------------------------------
  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }
  function unmark(place) {
    for (const old of hq.all(place, "[data-unsaved]")) old.remove();
  }
  function mark(place, entry, showing = entry.state) {
    unmark(place);
    const [icon, words] = WORDS[showing];
    const line = document.createElement("p");
    line.className = `hq-unsaved hq-unsaved-${showing}`;
    line.dataset.unsaved = showing;
    line.append(hq.icon(icon), document.createTextNode(`${words}${entry.words ? `：${entry.words}` : ""}`));
    // What was refused would be refused again: the row says what is missing, and what is typed there goes out.
    if (showing === "conflict") line.append(button("以我填写的为准", () => insist(place)));
    if (showing === "conflict" || showing === "refused")
      line.append(button("不要我填写的", () => giveUp(entry)));
    place.append(line);
  }
  function insist(place) {
    keep(place);
    flush();
  }
  function giveUp(entry) {
    hq.keeping.drop(keyOf(entry.address));
    location.reload();
  }
  function logInAddress() {
    return `/login/?next=${encodeURIComponent(location.pathname + location.search)}`;
  }
  function link(words, address) {
    const made = document.createElement("a");
    made.className = "btn btn-sm";
    made.href = address;
    made.textContent = words;
    return made;
  }
  const SENTENCES = {
    "": (n) => `有 ${n} 处还没有存上，都留在这台设备上。`,
    offline: (n) => `网络不通，有 ${n} 处还没有存上，都留在这台设备上，恢复后自动再存。`,
    out: (n) => `登录已过期，有 ${n} 处还没有存上，都留在这台设备上，登录后自动再存。`,
    other: (n) => `现在登录的是另一个人。您有 ${n} 处还没有存上，换回您本人登录后自动再存。`,
  };
  const isWaiting = (entry) => entry.state === "waiting";
  const isElsewhere = (entry) => entry.page !== location.pathname;
  function wayOut(left) {
    if (obstacle === "out" || obstacle === "other") return link("重新登录", logInAddress());
    const refused = left.find((entry) => isElsewhere(entry) && !isWaiting(entry));
    return refused ? link("去看", refused.page) : button("现在再试", flush);
  }
  // One sentence for the whole page, in the corner; it goes when everything is saved or stands in its own row.
  function tell() {
    document.getElementById("unsaved")?.remove();
    const left = unsaved().filter((entry) => isWaiting(entry) || isElsewhere(entry));
    if (!left.length) return;
    const said = document.createElement("div");
    said.className = "hq-alert hq-alert-warning";
    said.id = "unsaved";
    const words = document.createElement("div");
    words.textContent = SENTENCES[obstacle](left.length);
    said.append(hq.icon("cloud-off"), words, wayOut(left));
    document.getElementById("toasts")?.append(said);
  }

  // --- sending ------------------------------------------------------------------------------------------------
  function token() {
    return JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";
  }
  // After a log-in in another window the token of this page is an old one. Another person's log-in sends nothing of ours.
  async function renewToken() {
    const answer = await fetch(document.body.dataset.keepAlive, {
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-Background": "1", "HX-Request": "true" },
    });
    if (!answer.ok) return "out";
    const session = await answer.json();
    if (session.owner !== hq.keeping.owner) return "other";
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": session.token }));
    hq.all(document, "input[name=csrfmiddlewaretoken]").forEach((field) => {
      field.value = session.token;
    });
    return "";
  }
  hq.session = { token, renewToken, logInAddress };
  function post(entry) {
    return fetch(entry.address, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "X-CSRFToken": token(), "HX-Request": "true" },
      body: new URLSearchParams(entry.fields),
    });
  }
  async function answerTo(entry) {
    const answer = await post(entry);
    if (answer.status !== 403) return answer;
    obstacle = await renewToken();
    return obstacle ? null : post(entry);
  }
  function plainWords(html) {
    const read = new DOMParser().parseFromString(html, "text/html");
    return (read.querySelector("h1, h2, .hq-error, b, p") || read.body).textContent.trim().slice(0, 80);
  }
  // What the server's last word on an entry makes of it; nothing when it is saved.
  function outcome(answer, html, row) {
    if (answer.ok && html.includes("data-saved")) return null;
    if (row) return { state: answer.status === 409 ? "conflict" : "refused", words: "" };
    return { state: "refused", words: plainWords(html) };
  }
  async function settle(entry, answer) {
    const html = await answer.text();
    const place = placeOf(entry.address);
    const row = Boolean(place) && html.includes(`id="${place.dataset.saveShows}"`);
    if (row) window.htmx.swap(`#${place.dataset.saveShows}`, html, { swapStyle: "outerHTML" });
    const now = hq.keeping.read(keyOf(entry.address));
    if (place && now && now.at !== entry.at) {
      // Chosen again meanwhile: it goes out next, against the revision that has just come back.
      change(now, { fields: fieldsOf(place) });
      again = true;
      return;
    }
    const left = outcome(answer, html, row);
    if (left) {
      change(entry, left);
      return;
    }
    hq.keeping.drop(keyOf(entry.address));
    if (place) unmark(place);
  }
  const LOGGED_OUT = 401;
  const TOO_MANY = 429;
  function obstacleIn(answer) {
    if (answer.status === LOGGED_OUT || answer.type === "opaqueredirect") return "out";
    return answer.status >= 500 || answer.status === TOO_MANY ? "offline" : "";
  }
  // False when nothing can be sent at the moment.
  async function sendOne(entry) {
    const place = placeOf(entry.address);
    if (place) mark(place, entry, "sending");
    let answer = null;
    try {
      answer = await answerTo(entry);
      if (answer) obstacle = obstacleIn(answer);
    } catch (_problem) {
      obstacle = "offline";
    }
    if (obstacle) {
      if (place) mark(place, entry);
      return false;
    }
    await settle(entry, answer);
    return true;
  }
  async function sendAll() {
    do {
      again = false;
      for (const entry of unsaved().filter(isWaiting)) {
        if (!(await sendOne(entry))) return false;
      }
    } while (again);
    return true;
  }
  async function flush() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    clearTimeout(timer);
    failures = (await sendAll()) ? 0 : failures + 1;
    running = false;
    if (failures) timer = setTimeout(flush, PAUSES[Math.min(failures, PAUSES.length) - 1] * 1000);
    tell();
  }
  hq.unsaved = { count: () => unsaved().length, flush };

  // --- when -----------------------------------------------------------------------------------------------------
  let typing = 0;
  document.addEventListener("input", (event) => {
    const place = event.target.closest("[data-save]");
    if (!place || event.target.type === "radio") return;
    clearTimeout(typing);
    typing = setTimeout(() => keep(place), 500);
  });
  document.addEventListener("change", (event) => {
    const place = event.target.closest("[data-save]");
    if (!place) return;
    clearTimeout(typing);
    keep(place);
    flush();
  });
  window.addEventListener("online", flush);
  window.addEventListener("focus", () => {
    if (obstacle) flush();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && unsaved().length) flush();
  });

  // Who goes out is told what stays behind; pressed again, it stays on the device for the next log-in.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[action='/logout/']") || form.hasAttribute("data-told") || !unsaved().length)
      return;
    event.preventDefault();
    await flush();
    const left = unsaved().length;
    form.setAttribute("data-told", "");
    if (left)
      hq.toast(
        `还有 ${left} 处没有存上。现在退出，它们留在这台设备上，您下次登录后自动再存；仍要退出请再点一次。`,
        "error",
      );
    else form.requestSubmit();
  });

  // Puts one value back; true when the page showed another.
  function restoreField(field, given) {
    const value = given.get(field.name) ?? "";
    if (field.type !== "radio" && field.type !== "checkbox") {
      const differs = field.value !== value;
      field.value = value;
      if (value && field.closest("details")) field.closest("details").open = true;
      return differs;
    }
    const checked = value === field.value;
    const differs = field.checked !== checked;
    field.checked = checked;
    const opened = checked && document.getElementById(field.dataset.opens || "");
    if (opened) opened.open = true;
    return differs;
  }
  function restore(place) {
    const entry = hq.keeping.read(keyOf(place.dataset.save));
    if (!entry) return;
    const given = new Map(entry.fields);
    const fields = hq.all(place, "input[name]:not([type=hidden]), select[name], textarea[name]");
    const differs = fields.map((field) => restoreField(field, given)).some(Boolean);
    if (!differs) hq.keeping.drop(keyOf(entry.address));
    else if (entry.state === "refused")
      change(entry, { state: "waiting", words: "" }); // the answer says why, in the row
    else mark(place, entry);
  }
  hq.onLoad((root) => {
    if (root !== document) return;
    hq.all(root, "[data-save]").forEach(restore);
    if (unsaved().length) flush();
  });
})();

// Chosen files outlive an error, an ended log-in and a lost connection: they are kept on this device by form and field.
(() => {
  "use strict";
  const { hq } = window;
  const KEEP_DAYS = 7;
  let opening = null;

  function finished(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }
  function database() {
    if (!opening) {
      opening = new Promise((done, failed) => {
        const request = window.indexedDB.open("hq-kept-files", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("files");
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    }
    return opening;
  }
  async function files(mode, act) {
    const transaction = (await database()).transaction("files", mode);
    return finished(act(transaction.objectStore("files")));
  }

  const fieldName = (input) => `${hq.keeping.nameOf(input.form)}:${input.name}`;
  // Keys sort by form: everything from the name to the name with the last character behind it.
  const allOf = (name) => IDBKeyRange.bound(`${name}:`, `${name}:\uffff`);

  hq.keptFiles = {
    async write(input, chosen) {
      const name = fieldName(input);
      try {
        await files("readwrite", (place) =>
          chosen.length ? place.put({ at: Date.now(), files: chosen }, name) : place.delete(name),
        );
        return true;
      } catch (_problem) {
        return false;
      }
    },
    async read(input) {
      try {
        const found = await files("readonly", (place) => place.get(fieldName(input)));
        return found && Date.now() - found.at < KEEP_DAYS * 86400000 ? found.files : [];
      } catch (_problem) {
        return [];
      }
    },
  };

  hq.keeping.onTaken((name) => {
    files("readwrite", (place) => place.delete(allOf(name))).catch(() => {});
  });

  // What nobody came back for does not stay on a shared computer.
  async function forgetOld() {
    const place = (await database()).transaction("files", "readwrite").objectStore("files");
    const names = await finished(place.getAllKeys());
    const found = await finished(place.getAll());
    found.forEach((one, index) => {
      if (Date.now() - one.at >= KEEP_DAYS * 86400000) place.delete(names[index]);
    });
  }
  if (document.querySelector("input[type=file]")) forgetOld().catch(() => {});
})();

/* Reads codes with the camera, keeps the door list and the scans on the device, and sends them when it can.
   Without JavaScript the same page lets people in by name. */
const SHELF = "door-2"; // the worker reads from it

class DoorScanner extends HTMLElement {
  async connectedCallback() {
    this.hidden = false;
    this.piece = (name) => this.querySelector(`[data-${name}]`);
    this.csrf = this.querySelector("input[name=csrfmiddlewaretoken]").value;
    this.last = { code: "", at: 0 };
    this.piece("start").addEventListener("click", () => this.start());
    this.piece("stop").addEventListener("click", () => this.stop());
    this.piece("forget").addEventListener("click", () => this.forget());
    this.piece("name").addEventListener("input", () => this.look());
    this.piece("offline").addEventListener("submit", (event) => event.preventDefault());
    addEventListener("online", () => this.refresh());
    addEventListener("offline", () => this.show());
    this.keep();
    this.store = await open(this.getAttribute("edition"));
    if (new Date().toISOString().slice(0, 10) > this.getAttribute("until")) await this.forget();
    else await this.refresh();
    this.timer = setInterval(() => this.send(), 10000);
  }

  /* Puts this page, and what it is made of, where the worker finds it without a network. */
  async keep() {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(this.getAttribute("worker"));
      const parts = performance.getEntriesByType("resource").filter((one) => !["fetch", "xmlhttprequest"].includes(one.initiatorType));
      const wanted = new Set([location.pathname, this.getAttribute("decoder"), ...parts.map((one) => one.name)]);
      const shelf = await caches.open(SHELF);
      await Promise.all([...wanted].map((address) => shelf.add(address)));
    } catch {
      return; // without network, or where nothing may be kept: what is on the shelf stays
    }
    this.dataset.kept = "";
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    this.stop();
  }

  async refresh() {
    await this.send();
    try {
      const answer = await fetch(this.getAttribute("list"), { headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) await this.store.replace("people", (await answer.json()).people);
    } catch (problem) {
      if (!(problem instanceof TypeError)) throw problem;
    }
    await this.show();
  }

  async show() {
    const waiting = await this.store.count("scans");
    const people = await this.store.count("people");
    const words = [this.getAttribute("words-list").replace("%s", people)];
    if (waiting) words.push(this.getAttribute("words-waiting").replace("%s", waiting));
    if (!navigator.onLine) words.unshift(this.getAttribute("words-offline"));
    else if (waiting && this.isRefused) words.push(this.getAttribute("words-refused"));
    this.piece("state").textContent = words.join(" · ");
    this.piece("offline").hidden = navigator.onLine;
    for (const part of document.querySelectorAll("[data-needs-network]")) part.hidden = !navigator.onLine;
  }

  async start() {
    const video = this.piece("video");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      this.say("camera", "", "warn");
      return;
    }
    video.srcObject = this.stream;
    video.hidden = false;
    this.piece("start").hidden = true;
    this.piece("stop").hidden = false;
    try {
      await video.play();
      this.read = await reader(this.getAttribute("decoder"));
    } catch {
      this.stop();
      this.say("camera", "", "warn");
      return;
    }
    this.turn();
  }

  stop() {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.piece("video").hidden = true;
    this.piece("start").hidden = false;
    this.piece("stop").hidden = true;
  }

  async turn() {
    if (!this.stream) return;
    const code = await this.read(this.piece("video"));
    const isNew = code && (code !== this.last.code || Date.now() - this.last.at > 5000);
    if (isNew) {
      this.last = { code, at: Date.now() };
      await this.found(code);
    }
    setTimeout(() => this.turn(), 200);
  }

  async found(code) {
    const token = /\/door\/([\w-]{10,64})\/$/.exec(code)?.[1];
    if (!token) return this.say("unknown", "", "bad");
    const known = await handle(token);
    if (navigator.onLine && !(await this.store.get("people", known))) await this.refresh(); // she may be new
    await this.letIn(known);
  }

  async letIn(known) {
    const person = await this.store.get("people", known);
    if (!person) return this.say("foreign", "", "bad");
    this.say(person.in ? "again" : "in", person.o ? `${person.n} (${person.o})` : person.n, person.in ? "warn" : "good");
    await this.store.put("people", { ...person, in: true });
    await this.store.put("scans", { uid: crypto.randomUUID(), handle: known, verb: "in", at: new Date().toISOString() });
    await this.send();
  }

  async send() {
    const scans = (await this.store.all("scans")).slice(0, 400);
    if (scans.length && navigator.onLine) {
      try {
        const answer = await fetch(this.getAttribute("sync"), {
          method: "POST",
          headers: { "Content-Type": "application/json", "X-CSRFToken": this.csrf },
          body: JSON.stringify({ scans }),
        });
        this.isRefused = !answer.ok || answer.redirected;
        if (!this.isRefused) await this.settle((await answer.json()).outcome, scans);
      } catch (problem) {
        if (!(problem instanceof TypeError)) throw problem;
      }
    }
    await this.show();
  }

  /* What the server has taken leaves the device; of what it does not know any more, the names are said. */
  async settle(outcome, scans) {
    for (const uid of Object.keys(outcome)) await this.store.remove("scans", uid);
    const lost = scans.filter((scan) => outcome[scan.uid] === "unknown");
    const people = await Promise.all(lost.map((scan) => this.store.get("people", scan.handle)));
    if (lost.length) this.say("lost", people.map((one) => one?.n ?? "?").join(", "), "bad");
    dispatchEvent(new Event("door-sent"));
  }

  async look() {
    const wanted = plain(this.piece("name").value);
    const code = wanted.replaceAll(" ", "");
    const list = this.piece("found");
    const fits = (one) => plain(`${one.n} ${one.o}`).includes(wanted) || (/^[0-9a-f]{4,}$/.test(code) && one.h.startsWith(code));
    const people = wanted.length < 2 ? [] : (await this.store.all("people")).filter(fits);
    if (plain(this.piece("name").value) !== wanted) return; // a later look has what is typed now
    list.replaceChildren(
      ...people.sort((one, other) => one.in - other.in).slice(0, 8).map((one) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-quiet";
        button.toggleAttribute("data-here", one.in);
        button.textContent = `${one.in ? list.dataset.here : list.dataset.label}: ${one.n}${one.o ? ` (${one.o})` : ""}`;
        button.addEventListener("click", () => this.take(one.h));
        const item = document.createElement("li");
        item.append(button);
        return item;
      }),
    );
  }

  async take(known) {
    const name = this.piece("name");
    name.value = ""; // at once: while she is let in, the next name is typed
    name.focus();
    await this.look();
    await this.letIn(known);
    await this.look();
  }

  async forget() {
    await this.store.replace("people", []);
    await globalThis.caches?.delete(SHELF);
    await this.show();
  }

  say(kind, name, tone) {
    const said = this.piece("said");
    said.textContent = this.getAttribute(`words-${kind}`).replace("%s", name);
    said.dataset.tone = tone;
  }
}

const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

async function handle(token) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 20);
}

/* The browser's own decoder, or the one that lies beside this file. */
async function reader(decoder) {
  const formats = globalThis.BarcodeDetector ? await BarcodeDetector.getSupportedFormats() : [];
  if (formats.includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
  }
  await new Promise((done, fail) => {
    const script = document.createElement("script");
    script.src = decoder;
    [script.onload, script.onerror] = [done, () => fail(new Error(decoder))];
    document.head.append(script);
  });
  const canvas = new OffscreenCanvas(1, 1);
  return async (video) => {
    if (!video.videoWidth) return "";
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    pen.drawImage(video, 0, 0);
    const image = pen.getImageData(0, 0, canvas.width, canvas.height);
    return globalThis.jsQR(image.data, image.width, image.height)?.data ?? "";
  };
}

/* A small store on the device: people by handle, scans by their own id. */
async function open(edition) {
  const wish = (request) =>
    new Promise((done, fail) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => fail(request.error);
    });
  const opening = indexedDB.open(`door ${edition}`, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("people", { keyPath: "h" });
    opening.result.createObjectStore("scans", { keyPath: "uid" });
  };
  const database = await wish(opening);
  const shelf = (name, mode) => database.transaction(name, mode).objectStore(name);
  return {
    get: (name, key) => wish(shelf(name, "readonly").get(key)),
    all: (name) => wish(shelf(name, "readonly").getAll()),
    count: (name) => wish(shelf(name, "readonly").count()),
    put: (name, row) => wish(shelf(name, "readwrite").put(row)),
    remove: (name, key) => wish(shelf(name, "readwrite").delete(key)),
    async replace(name, rows) {
      const store = shelf(name, "readwrite");
      await wish(store.clear());
      for (const row of rows) store.put(row);
    },
  };
}

customElements.define("door-scanner", DoorScanner);

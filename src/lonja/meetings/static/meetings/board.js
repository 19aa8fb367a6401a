/* The board of a plan: a meeting is picked up, and each place says whether it fits before it is dropped.
   Works by mouse, touch and keyboard. Without it, each meeting is a link to a plain form. */
class MeetingBoard extends HTMLElement {
  connectedCallback() {
    this.grid = this.querySelector(".board-grid");
    this.tray = this.querySelector("[data-tray]");
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    this.known = new Map();
    this.becomeGrid();
    this.addEventListener("keydown", (event) => this.onKey(event));
    this.addEventListener("click", (event) => this.onClick(event));
    this.addEventListener("pointerdown", (event) => this.onDown(event));
    this.addEventListener("pointermove", (event) => this.onMove(event));
    this.addEventListener("pointerup", (event) => this.onUp(event));
    this.addEventListener("pointercancel", () => this.endDrag());
    this.addEventListener("dragstart", (event) => event.preventDefault());
    this.addEventListener("focusin", (event) => this.onFocus(event));
    this.querySelector("[data-bar-back]").addEventListener("click", () => this.putBack());
    this.dataset.ready = "";
  }

  disconnectedCallback() {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }

  /* One stop for the tabulator; arrow keys go from place to place. */
  becomeGrid() {
    this.grid.setAttribute("role", "grid");
    for (const cell of this.cells()) {
      cell.tabIndex = -1;
      this.name(cell);
      for (const link of cell.querySelectorAll("a")) link.tabIndex = -1;
    }
    const first = this.cells().find((cell) => cell.querySelector(".board-card")) ?? this.cells()[0];
    if (first) first.tabIndex = 0;
  }

  cells() {
    return [...this.grid.tBodies[0].querySelectorAll("td")];
  }

  where(place) {
    if (place.dataset.place === "tray") return this.getAttribute("word-tray");
    const row = place.parentElement.cells[0].firstChild.textContent.trim();
    const slot = this.grid.tHead.rows[0].cells[place.cellIndex].textContent.trim();
    return `${slot}, ${this.grid.tHead.rows[0].cells[0].textContent.trim()} ${row}`;
  }

  /* What is written in a cell names it; an empty one needs words. */
  name(cell) {
    if (cell.textContent.trim()) cell.removeAttribute("aria-label");
    else cell.setAttribute("aria-label", `${this.where(cell)}: ${this.getAttribute("word-empty")}`);
  }

  names(card) {
    return [...card.querySelectorAll(":scope > span")].map((part) => part.textContent).join(", ");
  }

  placeOf(element) {
    return element?.closest("[data-place]");
  }

  say(words, tone = "") {
    const line = this.querySelector("[data-say]");
    line.textContent = words;
    line.dataset.tone = tone;
    this.querySelector("[data-bar-words]").textContent = words;
  }

  phrase(name, words) {
    return this.getAttribute(name).replace("%s", words);
  }

  onFocus(event) {
    const cell = event.target.closest("td[data-place]");
    if (!cell) return;
    for (const other of this.grid.querySelectorAll('td[tabindex="0"]')) other.tabIndex = -1;
    cell.tabIndex = 0;
    if (this.card) this.aim(cell);
  }

  onKey(event) {
    if (event.key === "Escape" && this.card) {
      event.preventDefault();
      return this.putBack();
    }
    const cell = event.target.closest("td[data-place]");
    const waiting = event.target.closest("[data-tray] .board-card");
    if (waiting && !this.card && event.key === " ") {
      event.preventDefault();
      return this.pickUp(waiting, { walk: true });
    }
    if (!cell || event.target.closest("a, button") !== event.target.closest(".board-card")) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      const card = cell.querySelector(".board-card");
      if (this.card) this.drop(cell);
      else if (card) this.pickUp(card);
      return;
    }
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -99], End: [0, 99] }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...this.grid.tBodies[0].rows];
    const row = rows[Math.min(Math.max(rows.indexOf(cell.parentElement) + step[0], 0), rows.length - 1)];
    row.cells[Math.min(Math.max(cell.cellIndex + step[1], 1), row.cells.length - 1)].focus();
  }

  onClick(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const card = event.target.closest(".board-card");
    if (this.dragged) {
      this.dragged = false;
      if (card) event.preventDefault();
      return;
    }
    const place = this.placeOf(event.target);
    if (this.card && place && !event.target.closest(".board-bar")) {
      event.preventDefault();
      if (card === this.card) return this.putBack();
      return this.drop(place);
    }
    if (!card) return;
    event.preventDefault();
    this.pickUp(card, { walk: event.detail === 0 });
  }

  async pickUp(card, { walk = false } = {}) {
    this.card = card;
    card.dataset.carried = "";
    this.dataset.carrying = "";
    this.querySelector("[data-bar]").hidden = false;
    this.querySelector("[data-bar-form]").href = card.href;
    this.say(this.phrase("word-picked", this.names(card)));
    if (walk) this.grid.querySelector('td[tabindex="0"]')?.focus();
    try {
      const answer = await fetch(`${card.href}${this.getAttribute("block")}/?page=${this.getAttribute("page")}&zone=${this.getAttribute("zone")}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (this.card === card) this.mark(found);
    } catch {
      if (this.card === card) this.putBack(this.getAttribute("word-lost"));
    }
  }

  /* What stands in the way at each place, in words. */
  mark(found) {
    this.blocked = new Map();
    for (const cell of this.cells()) {
      const [slot] = cell.dataset.place.split("-");
      const why = [found.slots[slot], found.cells[cell.dataset.place]].filter(Boolean).join(" ");
      if (why) this.blocked.set(cell, why);
      cell.toggleAttribute("data-blocked", Boolean(why));
      cell.toggleAttribute("data-fits", !why);
    }
    this.dataset.marked = "";
    if (this.target) this.aim(this.target);
  }

  aim(place) {
    this.target?.removeAttribute("data-target");
    this.target = place;
    if (!place) return;
    place.dataset.target = "";
    this.querySelector("[data-swap]").hidden = true;
    const where = this.where(place);
    if (place.contains(this.card)) this.say(this.phrase("word-here", where));
    else if (this.otherAt(place)) this.say(this.phrase("word-taken", where));
    else if (this.blocked?.has(place)) this.say(this.phrase("word-blocked", where) + this.blocked.get(place), "bad");
    else if (this.blocked || place.dataset.place === "tray") this.say(this.phrase("word-free", where), "good");
    else this.say(where);
  }

  putBack(words = this.getAttribute("word-back")) {
    const card = this.card;
    this.letGo();
    this.say(words);
    if (card) this.focusOn(card);
  }

  letGo() {
    this.card?.removeAttribute("data-carried");
    this.target?.removeAttribute("data-target");
    for (const cell of this.querySelectorAll("[data-blocked], [data-fits]")) {
      cell.removeAttribute("data-blocked");
      cell.removeAttribute("data-fits");
    }
    this.card = this.target = this.blocked = null;
    delete this.dataset.carrying;
    delete this.dataset.marked;
    this.querySelector("[data-bar]").hidden = true;
    this.querySelector("[data-swap]").hidden = true;
  }

  focusOn(card) {
    const cell = card.closest("td[data-place]");
    (cell ?? card).focus({ preventScroll: false });
  }

  /* The meeting that stands at a place, unless it is the one carried. */
  otherAt(place) {
    const card = place.matches("td") ? place.querySelector(".board-card") : null;
    return card === this.card ? null : card;
  }

  /* Ask the server whether two meetings can change places; a button in the bar lets them. */
  async askSwap(other) {
    const card = this.card;
    const address = `${card.href}swap/${other.dataset.uid}/`;
    let found;
    try {
      found = await (await fetch(address, { headers: { Accept: "application/json" } })).json();
    } catch {
      return this.say(this.getAttribute("word-lost"), "bad");
    }
    if (this.card !== card) return;
    if (found.why) return this.say(found.why, "bad");
    const form = this.querySelector("[data-swap]");
    form.action = address;
    [form.elements.seen.value, form.elements.other_seen.value] = found.seen;
    form.hidden = false;
    this.say(found.question);
    form.querySelector("button").focus({ preventScroll: true });
  }

  async drop(place) {
    const card = this.card;
    if (!card || place.contains(card)) return this.putBack();
    const other = this.otherAt(place);
    if (other) return this.askSwap(other);
    if (this.blocked?.has(place)) return this.aim(place);
    const form = this.querySelector("[data-send]");
    const [slot, table] = place.dataset.place === "tray" ? ["", ""] : place.dataset.place.split("-");
    form.elements.slot.value = slot;
    form.elements.table.value = table;
    form.elements.seen.value = card.dataset.seen;
    form.elements.off.value = slot ? "" : "1";
    let answer, said;
    try {
      answer = await fetch(card.href, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      said = await answer.json();
    } catch {
      return this.say(this.getAttribute("word-lost"), "bad");
    }
    if (!answer.ok) return this.say(`${said.sentence ?? ""} ${said.remedy ?? ""}`.trim(), "bad");
    this.settle(card, place, said);
  }

  settle(card, place, said) {
    const before = this.placeOf(card);
    const item = card.closest("li");
    this.letGo();
    card.dataset.seen = said.seen;
    said.names.forEach((name, at) => (card.querySelectorAll(":scope > span")[at].textContent = name));
    if (place.dataset.place === "tray") {
      const line = document.createElement("li");
      line.append(card);
      this.tray.prepend(line);
      card.removeAttribute("tabindex");
    } else {
      card.querySelector("small")?.remove();
      card.tabIndex = -1;
      place.append(card);
      this.name(place);
    }
    if (item) item.remove();
    else this.name(before);
    this.say(said.said, "good");
    this.focusOn(card);
    if (said.moves !== Number(this.getAttribute("moves")) + 1) location.reload();
    this.setAttribute("moves", said.moves);
  }

  onDown(event) {
    const card = event.target.closest(".board-card");
    if (!card || event.button !== 0 || event.pointerType === "touch" || this.card) return;
    this.grip = { card, x: event.clientX, y: event.clientY, id: event.pointerId };
  }

  onMove(event) {
    // On its way to the button that answers a question, the mouse aims at nothing.
    const isAsked = !this.querySelector("[data-swap]").hidden;
    if (this.card && !this.ghost && !isAsked && event.pointerType === "mouse" && !this.grip) {
      const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
      if (place && this.contains(place) && place !== this.target) this.aim(place);
    }
    if (!this.grip) return;
    const { card, x, y } = this.grip;
    if (!this.ghost && Math.hypot(event.clientX - x, event.clientY - y) < 6) return;
    if (!this.ghost) this.startDrag(card);
    this.sheet.replaceSync(`.board-ghost { translate: ${event.clientX + 8}px ${event.clientY + 8}px; }`);
    const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place && this.contains(place) && place !== this.target) this.aim(place);
    this.scrollNear(event);
  }

  startDrag(card) {
    this.setPointerCapture(this.grip.id);
    this.ghost = card.cloneNode(true);
    this.ghost.removeAttribute("id");
    this.ghost.classList.add("board-ghost");
    this.ghost.setAttribute("aria-hidden", "true");
    this.append(this.ghost);
    this.pickUp(card);
  }

  scrollNear(event) {
    const pane = this.querySelector(".board-scroll");
    const box = pane.getBoundingClientRect();
    const edge = 40;
    if (event.clientX > box.right - edge && event.clientX < box.right + edge) pane.scrollLeft += 16;
    else if (event.clientX < box.left + edge + 80 && event.clientX > box.left) pane.scrollLeft -= 16;
    if (event.clientY > box.bottom - edge && event.clientY < box.bottom + edge) pane.scrollTop += 16;
    else if (event.clientY < box.top + edge && event.clientY > box.top - edge) pane.scrollTop -= 16;
  }

  onUp(event) {
    if (!this.ghost) {
      this.grip = null;
      return;
    }
    this.dragged = true;
    setTimeout(() => (this.dragged = false), 0);
    const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    this.endDrag();
    if (!this.card) return;
    if (!place || !this.contains(place) || place.contains(this.card)) return this.putBack();
    if (this.otherAt(place) || !this.blocked?.has(place)) return this.drop(place);
    const why = this.phrase("word-blocked", this.where(place)) + this.blocked.get(place);
    const card = this.card;
    this.letGo();
    this.focusOn(card);
    this.say(why, "bad");
  }

  endDrag() {
    this.ghost?.remove();
    this.ghost = this.grip = null;
    this.sheet.replaceSync("");
  }
}

customElements.define("meeting-board", MeetingBoard);

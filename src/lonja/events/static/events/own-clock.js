/* Says when something is by the clock of whoever reads, where it differs from that of the venue. */
class OwnClock extends HTMLElement {
  connectedCallback() {
    const [starts, ends] = ["starts", "ends"].map((name) => new Date(this.getAttribute(name)));
    const zone = this.getAttribute("zone");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (this.shown(starts, zone) === this.shown(starts, here)) return;
    const words = `${this.shown(starts, here)} – ${this.shown(ends, here)} (${here.replaceAll("_", " ")})`;
    this.textContent = this.getAttribute("words").replace("%s", words);
    this.hidden = false;
  }

  shown(moment, timeZone) {
    return moment.toLocaleString(document.documentElement.lang, { timeZone, dateStyle: "full", timeStyle: "short", hour12: false });
  }
}
customElements.define("own-clock", OwnClock);

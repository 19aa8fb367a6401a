/* Says when something is by the clock of whoever reads, where it differs from that of the venue. */
class OwnClock extends HTMLElement {
  connectedCallback() {
    const [starts, ends] = ["starts", "ends"].map((name) => new Date(this.getAttribute(name)));
    const zone = this.getAttribute("zone");
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const words = this.shown(starts, ends, here);
    if (words === this.shown(starts, ends, zone)) return;
    this.textContent = this.getAttribute("words").replace("%s", `${words} (${here.replaceAll("_", " ")})`);
    this.hidden = false;
  }

  shown(starts, ends, timeZone) {
    const language = document.documentElement.lang.replace(/^en$/, "en-GB");
    return new Intl.DateTimeFormat(language, { timeZone, dateStyle: "full", timeStyle: "short" }).formatRange(starts, ends);
  }
}
customElements.define("own-clock", OwnClock);

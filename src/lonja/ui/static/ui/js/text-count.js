/* Counts down the characters of a long text; the limit is written there without JavaScript too. */
class TextCount extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.words = this.querySelector("[data-count]");
    this.field.addEventListener("input", () => this.show());
    this.show();
  }

  show() {
    const left = Number(this.getAttribute("max")) - this.field.value.length;
    this.words.setAttribute("aria-live", left < 30 ? "polite" : "off");
    this.words.textContent = this.getAttribute("words").replace("%s", left.toLocaleString(document.documentElement.lang));
  }
}
customElements.define("text-count", TextCount);

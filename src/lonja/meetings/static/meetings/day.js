/* Counts the minutes down to a moment; the server writes what is left without JavaScript too. */
class CountDown extends HTMLElement {
  connectedCallback() {
    this.until = new Date(this.getAttribute("until"));
    this.timer = setInterval(() => this.show(), 5000);
    this.show();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const left = Math.max(0, Math.ceil((this.until - Date.now()) / 60000));
    this.textContent = this.getAttribute("words").replace("%s", left.toLocaleString(document.documentElement.lang));
  }
}
customElements.define("count-down", CountDown);

/* A sentence that stays hidden until the browser or the device refuses a passkey. */
class PasskeyTrouble extends HTMLElement {
  connectedCallback() {
    document.addEventListener("allauth.error", () => {
      this.hidden = false;
      this.querySelector("[tabindex]")?.focus();
    });
  }
}
customElements.define("passkey-trouble", PasskeyTrouble);

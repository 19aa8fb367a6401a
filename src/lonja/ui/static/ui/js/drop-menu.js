/* Closes a <details> menu with Escape or a press elsewhere; the menu itself needs no JavaScript. */
class DropMenu extends HTMLElement {
  connectedCallback() {
    this.menu = this.querySelector("details");
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      this.menu.open = false;
      this.menu.querySelector("summary").focus();
    });
    this.addEventListener("focusout", (event) => {
      if (event.relatedTarget && !this.contains(event.relatedTarget)) this.menu.open = false;
    });
    this.elsewhere = (event) => {
      if (!this.contains(event.target)) this.menu.open = false;
    };
    document.addEventListener("pointerdown", this.elsewhere);
  }

  disconnectedCallback() {
    document.removeEventListener("pointerdown", this.elsewhere);
  }
}
customElements.define("drop-menu", DropMenu);

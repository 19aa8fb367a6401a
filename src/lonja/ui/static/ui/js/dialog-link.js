/* Opens its <dialog> where the link would lead to a page that asks the same. */
class DialogLink extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector(":scope > a");
    const dialog = this.querySelector(":scope > dialog");
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      dialog.showModal();
    });
    link.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      dialog.showModal();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
  }
}
customElements.define("dialog-link", DialogLink);

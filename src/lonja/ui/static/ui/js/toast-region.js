/* Says what happened: the messages of this page, and the event "toast" that htmx answers
   may carry as HX-Trigger: {"toast": {"text": "…", "kind": "success"}}. */
class ToastRegion extends HTMLElement {
  connectedCallback() {
    for (const toast of this.querySelectorAll(".toast")) this.addClose(toast);
    this.heard = (event) => this.say(event.detail.text ?? event.detail.value, event.detail.kind);
    document.addEventListener("toast", this.heard);
  }

  disconnectedCallback() {
    document.removeEventListener("toast", this.heard);
  }

  say(text, kind = "info") {
    if (!text) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.dataset.kind = kind;
    const words = document.createElement("p");
    words.textContent = text;
    toast.append(words);
    this.addClose(toast);
    this.append(toast);
  }

  addClose(toast) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "icon-button";
    button.setAttribute("aria-label", this.getAttribute("close"));
    button.textContent = "✕";
    button.addEventListener("click", () => toast.remove());
    toast.append(button);
  }
}
customElements.define("toast-region", ToastRegion);

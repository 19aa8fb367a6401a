/* One button that walks through: as the device, light, dark. Absent without JavaScript, which it needs. */
class ThemeSwitch extends HTMLElement {
  static next = { auto: "light", light: "dark", dark: "auto" };
  static pictures = { auto: "circle-half", light: "sun", dark: "moon-stars" };

  connectedCallback() {
    if (this.firstChild) return;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "icon-button";
    this.button.innerHTML = '<svg class="icon" aria-hidden="true"><use></use></svg><span class="visually-hidden" role="status"></span>';
    this.button.addEventListener("click", () => this.choose(ThemeSwitch.next[this.chosen]));
    this.append(this.button);
    this.show();
    this.hidden = false;
  }

  get chosen() {
    return document.documentElement.dataset.theme ?? "auto";
  }

  choose(theme) {
    if (theme === "auto") {
      localStorage.removeItem("theme");
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem("theme", theme);
      document.documentElement.dataset.theme = theme;
    }
    this.show();
    document.dispatchEvent(new CustomEvent("theme-chosen"));
  }

  show() {
    const words = `${this.getAttribute("label")}: ${this.getAttribute(this.chosen)}`;
    this.button.querySelector("use").setAttribute("href", `${this.getAttribute("icons")}#${ThemeSwitch.pictures[this.chosen]}`);
    this.button.querySelector("span").textContent = words;
    this.button.title = words;
  }
}
customElements.define("theme-switch", ThemeSwitch);

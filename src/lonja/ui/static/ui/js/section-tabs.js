/* Scrolls the row of tabs so far that the page one is on stands in sight; without JavaScript it begins at the left. */
class SectionTabs extends HTMLElement {
  connectedCallback() {
    const here = this.querySelector("[aria-current]");
    const row = here?.closest("ul");
    if (!row || row.scrollWidth <= row.clientWidth) return;
    const [tab, whole] = [here.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += tab.left + tab.width / 2 - (whole.left + whole.width / 2);
  }
}
customElements.define("section-tabs", SectionTabs);

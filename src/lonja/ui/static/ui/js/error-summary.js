/* Brings the reader to what is wrong with the form: focus on the summary, then on the field. */
class ErrorSummary extends HTMLElement {
  connectedCallback() {
    this.focus();
    this.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && document.getElementById(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    });
  }
}
customElements.define("error-summary", ErrorSummary);

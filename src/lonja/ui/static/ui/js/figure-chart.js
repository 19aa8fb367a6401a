/* Draws a chart from the JSON it holds, beside the table that says the same.
   Fetches the library (its src) only where there is a chart. JSON: {kind: "bar"|"bars"|"line"|"pie", labels, series: [{name, values}]}. */
class FigureChart extends HTMLElement {
  static colours = ["--accent-sea", "--accent-clay", "--accent-olive", "--accent-silk", "--accent-saffron", "--accent-indigo", "--accent-pine", "--accent-slate"];

  async connectedCallback() {
    this.data = JSON.parse(this.querySelector("script").textContent);
    await this.library();
    this.hidden = false;
    this.closest("figure").querySelector(".figure-table")?.removeAttribute("open");
    this.board = document.createElement("div");
    this.board.className = "figure-board";
    this.board.setAttribute("role", "img");
    this.board.setAttribute("aria-label", this.getAttribute("label"));
    this.legend = document.createElement("ul");
    this.legend.className = "figure-legend";
    this.legend.setAttribute("aria-hidden", "true");
    this.append(this.legend, this.board);
    this.redraw = () => this.draw();
    document.addEventListener("theme-chosen", this.redraw);
    this.night = matchMedia("(prefers-color-scheme: dark)");
    this.night.addEventListener("change", this.redraw);
    this.watcher = new ResizeObserver(() => this.chart?.resize());
    this.watcher.observe(this);
    this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener("theme-chosen", this.redraw);
    this.night?.removeEventListener("change", this.redraw);
    this.watcher?.disconnect();
    this.chart?.dispose();
  }

  library() {
    FigureChart.loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = this.getAttribute("src");
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return FigureChart.loading;
  }

  colour(token) {
    this.style.color = `var(${token})`;
    const found = getComputedStyle(this).color;
    this.style.color = "";
    return found;
  }

  draw() {
    this.chart?.dispose();
    this.chart = window.echarts.init(this.board, null, { renderer: "svg" });
    const ink = this.colour("--ink-soft");
    const line = this.colour("--line");
    const common = {
      color: FigureChart.colours.map((token) => this.colour(token)),
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink },
      animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 300,
    };
    this.explain(common.color);
    this.chart.setOption({ ...common, ...(this.data.kind === "pie" ? this.pie() : this.axes(ink, line)) });
  }

  explain(colours) {
    const names = this.data.series.length > 1 ? this.data.series.map((one) => one.name) : [];
    this.legend.replaceChildren(...names.map((name, place) => {
      const item = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.style.background = colours[place % colours.length];
      item.append(swatch, name);
      return item;
    }));
  }

  /* A number as the reader of the page writes it; no value stays empty. */
  written(value) {
    return typeof value === "number" ? value.toLocaleString(document.documentElement.lang) : value ?? "";
  }

  pie() {
    const [only] = this.data.series;
    const data = this.data.labels.map((name, place) => ({ name, value: only.values[place] }));
    const label = { color: this.colour("--ink"), formatter: ({ name, value }) => `${name}: ${this.written(value)}` };
    return { series: [{ type: "pie", radius: ["45%", "70%"], data, label, itemStyle: { borderColor: this.colour("--paper-raised"), borderWidth: 2 } }] };
  }

  axes(ink, line) {
    const names = { type: "category", data: this.data.labels, axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: ink, width: 160, overflow: "truncate" } };
    const numbers = { type: "value", splitLine: { lineStyle: { color: line } }, axisLabel: { color: ink, formatter: (value) => this.written(value) } };
    const lying = this.data.kind === "bars";
    const type = this.data.kind === "line" ? "line" : "bar";
    return {
      grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
      xAxis: lying ? numbers : names,
      yAxis: lying ? { ...names, inverse: true } : numbers,
      series: this.data.series.map((one) => ({
        name: one.name, data: one.values, type, barMaxWidth: 44, symbolSize: 8, lineStyle: { width: 3 },
        itemStyle: type === "bar" ? { borderRadius: lying ? [0, 4, 4, 0] : [4, 4, 0, 0] } : {},
        label: { show: type === "bar", position: lying ? "right" : "top", color: this.colour("--ink"), formatter: ({ value }) => this.written(value) },
      })),
    };
  }
}
customElements.define("figure-chart", FigureChart);

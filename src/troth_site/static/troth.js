// What HTML cannot do by itself. Every page works without this file.
"use strict";

const YEAR_SECONDS = 365 * 24 * 3600;
const base = document.currentScript.dataset.base;

// The theme: a cookie the server reads, so that the next page comes in the right colours at once.
for (const form of document.querySelectorAll("form[data-theme-choice]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    choose(form, event.submitter.value);
  });
}

function choose(form, theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR_SECONDS : 0}; SameSite=Lax${secure}`;
  if (theme) document.documentElement.dataset.bsTheme = theme;
  else delete document.documentElement.dataset.bsTheme;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  drawCharts();
}

// Who takes a seat works, as a rule, where their device is; the choice stands there to be seen and changed.
for (const zones of document.querySelectorAll('.e-fields select[name="zone"]')) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (!zones.value && [...zones.options].some((option) => option.value === here)) zones.value = here;
}

// On a narrow screen the tab one is on comes into view.
for (const tab of document.querySelectorAll(".t-tabs [aria-current]")) {
  const bar = tab.closest(".t-tabs");
  bar.scrollLeft += tab.getBoundingClientRect().right - bar.getBoundingClientRect().right + tab.offsetWidth;
}

// Countries stand as their codes; the browser knows what the reader calls them.
function nameCountries() {
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: "region" });
  for (const place of document.querySelectorAll('[data-country], select[name="country"] > option')) {
    const code = place.textContent.trim();
    if (/^[A-Z]{2}$/.test(code)) place.textContent = names.of(code);
  }
}
nameCountries();

// Menus close when the reader turns elsewhere.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.t-menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.activeElement?.closest("details.t-menu[open]");
  closeMenus(null);
  menu?.querySelector("summary").focus();
});

// A part of a page that cannot be fetched becomes the whole page, where the error has room to say what happened.
document.addEventListener("htmx:response:error", (event) => {
  const { request, sourceElement } = event.detail.ctx;
  const polls = sourceElement?.getAttribute("hx-trigger")?.startsWith("every");
  if (polls || request.method.toUpperCase() !== "GET") return;
  event.detail.ctx.swap = "none";
  location.assign(request.action);
});

// Charts: the drawing library is large, so it comes only where a page has a chart.
let library;

function load(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${base}vendor/${name}.js`;
    script.onload = resolve;
    script.onerror = reject;
    document.head.append(script);
  });
}

function colour(name) {
  const probe = document.createElement("span");
  probe.className = `t-probe-${name}`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

function look() {
  const ink = colour("ink");
  const quiet = colour("quiet");
  const line = colour("line");
  const font = getComputedStyle(document.body).fontFamily;
  return {
    background: "transparent",
    font,
    view: { stroke: line },
    axis: { labelColor: quiet, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12 },
    legend: { labelColor: quiet, titleColor: ink },
    mark: { color: colour("accent") },
    point: { color: colour("accent"), fill: colour("accent") },
    rule: { color: quiet },
  };
}

async function drawCharts() {
  const places = [...document.querySelectorAll("[data-chart]")];
  if (!places.length) return;
  library ??= load("vega").then(() => load("vega-lite")).then(() => load("vega-embed"));
  await library;
  for (const place of places) {
    const specification = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    // The table stands open for readers without JavaScript, and folds once the picture says the same.
    const table = place.closest("figure")?.querySelector("details");
    if (place.hidden && table) table.open = false;
    place.hidden = false;
    if (typeof specification.width === "number") {
      specification.width = Math.min(specification.width, place.parentElement.clientWidth);
      specification.autosize ??= { type: "fit", contains: "padding" };
    }
    // The canvas renderer and the interpreter need neither style attributes nor eval: both are refused by our policy.
    await vegaEmbed(place, specification, {
      ast: true, actions: false, defaultStyle: false, renderer: "canvas", tooltip: false, config: look(),
    });
  }
}
drawCharts();
document.addEventListener("htmx:after:swap", drawCharts);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawCharts);

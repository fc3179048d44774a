// The bar, moving between views, choosing an edit, pointing at one.
function renderTop() {
  document.querySelector(".skip").textContent = ui("skip");
  byId("panel").setAttribute("aria-label", ui("evidence"));
  byId("top").replaceChildren(
    h("button", { cls: "tool menu-button", type: "button", id: "menu", "aria-label": ui("documents"), "aria-expanded": "false", onclick: () => toggleMenu() }, icon("removal")),
    h("div", { cls: "brand" }, h("span", { cls: "seal", "aria-hidden": "true" }, "校"), h("span", {}, ui(SERVED ? "app_desk" : "app"))), h("span", { cls: "grow" }), ...deskTools(),
    h("label", { cls: "searchbox" }, icon("search"), h("span", { cls: "sr" }, ui("search")), h("input", { id: "search", type: "text", placeholder: `${ui("search")}  /`, value: found.query, autocomplete: "off", spellcheck: "false", oninput: (event) => { searchFrom(event.target.value); } }), h("span", { cls: "hits num", id: "hits", "aria-live": "polite" })),
    h("button", { cls: "tool", type: "button", id: "beside", onclick: toggleBeside, "aria-pressed": String(state.beside), "aria-label": ui("beside"), title: `${ui("beside")} (v)` }, icon("beside")),
    h("button", { cls: "tool", type: "button", onclick: toggleLanguage, lang: Language.column ? "zh-CN" : "en" }, ui("language")),
    h("button", { cls: "tool", type: "button", onclick: toggleTheme, "aria-label": ui("theme"), title: ui("theme") }, icon("theme")),
    h("button", { cls: "tool", type: "button", onclick: showHelp, "aria-label": ui("help"), title: `${ui("help")} (?)` }, icon("help")));
  renderProgress();
}
// On a narrow screen the left column is a drawer.
function toggleMenu(wanted) {
  const shown = document.querySelector(".frame").classList.toggle("menu", wanted);
  byId("menu").setAttribute("aria-expanded", String(shown));
}
function toggleBeside() {
  state.beside = !state.beside;
  memory.set("beside", state.beside ? "1" : "");
  document.querySelector(".frame").classList.toggle("broad", state.beside);
  renderTop();
  if (state.view === "document") { rerender(); showCurrent(true); }
}
async function searchFrom(query) {
  if (state.view !== "document" && query) { await open("document", state.document); byId("search").focus(); }
  search(query);
}
function refresh() {
  document.querySelector(".frame").classList.toggle("wide", state.view !== "document");
  renderSide();
  if (state.view === "overview") showOverview();
  else if (state.view === "figures") showFigures();
  else if (state.view === "done") showDone();
  else { showDocument(); renderPanel(); if (found.query) search(found.query); }
  writeHash();
}
async function loadFigures() {
  if (DESK.figures && !CORPUS.figures) CORPUS.figures = await keep.document("figures");
}
async function open(view, index) {
  if (view === "document") {
    try { await ensure(index ?? state.document); } catch (error) { toast(error.message, true); return; }
  }
  if (view === "figures") {
    try { await loadFigures(); } catch (error) { toast(error.message, true); return; }
  }
  const same = view === state.view && (index === undefined || index === state.document);
  state.view = view;
  if (index !== undefined && index !== state.document) { state.document = index; }
  if (!same) state.edit = state.finding = null;
  hideTip();
  toggleMenu(false);
  refresh();
  renderProgress();
  window.scrollTo(0, 0);
}
// The text again with other filters; the paragraph at the top of the window stays there.
function rerender() {
  const anchor = atTop("[data-row]");
  const row = anchor ? Number(anchor.dataset.row) : 0, top = anchor ? anchor.getBoundingClientRect().top : 0;
  showDocument();
  renderPanel();
  if (anchor) { const again = rowElement(row); if (again) { again.scrollIntoView(); window.scrollBy(0, again.getBoundingClientRect().top - top); } }
  if (found.query) search(found.query);
}
function choose(place, quietly) {
  state.edit = place;
  const { data, shown } = current();
  if (place !== null && !shown[place]) {
    state.pair = state.cause = null;
    state.kinds.add(data.edits[place].kind);
    if (!passes(data.edits[place])) { resetFilters(); state.kinds.add(data.edits[place].kind); }
    rerender();
    renderSide();
  } else renderPanel();
  showCurrent(!quietly);
  writeHash();
  if (place !== null) byId("live").textContent = `${spoken(data.edits[place])}. ${say("reason", data.edits[place].reason)}`;
}
async function step(direction) {
  if (state.view !== "document") await open("document", state.document);
  const places = roll.places;
  if (!places.length) return;
  const at = places.indexOf(leadOf(openDocument(state.document), state.edit));
  if (at >= 0) { const next = places[at + direction]; if (next !== undefined) choose(next); return; }
  choose(direction > 0 ? fromHere(places) : places[places.length - 1]);
}
// With nothing chosen, start at what the reader sees.
function fromHere(places) {
  const data = openDocument(state.document);
  if (state.order === "doubt") return places.find((place) => !settled(data.edits[place])) ?? places[0];
  const listed = new Set(places);
  const element = atTop("[data-e]", (mark) => listed.has(Number(mark.dataset.e)));
  return element ? Number(element.dataset.e) : places[0];
}
function toggleChip(element, target) {
  if (element.classList.contains("chip") && (target === element || target.closest("[data-fold]"))) element.classList.toggle("open");
}

function hideTip() { byId("tip").hidden = true; }
function showTip(element) {
  const tip = byId("tip");
  const edit = openDocument(state.document).edits[Number(element.dataset.e)];
  tip.className = `tip k-${edit.kind}`;
  tip.replaceChildren(h("div", {}, pill(edit.kind, say("kind", edit.kind)), " ", rowWords(edit)), h("p", { cls: "why" }, say("reason", edit.reason)));
  tip.hidden = false;
  const box = element.getClientRects()[0] || element.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const above = box.top - size.height - 8;
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - size.width - 8))}px`;
  tip.style.top = `${above > 56 ? above : box.bottom + 8}px`;
}
function toggleTheme() {
  const theme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
  memory.set("theme", theme);
  setTheme(theme);
}
function toggleLanguage() {
  const language = Language.column ? "zh" : "en";
  memory.set("language", language);
  setLanguage(language);
  renderTop();
  const top = scrollY;
  refresh();
  if (state.view === "document") showCurrent(false);
  renderProgress();
  window.scrollTo(0, top);
}

async function fromHash() {
  const wanted = readHash();
  if (state.view === "document") {
    try { await ensure(state.document); } catch (error) { state.view = "overview"; toast(error.message, true); }
  }
  if (state.view === "document" && wanted !== undefined) {
    const place = openDocument(state.document).byId.get(wanted);
    if (place !== undefined) state.edit = place;
  }
  renderTop();
  const chosen = state.edit;
  if (state.view === "figures") await loadFigures().catch((error) => toast(error.message, true));
  refresh();
  if (chosen !== null) choose(chosen);
  else if (state.view === "figures" && findingOf(state.finding)) chooseFinding(state.finding);
  else window.scrollTo(0, 0);
}
async function start() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  setTheme(memory.get("theme") || (dark.matches ? "dark" : "light"));
  dark.addEventListener("change", (event) => { if (!memory.get("theme")) setTheme(event.matches ? "dark" : "light"); });
  setLanguage(memory.get("language") || (/^zh/i.test(navigator.language) ? "zh" : "en"));
  desk.who = memory.get("who") || DESK.who || "";
  state.beside = memory.get("beside") === "1";
  document.querySelector(".frame").classList.toggle("broad", state.beside);
  readHash();
  renderTop();
  renderSide();
  await Promise.all([keep.refresh(), state.view === "document" ? ensure(state.document).catch(() => null) : null]);
  await fromHash();
  keep.watch(afterDecisions);
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", fromHash);
  const main = byId("main");
  main.addEventListener("click", (event) => {
    if (event.target.closest(".link")) return;
    const element = event.target.closest("[data-e]");
    if (!element || state.view !== "document") return;
    hideTip();
    toggleChip(element, event.target);
    choose(Number(element.dataset.e), true);
  });
  main.addEventListener("mouseover", (event) => { const element = event.target.closest(".mark, .arrow"); if (element) showTip(element); else hideTip(); });
  main.addEventListener("mouseleave", hideTip);
  addEventListener("scroll", hideTip, { passive: true });
}
start();

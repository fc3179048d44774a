// Keys: one table; whoever extends the page adds to it with bindKey.
const KEYS = new Map();
function bindKey(key, action) { KEYS.set(key, action); }
// What a reviewer chose instead, kept in his browser: the table's key, his key.
let chosenKeys = {};
try { chosenKeys = JSON.parse(memory.get("keys") || "{}"); } catch { /* as the table has them */ }
const keyOf = (key) => (typeof chosenKeys[key] === "string" ? chosenKeys[key] : key);
const meantBy = (pressed) => Array.from(KEYS.keys()).find((key) => keyOf(key) === pressed);
const kbd = (key) => h("kbd", {}, keyOf(key));
// Whatever had the key before takes the old one: no action is ever without.
function chooseKey(key, pressed) {
  const other = meantBy(pressed), old = keyOf(key);
  chosenKeys = { ...chosenKeys, [key]: pressed, ...(other && other !== key ? { [other]: old } : {}) };
  memory.set("keys", JSON.stringify(chosenKeys));
}

// The same keys decide on the figures while these are shown.
const onFigures = (figures, text) => (event) => (state.view === "figures" ? figures(event) : text(event));
bindKey("j", onFigures(() => stepFinding(1), () => step(1)));
bindKey("k", onFigures(() => stepFinding(-1), () => step(-1)));
bindKey("a", onFigures(() => pressFinding("accept"), () => press("accept")));
bindKey("r", onFigures(() => pressFinding("reject"), () => press("reject")));
bindKey("e", onFigures(askCorrection, () => {
  const chosen = chosenWords();
  if (chosen) askOwn(chosen);
  else if (chosen === undefined && state.edit === null) toast(ui("own_where"));
  else askAmend();
}));
bindKey("s", onFigures(skipFinding, skip));
bindKey("u", undo);
bindKey("A", onFigures(() => askKind("accept"), () => askAll("cause", "accept")));
bindKey("R", onFigures(() => askKind("reject"), () => askAll("cause", "reject")));
bindKey("=", () => askAll("equal", "accept"));
bindKey("9", () => askAll("rule", "accept"));
bindKey("w", () => { if (state.cause !== null) state.cause = null; else if (state.edit !== null) state.cause = openDocument(state.document).edits[state.edit].cause || 0; else return; refilter(); });
bindKey("g", () => goOn(state.view === "figures" && state.finding !== null ? state.finding : state.view === "document" && state.edit !== null ? openDocument(state.document).edits[state.edit].id : undefined));
bindKey("c", () => { const field = byId("comment"); if (field) field.focus(); });
bindKey("v", toggleBeside);
bindKey("p", toggleFacsimile);
bindKey("+", () => zoomBy(ZOOM_STEP));
bindKey("-", () => zoomBy(1 / ZOOM_STEP));
bindKey("0", fit);
bindKey("x", exportDecisions);
bindKey("[", () => neighbour(-1));
bindKey("]", () => neighbour(1));
bindKey("/", () => byId("search").select());
bindKey("f", () => { const box = document.querySelector("#side .filter"); if (box) box.focus(); });
bindKey("o", () => open("overview"));
bindKey("n", () => open("figures"));
bindKey("t", toggleTheme);
bindKey("l", toggleLanguage);
bindKey("?", showHelp);
bindKey("Escape", () => { hideTip(); if (found.query) { byId("search").value = ""; search(""); } else if (state.finding !== null) chooseFinding(null); else if (state.edit !== null) choose(null); });
bindKey("Enter", (event) => {
  const element = document.activeElement;
  if (element && element.matches(".mark, .arrow")) { toggleChip(element, event.target); choose(Number(element.dataset.e)); return true; }
  return false;
});

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input, select, textarea")) {
    if (event.key === "Escape") event.target.blur();
    if (event.target.id === "comment" && event.key === "Enter" && !event.isComposing) event.target.blur();
    if (event.target.id === "search" && event.key === "Enter") nextMatch(event.shiftKey ? -1 : 1);
    return;
  }
  if (byId("help").open || byId("ask").open) return;
  const action = KEYS.get(meantBy(event.key));
  if (action && action(event) !== false) event.preventDefault();
}
function neighbour(direction) {
  const next = state.view === "document" ? state.document + direction : 0;
  if (CORPUS.documents[next]) open("document", next);
}
function showHelp() {
  const dialog = byId("help");
  const fixed = (key) => key.length > 1 || !KEYS.has(key);
  const cap = (key) => (fixed(key) ? h("kbd", {}, key) : h("button", { cls: "key", type: "button", "data-key": key, "aria-label": ui("change_key", { key: keyOf(key) }), onclick: () => wait(key) }, kbd(key)));
  const wait = (key) => {
    dialog.querySelector(`[data-key="${CSS.escape(key)}"] kbd`).textContent = "…";
    byId("live").textContent = ui("press_key");
    dialog.onkeydown = (event) => {
      if (event.key.length > 1 && event.key !== "Escape") return;
      event.preventDefault();
      if (event.key.length === 1 && event.key !== " ") chooseKey(key, event.key);
      showHelp();
      dialog.querySelector(`[data-key="${CSS.escape(key)}"]`).focus();
    };
  };
  const back = () => { chosenKeys = {}; memory.set("keys", "{}"); showHelp(); };
  dialog.onkeydown = null;
  dialog.replaceChildren(h("h2", {}, ui("help")), h("p", { cls: "muted" }, ui("keys_note")),
    h("dl", {}, Object.keys(STRINGS.keys).map((keys) => [h("dt", {}, keys.split(" ").map(cap)), h("dd", {}, say("keys", keys))])),
    h("form", { method: "dialog", cls: "done-row" }, h("button", { cls: "action" }, ui("close")), Object.keys(chosenKeys).length ? h("button", { cls: "action", type: "button", id: "keys-back", onclick: back }, ui("keys_back")) : ""));
  if (dialog.open) return;
  dialog.addEventListener("close", () => { renderTop(); if (state.view === "document") renderPanel(); else refresh(); }, { once: true });
  dialog.showModal();
}

// Keys: one table; whoever extends the page adds to it with bindKey.
const KEYS = new Map();
function bindKey(key, action) { KEYS.set(key, action); }

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
  const action = KEYS.get(event.key);
  if (action && action(event) !== false) event.preventDefault();
}
function neighbour(direction) {
  const next = state.view === "document" ? state.document + direction : 0;
  if (CORPUS.documents[next]) open("document", next);
}
function showHelp() {
  const dialog = byId("help");
  dialog.replaceChildren(h("h2", {}, ui("help")), h("dl", {}, Object.keys(STRINGS.keys).map((key) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, say("keys", key))])),
    h("form", { method: "dialog" }, h("button", { cls: "action" }, ui("close"))));
  dialog.showModal();
}

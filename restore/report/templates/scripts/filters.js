// The left column: pages, documents, articles, filters with their counts.
function renderSide() {
  const side = byId("side");
  const top = side.scrollTop;
  const left = openFindings();
  side.replaceChildren(
    h("span", { cls: "sr", id: "side-title" }, ui("documents")),
    navigation("overview", ui("overview"), ""),
    navigation("figures", ui("figures"), left ? pill("conflict", number(left)) : ""),
    h("h2", {}, ui("documents")),
    ...documentList(),
    ...(state.view === "document" ? filterColumn() : []),
  );
  side.scrollTop = top;
}
function navigation(view, label, badge) {
  return h("button", { cls: "nav", type: "button", "aria-current": state.view === view ? "page" : null, onclick: () => open(view) }, icon(view), label, h("span", { cls: "badge" }, badge));
}
// A long list shows the documents around the open one, and those that a search finds.
const LISTED = 60;
const finder = { query: "" };
function documentList() {
  const all = CORPUS.documents.map((_, index) => index);
  if (all.length <= LISTED) return [h("ul", {}, all.map((index) => h("li", {}, documentEntry(CORPUS.documents[index], index))))];
  const list = h("ul", {});
  const fill = () => {
    const query = finder.query.trim().toLowerCase();
    const found = query ? all.filter((index) => `${CORPUS.documents[index].id} ${CORPUS.documents[index].title}`.toLowerCase().includes(query)) : all;
    const from = query ? 0 : Math.max(0, Math.min(state.document - LISTED / 2, all.length - LISTED));
    list.replaceChildren(...found.slice(from, from + LISTED).map((index) => h("li", {}, documentEntry(CORPUS.documents[index], index))));
  };
  fill();
  return [h("input", { cls: "finder", type: "search", placeholder: ui("find_document"), "aria-label": ui("find_document"), value: finder.query, oninput: (event) => { finder.query = event.target.value; fill(); } }), list];
}
// Edits by kind of each document, counted once.
const tallies = new Map();
function kindsOf(index) {
  if (!tallies.size)
    for (const [document, , , kind, , count] of CORPUS.counts) {
      const found = tallies.get(document) || {};
      found[kind] = (found[kind] || 0) + count;
      tallies.set(document, found);
    }
  return tallies.get(index) || {};
}
const WEIGHTY = ["correction", "removal", "move", "suggestion", "flag"];
function tally(index, kinds) {
  const found = kindsOf(index);
  return kinds.filter((kind) => found[kind]).map((kind) => h("span", { cls: `k-${kind}`, title: say("kind", kind), "aria-label": `${say("kind", kind)} ${found[kind]}` }, icon(kind), number(found[kind])));
}
function documentEntry(item, index) {
  const chosen = state.view === "document" && state.document === index;
  const signed = SERVED && signOf(item.id);
  const entry = h("button", { cls: "doc", type: "button", "aria-current": chosen ? "page" : null, onclick: () => open("document", index) },
    h("span", { cls: "name", lang: "zh-CN" }, signed ? h("span", { cls: "k-agree signed", title: ui("signed_by", { who: signed.who }) }, icon("check"), " ") : null, words(item.title)), item.title !== item.id && h("span", { cls: "id" }, item.id), h("span", { cls: "tally num" }, tally(index, WEIGHTY)));
  if (!chosen || item.articles.length < 2) return entry;
  return [entry, h("ul", { cls: "outline", "aria-label": ui("outline") }, item.articles.map((article) =>
    h("li", {}, h("button", { type: "button", onclick: () => goTo(index, article.paragraph) }, words(clip(article.title || ui("untitled"), 48)), " ", incomplete(article, true)))))];
}

function filterColumn() {
  if (!loaded.has(state.document) && !byId(`document-${state.document}`)) return [];
  const edits = openDocument(state.document).edits.filter((edit) => !edit.follows);
  const counts = (field) => edits.reduce((found, edit) => found.set(edit[field], (found.get(edit[field]) || 0) + 1), new Map());
  const kinds = counts("kind"), stages = counts("stage"), decisions = counts("decision"), rules = counts("rule");
  const parts = [h("h2", { id: "filters" }, ui("filters"), h("button", { type: "button", onclick: () => { resetFilters(); refilter(); } }, ui("reset")))];
  if (state.cause !== null) parts.push(h("div", { cls: "pill-filter" }, ui("only_cause"), h("button", { type: "button", "aria-label": ui("close"), onclick: () => { state.cause = null; refilter(); } }, icon("close"))));
  if (state.pair) parts.push(h("div", { cls: "pill-filter" }, pair(state.pair.before, state.pair.after, 12), h("button", { type: "button", "aria-label": ui("close"), onclick: () => { state.pair = null; refilter(); } }, icon("close"))));
  parts.push(h("div", { role: "group", "aria-label": ui("kinds") }, KINDS.filter((kind) => kinds.has(kind)).map((kind) =>
    toggle("kind", kind, kinds.get(kind), state.kinds.has(kind), state.kinds))));
  parts.push(h("h2", {}, ui("stages")), facet("stage", stages, state.stages));
  parts.push(h("h2", {}, ui("decisions")), facet("decision", decisions, state.decisions));
  parts.push(confidence());
  parts.push(h("details", { cls: "rules", open: state.rules.size > 0 }, h("summary", {}, `${ui("rules")} (${rules.size})`), facet("rule", rules, state.rules)));
  return parts;
}
function facet(section, counts, chosen) {
  return h("div", { role: "group" }, Array.from(counts).sort((a, b) => b[1] - a[1]).map(([key, count]) => toggle(section, key, count, chosen.has(key), chosen)));
}
function toggle(section, key, count, pressed, chosen) {
  return h("button", { cls: section === "kind" ? `filter k-${key}` : "filter", type: "button", "aria-pressed": String(pressed), title: key, "data-filter": `${section}:${key}`,
    onclick: () => { state.pair = state.cause = null; if (chosen.has(key)) chosen.delete(key); else chosen.add(key); refilter(`${section}:${key}`); } },
  h("span", { cls: "box" }, icon("check")), h("span", { cls: "label" }, section === "kind" && icon(key), h("span", {}, section === "rule" ? rule(key) : say(section, key))), h("span", { cls: "badge" }, number(count)));
}
function confidence() {
  const label = h("span", { cls: "num" }, state.confidence.toFixed(2));
  let waiting = 0;
  const input = h("input", { type: "range", min: "0", max: "1", step: "0.05", value: state.confidence, "aria-label": ui("confidence"), oninput: (event) => {
    state.confidence = Number(event.target.value);
    label.textContent = state.confidence.toFixed(2);
    clearTimeout(waiting);
    waiting = setTimeout(() => { state.pair = null; rerender(); }, 120);
  } });
  const bound = h("button", { type: "button", onclick: () => { state.bound = state.bound === "min" ? "max" : "min"; state.confidence = state.bound === "min" ? 0 : 1; refilter(); } }, ui(state.bound === "min" ? "at_least" : "at_most"));
  return h("div", {}, h("h2", {}, ui("confidence")), h("div", { cls: "slider" }, h("div", { cls: "row" }, bound, label), input));
}
function refilter(focus) {
  rerender();
  renderSide();
  if (focus) { const again = document.querySelector(`[data-filter="${CSS.escape(focus)}"]`); if (again) again.focus(); }
}

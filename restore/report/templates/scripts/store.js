// What the reader is looking at: view, document, chosen edit, filters. One place changes it.
const KINDS = ["flag", "suggestion", "correction", "removal", "move", "form", "space", "rejected"];
const DEFAULT_KINDS = ["flag", "suggestion", "correction", "removal", "move"];

// The review server shows the most doubtful first; a report is read from top to bottom.
const SERVED_ORDER = parse("desk").mode === "served" ? "doubt" : "text";

const state = {
  view: "overview", document: 0, edit: null, finding: null,
  kinds: new Set(DEFAULT_KINDS), stages: new Set(), decisions: new Set(), rules: new Set(),
  bound: "min", confidence: 0, pair: null, cause: null, order: SERVED_ORDER, open: false, beside: false,
};

const memory = {
  get(key) { try { return localStorage.getItem(`restore-report.${key}`); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(`restore-report.${key}`, value); return true; } catch { return false; /* private mode, or full */ } },
};

// Documents are parsed when they are first opened; those that are not in the page are fetched by
// ensure() before anything that shows them is called.
const loaded = new Map();
function openDocument(index) {
  if (!loaded.has(index)) takeDocument(index, parse(`document-${index}`));
  return loaded.get(index);
}
function takeDocument(index, data) {
  data.order = readingOrder(data);
  data.doubt = byDoubt(data);
  data.byId = new Map(data.edits.map((edit, place) => [edit.id, place]));
  data.chains = chains(data);
  loaded.set(index, data);
}
async function ensure(index) {
  if (!loaded.has(index) && !byId(`document-${index}`)) takeDocument(index, await keep.document(index));
  return openDocument(index);
}
// What a person must decide first, then what was done on the weakest ground.
const DOUBT = ["flag", "suggestion", "correction", "removal", "move", "form", "rejected", "space"];
function byDoubt(data) {
  const rank = (edit) => (edit.reason === "reviewers_disagree" ? -1 : DOUBT.indexOf(edit.kind) < 2 ? 0 : DOUBT.indexOf(edit.kind) < 5 ? 1 : 2);
  const places = new Map(data.order.map((place, at) => [place, at]));
  return data.order.slice().sort((a, b) => {
    const first = data.edits[a], second = data.edits[b];
    return rank(first) - rank(second) || first.confidence - second.confidence || places.get(a) - places.get(b);
  });
}
function readingOrder(data) {
  const seen = new Set();
  const put = (edit) => { if (edit !== undefined && edit !== null) seen.add(edit); };
  for (const paragraph of data.paragraphs)
    for (const item of paragraph.segments || []) {
      if (typeof item === "string") continue;
      put(item.m); put(item.d); put(item.i); (item.n || []).forEach(put);
    }
  data.edits.forEach((_, place) => seen.add(place));
  return Array.from(seen);
}
// Text that one edit inserted and a later one took out links the two.
function chains(data) {
  const later = new Map(), earlier = new Map();
  const tie = (first, second) => {
    if (first === second) return;
    later.set(first, (later.get(first) || new Set()).add(second));
    earlier.set(second, (earlier.get(second) || new Set()).add(first));
  };
  for (const paragraph of data.paragraphs)
    for (const item of paragraph.segments || []) if (item.i !== undefined && item.d !== undefined) tie(item.i, item.d);
  return { later, earlier };
}

function passes(edit) {
  if (state.cause !== null) return (edit.cause || 0) === state.cause;
  if (state.pair) return edit.before === state.pair.before && edit.after === state.pair.after;
  if (!state.kinds.has(edit.kind)) return false;
  if (state.stages.size && !state.stages.has(edit.stage)) return false;
  if (state.decisions.size && !state.decisions.has(edit.decision)) return false;
  if (state.rules.size && !state.rules.has(edit.rule)) return false;
  return state.bound === "min" ? edit.confidence >= state.confidence : edit.confidence <= state.confidence;
}
function current() {
  const data = openDocument(state.document);
  return { data, shown: data.edits.map(passes) };
}
function resetFilters() {
  state.kinds = new Set(DEFAULT_KINDS);
  state.stages.clear(); state.decisions.clear(); state.rules.clear();
  state.bound = "min"; state.confidence = 0; state.pair = null; state.cause = null;
}

function writeHash() {
  const parts = [`view=${state.view}`];
  if (state.view === "document") {
    parts.push(`doc=${state.document}`);
    if (state.edit !== null) parts.push(`edit=${openDocument(state.document).edits[state.edit].id}`);
  }
  if (state.view === "figures" && state.finding !== null) parts.push(`finding=${state.finding}`);
  history.replaceState(null, "", `#${parts.join("&")}`);
}
function readHash() {
  const fields = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
  if (fields.theme === "dark" || fields.theme === "light") setTheme(fields.theme);
  if (fields.lang === "zh" || fields.lang === "en") setLanguage(fields.lang);
  if (["overview", "document", "figures", "done"].includes(fields.view)) state.view = fields.view;
  if (fields.doc !== undefined && CORPUS.documents[Number(fields.doc)]) {
    state.document = Number(fields.doc);
    state.view = fields.view || "document";
  }
  if (fields.kinds) state.kinds = new Set(fields.kinds === "all" ? KINDS : fields.kinds.split(","));
  state.edit = null;
  state.finding = fields.finding || null;
  return fields.edit;
}
function setTheme(theme) { document.documentElement.dataset.theme = theme; }
function setLanguage(language) {
  Language.column = language === "en" ? 1 : 0;
  document.documentElement.lang = language === "en" ? "en" : "zh-CN";
  document.title = `${ui(SERVED ? "app_desk" : "app")} · restore`;
}

// The figure table: what agrees, what contradicts, how figures moved, what does not add up.
const table2 = { section: "all", document: "", query: "" };
const VERDICTS = ["conflict", "unconfirmed", "agree", "not-comparable"];

function showFigures() {
  const figures = CORPUS.figures;
  if (!figures) { byId("main").replaceChildren(h("p", { cls: "hint" }, ui("figures_off"))); return; }
  const results = h("div", { cls: "page", id: "figure-results" });
  byId("main").replaceChildren(h("div", { cls: "page", style: "gap:0" }, h("header", { cls: "hero" }, h("h1", {}, ui("figures"))), figureBar(figures)), results);
  drawFigures();
}
function figureBar(figures) {
  const count = (verdict) => figures.groups.filter((group) => group.verdict === verdict).length;
  const sections = [["all", ui("all"), null, null], ...VERDICTS.map((verdict) => [verdict, say("verdict", verdict), count(verdict), verdict]), ["checks", ui("checks"), figures.checks.length, "form"], ["facts", ui("facts"), figures.facts.length, "suggestion"], ["series", ui("series"), figures.series.length, "move"]];
  const chips = sections.filter(([, , size]) => size === null || size > 0).map(([key, label, size, kind]) =>
    h("button", { cls: `chip${kind ? ` k-${kind}` : ""}`, type: "button", "aria-pressed": String(table2.section === key), onclick: () => { table2.section = key; showFigures(); } }, kind && ICONS[key] ? icon(key) : null, label, size === null ? null : h("span", { cls: "num" }, number(size))));
  return h("div", { cls: "figure-bar" }, chips,
    h("select", { "aria-label": ui("document"), onchange: (event) => { table2.document = event.target.value; drawFigures(); } }, h("option", { value: "" }, ui("all_documents")), CORPUS.documents.map((item) => h("option", { value: item.id, selected: table2.document === item.id }, clip(item.title, 24)))),
    h("input", { type: "search", placeholder: ui("search_figures"), "aria-label": ui("search_figures"), value: table2.query, oninput: (event) => { table2.query = event.target.value; drawFigures(); } }));
}
function drawFigures() {
  const figures = CORPUS.figures;
  const wants = (section) => table2.section === "all" || table2.section === section;
  const fits = (documents, text) => (!table2.document || documents.includes(table2.document)) && (!table2.query || text.includes(table2.query));
  const groupFits = (group) => { const claims = group.claims.map((place) => figures.claims[place]); return fits(claims.map((claim) => claim.document), `${group.key} ${claims.map((claim) => claim.clause).join(" ")}`); };
  const parts = [];
  const checks = figures.checks.filter((check) => fits([check.document], `${check.words} ${check.explanation}`));
  const section = (key, title, items, row, shown) => { if (wants(key) && items.length) parts.push(limited(items, row, (rows, more) => block(`${title} · ${number(items.length)}`, "", h("div", { cls: key === "series" ? "pairs series" : "pairs" }, rows), more), shown)); };
  const groups = (verdict) => figures.groups.filter((group) => group.verdict === verdict && groupFits(group));
  section("conflict", say("verdict", "conflict"), groups("conflict"), groupCard, 50);
  section("checks", ui("checks"), checks.filter((check) => check.outcome !== "verified").sort((a, b) => rankOutcome(a) - rankOutcome(b)), checkCard, 30);
  section("facts", ui("facts"), figures.facts.filter((fact) => fits(fact.fillings.map((item) => item.document), fact.fillings.map((item) => item.words).join(" "))), factCard, 12);
  section("unconfirmed", say("verdict", "unconfirmed"), groups("unconfirmed"), groupCard, 12);
  section("agree", say("verdict", "agree"), groups("agree"), groupCard, 30);
  section("series", ui("series"), figures.series.filter((item) => fits(item.claims.map((place) => figures.claims[place].document), item.key)), seriesCard, 12);
  const verified = checks.filter((check) => check.outcome === "verified");
  if (wants("checks") && verified.length) parts.push(limited(verified, checkRow, (rows, more) => block(`${ui("checks")} · ${say("outcome", "verified")} · ${number(verified.length)}`, "", table([ui("expected"), ui("in_sentence"), ui("document")], rows), more)));
  section("not-comparable", say("verdict", "not-comparable"), groups("not-comparable"), groupCard, 12);
  const results = byId("figure-results");
  results.style.marginTop = "22px";
  results.replaceChildren(...(parts.length ? parts : [h("p", { cls: "hint" }, ui("figures_none"))]));
}
const rankOutcome = (check) => ["failed", "possible", "verified"].indexOf(check.outcome);

function source(document, place) {
  return h("div", { cls: "from" }, h("span", { cls: "t", title: document }, titleOf(document), " ", h("span", { cls: "mono" }, labelOf(document))), place ? link(ui("in_text"), () => goTo(...place)) : null);
}
function groupCard(group) {
  const claims = group.claims.map((place) => CORPUS.figures.claims[place]);
  const differ = group.verdict !== "agree" && claims.some((claim) => claim.text !== claims[0].text);
  return h("article", { cls: `figure k-${group.verdict}` },
    h("header", {}, pill(group.verdict, say("verdict", group.verdict)), h("span", { cls: "key", lang: "zh-CN" }, words(group.key)), h("span", { cls: "spring" }), h("span", { cls: "muted num" }, ui("similarity", { n: Math.round(group.score) }))),
    h("div", { cls: "columns" }, claims.map((claim, place) => {
      const letters2 = Array.from(claim.clause);
      const other = claims[place === 0 ? 1 : 0];
      const flags = differ && other ? differing(claim.text, other.text)[0] : [];
      return h("div", {}, source(claim.document, claim.place), h("p", { cls: "words", lang: "zh-CN" }, h("span", { cls: "around" }, words(claim.lead || "")), words(letters2.slice(0, claim.mark[0]).join("")), h("span", { cls: "fig" }, marked(letters2.slice(...claim.mark).join(""), flags, "b")), words(letters2.slice(claim.mark[1]).join("")), h("span", { cls: "around" }, words(claim.tail || ""))),
        claim.period ? h("p", { cls: "period" }, claim.period) : null);
    })),
    h("div", { cls: "explain" }, words(group.explanation), group.suggestion ? h("p", {}, `${ui("worth_a_look")}: `, words(group.suggestion)) : null));
}
function checkCard(check) {
  return h("article", { cls: `figure k-${check.outcome}` },
    h("header", {}, pill(check.outcome, say("outcome", check.outcome)), h("span", {}, words(check.explanation)), h("span", { cls: "spring" }), check.stated === null ? null : h("span", { cls: "muted num" }, `${ui("stated")} ${check.stated}`), check.expected === null ? null : h("span", { cls: "muted num" }, `${ui("expected")} ${check.expected}`)),
    h("div", { cls: "columns" }, h("div", {}, source(check.document, check.place), checkWords(check))));
}
function checkWords(check) {
  const all = Array.from(check.words);
  return h("p", { cls: "words", lang: "zh-CN" }, words(all.slice(0, check.mark[0]).join("")), h("span", { cls: "fig" }, words(all.slice(...check.mark).join(""))), words(all.slice(check.mark[1]).join("")));
}
function checkRow(check) {
  return h("tr", { cls: `k-${check.outcome}` }, h("td", {}, words(check.explanation)), h("td", {}, checkWords(check)),
    h("td", { cls: "muted" }, words(clip(titleOf(check.document), 16)), " ", h("span", { cls: "mono" }, labelOf(check.document)), " ", check.place ? link(ui("in_text"), () => goTo(...check.place)) : null));
}
function factCard(fact) {
  return h("article", { cls: "figure k-suggestion" },
    h("header", {}, pill("suggestion", ui("facts")), h("span", {}, words(fact.explanation)), h("span", { cls: "spring" }), h("span", { cls: "muted num" }, ui("similarity", { n: Math.round(fact.score) }))),
    h("div", { cls: "columns" }, fact.fillings.map((item) => {
      const at = item.words.indexOf(item.text);
      return h("div", {}, source(item.document, item.place), h("p", { cls: "words", lang: "zh-CN" }, words(item.words.slice(0, at)), h("span", { cls: "fig" }, words(item.text)), words(item.words.slice(at + item.text.length))));
    })));
}
function seriesCard(item) {
  const values = item.values.map(Number);
  const low = Math.min(...values), high = Math.max(...values), span = high - low || 1;
  const wide = 280, pad = 30;
  const x = (at) => (values.length < 2 ? wide / 2 : pad + (at * (wide - 2 * pad)) / (values.length - 1));
  const y = (value) => 70 - ((value - low) / span) * 44;
  const spoken2 = item.periods.map((period, at) => `${period}: ${item.values[at]}`).join("; ");
  return h("article", { cls: "figure" }, h("p", { cls: "key", lang: "zh-CN" }, words(item.key), h("span", { cls: "muted" }, ` ${item.unit}`)),
    svg("svg", { viewBox: `0 0 ${wide} 104`, role: "img", "aria-label": `${item.key} ${spoken2}` },
      svg("line", { x1: 8, y1: 82, x2: wide - 8, y2: 82 }),
      svg("polyline", { points: values.map((value, at) => `${x(at)},${y(value)}`).join(" ") }),
      ...values.flatMap((value, at) => [svg("circle", { cx: x(at), cy: y(value), r: 3.5 }), svg("text", { x: x(at), y: y(value) - 9 }, compact(value)), svg("text", { class: "period", x: x(at), y: 99 }, clip(item.periods[at], 11))])),
    h("p", {}, item.claims.map((place, at) => { const claim = CORPUS.figures.claims[place]; return claim.place ? [at ? " · " : "", link(item.periods[at], () => goTo(...claim.place))] : null; })));
}
function compact(value) {
  if (Math.abs(value) >= 1e8) return `${number(Math.round(value / 1e6) / 100)}${Language.column ? "e8" : "亿"}`;
  if (Math.abs(value) >= 1e5) return `${number(Math.round(value / 100) / 100)}${Language.column ? "e4" : "万"}`;
  return number(value);
}

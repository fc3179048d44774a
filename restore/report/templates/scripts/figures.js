// The figures: what agrees, what contradicts, how figures moved, what does not add up.
const table2 = { section: "all", document: "", query: "", reach: {} };
const VERDICTS = ["conflict", "unconfirmed", "agree", "not-comparable"];
const told = (both) => both[Language.column];

function showFigures() {
  const figures = CORPUS.figures;
  if (!figures) { byId("main").replaceChildren(h("p", { cls: "hint" }, ui("figures_off"))); return; }
  const results = h("div", { cls: "page", id: "figure-results" });
  const count = (name) => number(figures.counts[name] || 0);
  const summary = ui("figures_summary", { claims: count("claims"), agree: count("groups:agree"), verified: count("checks:verified") });
  const unlisted = figures.counts["groups:unconfirmed"] ? ui("figures_unlisted", { unconfirmed: count("groups:unconfirmed") }) : "";
  const kinds = Object.keys(figures.counts).filter((name) => name.startsWith("unmade:")).sort((a, b) => figures.counts[b] - figures.counts[a]);
  const unmade = kinds.length ? ui("figures_unmade", { n: count("checks:unmade"), kinds: kinds.map((name) => `${say("check", name.slice(7))} ${count(name)}`).join(ui("comma")) }) : "";
  byId("main").replaceChildren(h("div", { cls: "page", style: "gap:0" }, h("header", { cls: "hero" }, h("h1", {}, ui("figures")), h("p", {}, summary, unlisted, unmade)), figureBar(figures)), results);
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
// What is shown under the filters, in order: the key, the heading, the items, their card, how many at first.
function figureSections() {
  const figures = CORPUS.figures;
  // Documents and words are put together only where a filter asks for them: there may be thousands.
  const fits = (documents, text) => (!table2.document || documents().includes(table2.document)) && (!table2.query || text().includes(table2.query));
  const claimsOf = (item) => item.claims.map((place) => figures.claims[place]);
  const groups = (verdict) => figures.groups.filter((group) => group.verdict === verdict && fits(() => claimsOf(group).map((claim) => claim.document), () => `${group.key} ${claimsOf(group).map((claim) => claim.clause).join(" ")}`));
  const checks = figures.checks.filter((check) => fits(() => [check.document], () => `${check.words} ${told(check.explanation)}`));
  const wrong = checks.filter((check) => check.outcome !== "verified").sort((a, b) => rankOutcome(a) - rankOutcome(b));
  const facts = figures.facts.filter((fact) => fits(() => fact.fillings.map((item) => item.document), () => fact.fillings.map((item) => item.words).join(" ")));
  const series = figures.series.filter((item) => fits(() => claimsOf(item).map((claim) => claim.document), () => item.key)).sort((a, b) => (b.jumps.length > 0) - (a.jumps.length > 0));
  return [
    ["conflict", say("verdict", "conflict"), groups("conflict"), groupCard, 50], ["checks", ui("checks_open"), wrong, checkCard, 30], ["facts", ui("facts"), facts, factCard, 12],
    ["unconfirmed", say("verdict", "unconfirmed"), groups("unconfirmed"), groupCard, 12], ["agree", say("verdict", "agree"), groups("agree"), groupCard, 30], ["series", ui("series"), series, seriesCard, 12],
    ["checks", ui("checks_verified"), checks.filter((check) => check.outcome === "verified"), checkRow, 20], ["not-comparable", say("verdict", "not-comparable"), groups("not-comparable"), groupCard, 12],
  ].filter(([key]) => table2.section === "all" || table2.section === key);
}
const rankOutcome = (check) => ["failed", "possible", "verified", "unmade"].indexOf(check.outcome);
function drawFigures() {
  const filtered = table2.document || table2.query;
  const parts = figureSections().map(([key, title, items, card, first]) => {
    if (!items.length) return table2.section === "all" && (key !== "conflict" || filtered) ? null : block(`${title} · 0`, "", h("p", { cls: "muted" }, ui(filtered ? "figures_filtered" : `none_${key.replace("-", "_")}`)));
    const shown = Math.max(first, table2.reach[title] || 0), rows = items.slice(0, shown).map(card);
    const more = items.length > shown ? h("button", { cls: "action", type: "button", style: "margin-top:10px", onclick: () => { table2.reach[title] = shown + 100; drawFigures(); } }, ui("more", { n: number(Math.min(100, items.length - shown)) })) : null;
    const body = card === checkRow ? table([ui("expected"), ui("in_sentence"), ui("document")], rows) : h("div", { cls: key === "series" ? "pairs series" : "pairs" }, rows);
    return block(`${title} · ${number(items.length)}`, "", body, more);
  });
  const results = byId("figure-results");
  results.style.marginTop = "22px";
  results.replaceChildren(...parts.concat(table2.section === "all" && !filtered ? staleFindings() : null).filter(Boolean));
}

function source(document, place) {
  return h("div", { cls: "from" }, h("span", { cls: "t", title: document }, titleOf(document), " ", h("span", { cls: "mono" }, labelOf(document))), place ? link(ui("in_text"), () => goTo(...place)) : null);
}
// A sentence with its figure; what differs from the other in it is marked.
function sentence(claim, other) {
  const all = Array.from(claim.clause), flags = other ? differing(claim.text, other.text)[0] : [];
  return h("p", { cls: "words", lang: "zh-CN" }, h("span", { cls: "around" }, words(claim.lead || "")), words(all.slice(0, claim.mark[0]).join("")), h("span", { cls: "fig" }, marked(all.slice(...claim.mark).join(""), flags, "b")), words(all.slice(claim.mark[1]).join("")), h("span", { cls: "around" }, words(claim.tail || "")));
}
const sure = (item) => (item.confidence ? h("span", { cls: `sure s-${item.confidence}`, title: ui("sure_note") }, ui("sure"), " ", say("sure", item.confidence)) : null);
// By what figures were taken for one fact: what is the same in all, and what is not.
function matchedBy(item) {
  return h("dl", { cls: "matched" }, item.matched.map(([name, values]) => h("div", { cls: values.length > 1 ? "apart" : "" }, h("dt", {}, say("matched", name)), h("dd", { lang: "zh-CN" }, values.length > 1 ? null : icon("check"), words(values.join(" / "))))));
}
function groupCard(group) {
  const claims = group.claims.map((place) => CORPUS.figures.claims[place]);
  const differ = group.verdict !== "agree" && claims.some((claim) => claim.text !== claims[0].text);
  const other = (place) => (differ ? claims.find((claim) => claim.value !== claims[place].value) || claims[place === 0 ? 1 : 0] : null);
  return findingCard(group, group.verdict,
    h("header", {}, pill(group.verdict, say("verdict", group.verdict)), h("span", { cls: "key", lang: "zh-CN" }, words(group.key)), h("span", { cls: "spring" }), sure(group), h("span", { cls: "muted num" }, ui("similarity", { n: Math.round(group.score) }))),
    h("div", { cls: "columns" }, claims.map((claim, place) => h("div", {}, source(claim.document, claim.place), sentence(claim, other(place)), claim.period ? h("p", { cls: "period" }, claim.period) : null))),
    h("div", { cls: "explain" }, told(group.why) ? h("p", {}, h("b", {}, ui("why_one")), " ", words(told(group.why))) : null, matchedBy(group), h("p", {}, words(told(group.explanation))), group.suggestion ? h("p", {}, labelled(ui("worth_a_look")), words(group.suggestion)) : null));
}
function checkCard(check) {
  const both = UNCOMPUTED.has(check.rule) || check.stated === null || check.expected === null ? null : [check.stated, check.expected].map(check.rule === "anniversary" ? String : grouped);
  const flags = both ? differing(...both) : [];
  return findingCard(check, check.outcome,
    h("header", {}, pill(check.outcome, say("outcome", check.outcome)), h("span", {}, words(told(check.explanation))), h("span", { cls: "spring" }), sure(check), both ? h("span", { cls: "num versus" }, `${ui("stated")} `, marked(both[0], flags[0], "b"), ` · ${ui("expected")} `, marked(both[1], flags[1], "b")) : null),
    h("div", { cls: "columns" }, h("div", {}, source(check.document, check.place), checkWords(check))));
}
// Rules that compare two figures of the text and compute none.
const UNCOMPUTED = new Set(["part-of-whole", "direction"]);
function checkWords(check) {
  const all = Array.from(check.words);
  return h("p", { cls: "words", lang: "zh-CN" }, words(all.slice(0, check.mark[0]).join("")), h("span", { cls: "fig" }, words(all.slice(...check.mark).join(""))), words(all.slice(check.mark[1]).join("")));
}
function checkRow(check) {
  return h("tr", { cls: `k-${check.outcome}` }, h("td", {}, words(told(check.explanation))), h("td", {}, checkWords(check)),
    h("td", { cls: "muted" }, words(clip(titleOf(check.document), 16)), " ", h("span", { cls: "mono" }, labelOf(check.document)), " ", check.place ? link(ui("in_text"), () => goTo(...check.place)) : null));
}
function factCard(fact) {
  return findingCard(fact, "suggestion",
    h("header", {}, pill("suggestion", ui("facts")), h("span", {}, words(told(fact.explanation))), h("span", { cls: "spring" }), h("span", { cls: "muted num" }, ui("similarity", { n: Math.round(fact.score) }))),
    h("div", { cls: "columns" }, fact.fillings.map((item, place) => {
      const at = item.words.indexOf(item.text), flags = differing(item.text, fact.fillings[place ? 0 : 1].text)[0];
      return h("div", {}, source(item.document, item.place), h("p", { cls: "words", lang: "zh-CN" }, words(item.words.slice(0, at)), h("span", { cls: "fig" }, marked(item.text, flags, "b")), words(item.words.slice(at + item.text.length))));
    })));
}
// An exact number as a string, in groups of three: 12,345.6.
function grouped(text) {
  const plain = /e/i.test(text) ? String(Number(text)) : text;
  const [whole, part] = plain.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? `.${part}` : "");
}

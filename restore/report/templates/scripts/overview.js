// The first page: what was done to the whole corpus, what was refused, what needs a person.
function showOverview() {
  const sum = (filter) => CORPUS.counts.reduce((total, count) => total + (filter(count) ? count[5] : 0), 0);
  const total = sum(() => true);
  const characters = CORPUS.characters.reduce((all, [source]) => all + source, 0);
  const stats = KINDS.map((kind) => [kind, sum((count) => count[3] === kind)]).filter(([, count]) => count);
  byId("main").replaceChildren(h("div", { cls: "page" },
    h("header", { cls: "hero" },
      h("h1", {}, ui("hero", { documents: number(CORPUS.documents.length), characters: number(characters), edits: number(total) })),
      h("p", {}, ui("hero_note")),
      h("div", { cls: "run" }, h("span", {}, `${ui("version")} restore ${CORPUS.version}`), h("span", {}, `${ui("settings")} `, h("span", { cls: "mono" }, CORPUS.settings_digest.slice(0, 12))))),
    h("div", { cls: "cards" }, stats.map(([kind, count]) => h("button", { cls: `stat k-${kind}`, type: "button", onclick: () => openKind(kind) }, h("span", { cls: "n" }, number(count)), h("span", { cls: "l" }, icon(kind), say("kind", kind))))),
    failures(), ownList(), orphans(), byDocument(), h("div", { cls: "two" }, byStage(sum), refusals()), repeatedTable(), byRule(),
    compared(CORPUS.variants, "variants", ["first_copy", "second_copy"]), compared(CORPUS.repeats, "repeats", ["removed_copy", "kept_copy"])));
}
function block(title, note, ...content) {
  return h("section", { cls: "block" }, h("h2", {}, title), note && h("p", { cls: "note" }, note), ...content);
}
function table(head, rows, foot) {
  const cells = (tag) => (cell) => (cell instanceof Node && ["TD", "TH"].includes(cell.tagName) ? cell : h(tag, typeof cell === "number" ? { cls: cell ? "n" : "n zero" } : {}, typeof cell === "number" ? number(cell) : cell));
  return h("div", { cls: "scroll", tabindex: "0" }, h("table", {}, h("thead", {}, h("tr", {}, head.map((cell) => (typeof cell === "string" ? h("th", { scope: "col" }, cell) : cell)))), h("tbody", {}, rows.map((row) => (row instanceof Node ? row : h("tr", {}, row.map(cells("td")))))), foot && h("tfoot", {}, h("tr", {}, foot.map(cells("td"))))));
}
const right = (words) => h("th", { cls: "n", scope: "col" }, words);

function openKind(kind) {
  const place = CORPUS.counts.find((count) => count[3] === kind);
  resetFilters();
  state.kinds = new Set([kind]);
  open("document", place ? place[0] : 0);
}
function failures() {
  if (!CORPUS.failed.length) return null;
  return block(ui("failed"), "", table([ui("document"), ui("reason")], CORPUS.failed.map(([id, ...messages]) => [words(id), words(messages[Language.column])])));
}
// Decisions that found no edit any more: kept, and shown so that somebody looks.
function orphans() {
  if (!CORPUS.orphans.length) return null;
  return block(ui("orphans"), ui("orphans_note"), table([ui("document"), ui("change"), ui("do_decide"), ui("your_name")],
    CORPUS.orphans.map(([id, decision, before, after, who]) => [words(id), change2({ before, after, kind: "rejected" }), ui(`did_${decision}`), words(who)])));
}
function byDocument() {
  const kinds = KINDS.filter((kind) => CORPUS.counts.some((count) => count[3] === kind));
  const sum = (kind) => CORPUS.counts.reduce((all, count) => all + (count[3] === kind ? count[5] : 0), 0);
  const line = (index) => {
    const item = CORPUS.documents[index];
    const row = h("tr", { cls: "go", onclick: () => open("document", index) },
      h("td", {}, h("button", { cls: "title", type: "button" }, words(item.title)), h("span", { cls: "mono muted" }, item.id), noticesOf(item).map((told) => h("span", { cls: "muted told" }, told))),
      CORPUS.characters[index].map((count) => h("td", { cls: "n" }, number(count))));
    return add(row, kinds.map((kind) => { const count = kindsOf(index)[kind] || 0; return h("td", { cls: count ? "n" : "n zero" }, number(count)); }));
  };
  const sums = [0, 1].map((side) => CORPUS.characters.reduce((all, pairOf) => all + pairOf[side], 0));
  const foot = [ui("total"), ...sums, ...kinds.map(sum)];
  return limited(CORPUS.documents.map((_, index) => index), line, (rows, more) => block(ui("by_document"), "", table([ui("document"), right(ui("source_length")), right(ui("clean_length")), ...kinds.map((kind) => right(say("kind", kind)))], rows, foot), more), 40);
}
function byStage(sum) {
  const stages = ["characters", "layout", "dedup", "correction"].filter((stage) => CORPUS.counts.some((count) => count[1] === stage));
  const decisions = ["applied", "suggested", "flagged", "rejected"].filter((decision) => CORPUS.counts.some((count) => count[4] === decision));
  return block(ui("by_stage"), "", table([ui("stage"), ...decisions.map((decision) => right(say("decision", decision))), right(ui("total"))],
    stages.map((stage) => [say("stage", stage), ...decisions.map((decision) => sum((count) => count[1] === stage && count[4] === decision)), sum((count) => count[1] === stage)])));
}
function refusals() {
  if (!CORPUS.refused.length) return null;
  return block(ui("refused"), ui("refused_note"), table([ui("reason"), right(ui("count"))], CORPUS.refused.map(([reason, count]) => [say("reason", reason), count])));
}
const SHOWN = 20;
function repeatedTable() {
  const all = CORPUS.repeated;
  if (!all.length) return null;
  const row = (item) => h("tr", { cls: "go", onclick: () => openPair(item) },
    h("td", { cls: "n" }, number(item.number)), h("td", { cls: `k-${item.kind}` }, h("button", { type: "button", title: ui("only_pair") }, change2(item))),
    h("td", {}, pill(item.kind, say("kind", item.kind))), h("td", { cls: "muted" }, item.documents.length > 4 ? `${item.documents.length}` : item.documents.map((index) => labelOf(CORPUS.documents[index].id)).join(" · ")));
  return limited(all, row, (rows, more) => block(ui("repeated"), ui("repeated_note"), table([right(ui("count")), ui("change"), ui("kind"), ui("document")], rows), more));
}
function change2(item) {
  const some = (text) => visible(clip(text.trim() || text, 48));
  if (item.before === item.after) return h("span", { cls: "pair" }, some(item.before));
  return h("span", { cls: "pair" }, item.before ? h("del", {}, some(item.before)) : h("span", { cls: "muted" }, ui("nothing")), h("span", { cls: "to" }, "→"), item.after ? h("ins", {}, some(item.after)) : h("span", { cls: "muted" }, ui("nothing")));
}
function limited(items, row, build, shown = SHOWN) {
  const more = items.length > shown ? h("button", { cls: "action", type: "button", style: "margin-top:10px", onclick: () => made.replaceWith(limited(items, row, build, shown + 100)) }, ui("more", { n: number(Math.min(100, items.length - shown)) })) : null;
  const made = build(items.slice(0, shown).map(row), more);
  return made;
}
async function openPair(item) {
  resetFilters();
  state.pair = { before: item.before, after: item.after };
  await open("document", item.documents[0]);
  step(1);
}
function byRule() {
  const rules = new Map();
  for (const [, stage, rule, , decision, count] of CORPUS.counts) {
    const key = `${stage}\u0000${rule}`;
    const entry = rules.get(key) || { stage, rule, applied: 0, suggested: 0, flagged: 0, rejected: 0 };
    entry[decision] += count;
    rules.set(key, entry);
  }
  const total = (entry) => entry.applied + entry.suggested + entry.flagged + entry.rejected;
  const sorted = Array.from(rules.values()).sort((a, b) => total(b) - total(a));
  return limited(sorted, (entry) => [h("td", {}, rule(entry.rule), rule(entry.rule) === entry.rule ? null : h("span", { cls: "mono muted" }, ` ${entry.rule}`)), say("stage", entry.stage), entry.applied, entry.suggested, entry.flagged],
    (rows, more) => block(ui("by_rule"), "", table([ui("rule"), ui("stage"), right(say("decision", "applied")), right(say("decision", "suggested")), right(say("decision", "flagged"))], rows), more));
}
function compared(pairs, title, labels) {
  if (!pairs.length) return null;
  const row = (item) => {
    // The copy kept may be quoted in part: only what both sides show is compared.
    const shared = title === "repeats" ? Math.min(item.texts[0].length, item.texts[1].length) : Infinity;
    const flags = differing(item.texts[0].slice(0, shared), item.texts[1].slice(0, shared));
    const column = (side) => h("div", {}, h("div", { cls: "from" }, h("span", { cls: "t" }, `${ui(labels[side])} · ${titleOf(item.documents[side])} `, h("span", { cls: "mono" }, labelOf(item.documents[side]))), item.places[side] ? link(ui("in_text"), () => goTo(...item.places[side])) : null),
      h("p", { cls: "words", lang: "zh-CN" }, marked(clip(item.texts[side], 600), flags[side], "span", "diff"), item.texts[side].length === shared && item.texts[1 - side].length > shared ? "…" : null));
    return h("article", { cls: "compare" },
      h("header", {}, h("span", { cls: "num" }, ui("similarity", { n: percent(item.similarity) })), (item.differs || []).map(([kind, here, there]) => h("span", { cls: "badge-pill k-suggestion" }, `${labelled(say("difference", kind))}${here || "—"} / ${there || "—"}`))),
      h("div", { cls: "columns" }, column(0), column(1)));
  };
  return limited(pairs, row, (rows, more) => block(ui(title), "", h("div", { cls: "pairs" }, rows), more), 6);
}

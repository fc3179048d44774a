// Deciding on figures: the chosen finding, its box, keys, many of a kind at once.
const FINDING_KEYS = { accept: "a", reject: "r", amend: "e", skip: "s" };
const OPEN_FINDINGS = new Set(CORPUS.queue.filter(([, , cause]) => cause < 0).map(([, id]) => id));
const isFinding = (id) => OPEN_FINDINGS.has(id) || (desk.byEdit.get(id) || []).some((line) => line.stage === "figures");

const openFindings = () => CORPUS.queue.reduce((sum, [, id, cause]) => sum + (cause < 0 && undecided(id)), 0);

// What of a group, a check or a fact is decided: its sort, and the figures where they stand.
function sortOf(item) { return item.verdict || (item.fillings ? "fact" : item.outcome); }
const decidable = (item) => ["conflict", "unconfirmed", "failed", "possible", "fact"].includes(sortOf(item));
const spotsOf = (item) => (item.fillings ? item.fillings.map((one) => ({ document: one.document, text: one.text, clause: one.text, span: [0, 0] })) : item.claims.map((place) => CORPUS.figures.claims[place]));
const kindOf = (item) => `${sortOf(item)}\u0000${item.outcome ? item.rule : ""}`;
const findingIndex = new Map();
function findingOf(id) {
  const figures = CORPUS.figures;
  if (figures && !findingIndex.size) for (const item of [...figures.groups, ...figures.checks, ...figures.facts]) findingIndex.set(item.id, item);
  return findingIndex.get(id);
}
// A decision kept in the browser: as restore.review.figure_decisions writes it.
function findingLine(item) {
  const spots = spotsOf(item), first = spots[0] || { document: item.document, text: "", clause: "", span: [0, 0] }, end = spots[spots.length - 1] || first;
  return { edit: item.id, document: first.document, stage: "figures", rule: item.rule || item.verdict || item.slot, before: first.text, after: spots.slice(1).map((spot) => spot.text).concat([item.stated, item.expected].filter((value) => typeof value === "string")).join(" / "), source: first.span, context: [first.clause, end.clause] };
}

function findingCard(item, shadeName, ...content) {
  if (!decidable(item)) return h("article", { cls: `figure k-${shadeName}` }, content);
  const chosen = state.finding === item.id;
  return h("article", { cls: `figure finding k-${shadeName}${chosen ? " current" : ""}`, "data-f": item.id, "aria-current": chosen ? "true" : null, onclick: (event) => { if (!chosen && !event.target.closest("button, a, input")) chooseFinding(item.id); } }, content,
    findingSaid(item), chosen ? findingBox(item) : h("p", { cls: "pick" }, h("button", { cls: "mini", type: "button", onclick: () => chooseFinding(item.id) }, ui(undecided(item.id) ? "decide_this" : "decide_again"))));
}
function findingSaid(item) {
  const standing = standingOf(item.id);
  if (!standing) return null;
  const name = standing.conflict ? "conflict" : standing.decision;
  return h("div", { cls: `said d-${name}` }, icon(DECISION_ICONS[name]), h("div", {}, standing.heads.map((line) => h("p", {}, h("b", {}, words(line.who)), " ", say("finding_did", line.decision), line.decision === "amend" ? ["：", h("q", { lang: "zh-CN" }, words(line.text || ""))] : "", h("span", { cls: "num when" }, ` ${clock(line.when)}`), line.comment ? h("span", { cls: "remark" }, words(line.comment)) : null)), standing.conflict ? h("p", {}, ui("disagree")) : null));
}
function findingBox(item) {
  const standing = standingOf(item.id), left = sameKind(item).length;
  const act = (name, action) => h("button", { cls: `decide d-${name}`, type: "button", "data-act": name, "aria-pressed": standing ? String(standing.decision === name && !standing.conflict) : null, onclick: action }, h("span", { cls: "word" }, icon(DECISION_ICONS[name]), say("finding_do", name)), h("kbd", {}, FINDING_KEYS[name]));
  const many = (decision, key) => h("button", { cls: "action", type: "button", onclick: () => askKind(decision) }, say("finding_all", decision), h("kbd", {}, key));
  return h("div", { cls: "box-decide" },
    h("div", { cls: "decide-row" }, act("accept", () => pressFinding("accept")), act("reject", () => pressFinding("reject")), act("amend", askCorrection), act("skip", skipFinding)),
    left > 1 ? h("div", { cls: "equal-row" }, h("span", {}, ui("same_kind", { n: number(left) })), many("accept", "A"), many("reject", "R")) : null,
    h("div", { cls: "remark-row" }, h("label", { cls: "comment" }, h("span", { cls: "sr" }, ui("comment")), h("input", { id: "comment", type: "text", maxlength: "2000", placeholder: `${ui("comment")}  c`, value: desk.comment, autocomplete: "off", oninput: (event) => { desk.comment = event.target.value; } })),
      h("button", { cls: "action", type: "button", "data-act": "comment", onclick: () => (desk.comment.trim() ? pressFinding("comment") : byId("comment").focus()) }, ui("only_comment"))));
}

// Words on findings that this run does not make any more: a figure has changed, or was corrected.
function staleFindings() {
  const lines = Array.from(desk.byEdit.values(), (all) => all[all.length - 1]).filter((line) => line.stage === "figures" && standingOf(line.edit) && !findingOf(line.edit));
  if (!lines.length) return null;
  return block(`${ui("stale_findings")} · ${number(lines.length)}`, ui("stale_note"), table([ui("document"), ui("figures"), ui("do_decide"), ui("your_name")],
    lines.map((line) => [words(labelOf(line.document)), h("span", { lang: "zh-CN" }, words(Array.from(new Set([line.before, line.after])).join(" / "))), [say("finding_did", line.decision), line.text ? `：${line.text}` : ""].join(""), words(line.who)])));
}

// The findings under the filters, in the order in which they are shown.
const listedFindings = () => figureSections().flatMap(([, , items, card]) => (card === checkRow || card === seriesCard ? [] : items.filter(decidable)));
const cardElement = (id) => document.querySelector(`[data-f="${id}"]`);
function redrawFindings(ids) {
  for (const id of ids) {
    const element = cardElement(id), item = findingOf(id);
    if (element && item) element.replaceWith(item.fillings ? factCard(item) : item.verdict ? groupCard(item) : checkCard(item));
  }
}
function chooseFinding(id) {
  const before = state.finding;
  state.finding = id;
  desk.comment = "";
  timer.shown = performance.now();
  if (id === null || cardElement(id)) redrawFindings(new Set([before, id]));
  else { reachFinding(id); showFigures(); }
  writeHash();
  if (id === null) return;
  const element = cardElement(id), item = findingOf(id);
  if (element) element.scrollIntoView({ block: element.offsetHeight > innerHeight - 180 ? "start" : "center" });
  if (item) byId("live").textContent = told(item.explanation);
}
// Filters and limits are widened until a finding is among what is shown.
function reachFinding(id) {
  if (!listedFindings().some((item) => item.id === id)) Object.assign(table2, { section: "all", document: "", query: "" });
  for (const [, title, items, , first] of figureSections()) {
    const at = items.findIndex((item) => item.id === id);
    if (at >= Math.max(first, table2.reach[title] || 0)) table2.reach[title] = at + 20;
  }
}
async function openFinding(id) {
  if (state.view !== "figures") await open("figures");
  if (CORPUS.figures) chooseFinding(id);
}
function stepFinding(direction) {
  const all = listedFindings(), at = all.findIndex((item) => item.id === state.finding);
  const next = at >= 0 ? all[at + direction] : direction > 0 ? all.find((item) => undecided(item.id)) || all[0] : all[all.length - 1];
  if (next) chooseFinding(next.id);
  else if (!all.length) toast(ui("none_left"));
}
// After a decision: the next open finding of the queue, or of the list where this one is in no queue.
async function nextFinding(id) {
  if (OPEN_FINDINGS.has(id)) { await goOn(id); return; }
  const all = listedFindings(), at = all.findIndex((item) => item.id === id);
  const next = all.slice(at + 1).concat(all.slice(0, Math.max(0, at))).find((item) => undecided(item.id));
  if (next) chooseFinding(next.id);
  else { redrawFindings([id]); toast(ui("document_done")); }
}
function skipFinding() {
  if (state.finding === null) stepFinding(1); else nextFinding(state.finding);
}

function pressFinding(decision, more) {
  queue = queue.then(() => pressFindingNow(decision, more || {})).catch((error) => toast(error.message, true));
  return queue;
}
async function pressFindingNow(decision, { text, spot, items }) {
  const item = findingOf(state.finding);
  if (!item || !decidable(item)) { toast(ui("choose_finding")); return; }
  if (!desk.who && !(await askName())) return;
  const fields = { comment: desk.comment, seconds: Math.round((performance.now() - timer.shown) / 100) / 10 };
  const lines = await decide((items || [item]).map((one) => ({ edit: one.id, decision, over: headsOf(one.id).map((line) => line.id), ...fields, ...(decision === "amend" ? { text } : {}), ...(spot === undefined ? {} : { spot }) })));
  desk.comment = "";
  renderProgress();
  if (!lines) { showFigures(); return; }
  redrawFindings(lines.map((line) => line.edit));
  renderSide();
  if (items && items.length > 1) toast(ui("decided_many", { n: number(items.length) }));
  else if (spot !== undefined) toast(ui("own_made", { before: spotsOf(item)[spot].text, after: text }));
  if (decision !== "comment") await nextFinding(item.id);
}
// The source is wrong: which figure, and what it should be. The text itself changes only if that is asked for.
function askCorrection() {
  const item = findingOf(state.finding);
  if (!item) { toast(ui("choose_finding")); return; }
  const spots = spotsOf(item), standing = standingOf(item.id);
  const other = (place) => (spots.find((spot) => spot.text !== (spots[place] || {}).text) || { text: "" }).text;
  let wrong = Math.max(0, item.suggestion ? spots.findIndex((spot) => spot.text !== item.suggestion) : spots.length - 1);
  const field = h("input", { id: "right", type: "text", lang: "zh-CN", autocomplete: "off", value: standing && standing.decision === "amend" ? standing.text : item.outcome ? (spots[wrong] || { text: "" }).text : other(wrong) });
  const change = h("input", { id: "change-text", type: "checkbox" });
  const choice = (spot, place) => h("label", { cls: "spot" }, h("input", { type: "radio", name: "spot", value: String(place), checked: place === wrong, onchange: () => { wrong = place; if (!item.outcome) field.value = other(place); } }), h("span", { lang: "zh-CN" }, words(spot.text)), h("span", { cls: "muted mono" }, words(labelOf(spot.document))));
  const send = () => { if (field.value.trim()) pressFinding("amend", { text: field.value.trim(), ...(change.checked ? { spot: wrong } : {}) }); else field.focus(); };
  const form = h("form", { cls: "amend", onsubmit: (event) => { event.preventDefault(); send(); } },
    spots.length ? h("fieldset", {}, h("legend", {}, ui("which_wrong")), spots.map(choice)) : null,
    h("label", { for: "right" }, ui("right_value")), field,
    SERVED && spots.length ? h("label", { cls: "spot" }, change, h("span", {}, ui("change_text"))) : h("p", { cls: "muted" }, ui("change_nothing")),
    h("div", { cls: "amend-row" }, h("button", { cls: "action primary", type: "submit" }, ui("save"), h("kbd", {}, "Enter")), h("button", { cls: "action", type: "button", onclick: () => redrawFindings([item.id]) }, ui("cancel"), h("kbd", {}, "Esc"))));
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); redrawFindings([item.id]); } });
  document.querySelector(".finding .box-decide").replaceWith(form);
  form.scrollIntoView({ block: "nearest" });
  field.focus();
  field.select();
}

// All of one kind that are open: shown with their number before it is done, and undone at once.
const sameKind = (item) => listedFindings().filter((other) => kindOf(other) === kindOf(item) && (other.id === item.id || undecided(other.id)));
function askKind(decision) {
  const item = findingOf(state.finding);
  if (!item) { toast(ui("choose_finding")); return; }
  const items = sameKind(item), name = item.outcome ? `${say("outcome", item.outcome)} · ${say("check", item.rule)}` : item.verdict ? say("verdict", item.verdict) : ui("facts");
  if (items.length === 1) { pressFinding(decision); return; }
  const row = (one) => h("li", {}, h("span", {}, words(clip(one.key || told(one.explanation), 40))), h("span", { cls: "muted", lang: "zh-CN" }, words(clip(spotsOf(one).map((spot) => spot.text).join(" / "), 40))));
  askMany(ui("all_kind", { n: number(items.length), kind: name }), null, `sample k-${sortOf(item)}`, items.slice(0, SAMPLE).map(row), items.length, decision, (choice) => say("finding_n", choice).replace("{n}", number(items.length)), (choice) => pressFinding(choice, { items }));
}

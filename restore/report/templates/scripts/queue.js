// The way through all documents: what a person must decide, the most costly and doubtful first.
const QUEUE_PLACE = new Map(CORPUS.queue.map(([, id], at) => [id, at]));
const documentOf = (id) => CORPUS.documents.findIndex((item) => item.id === id);

function undecided(id) {
  const standing = standingOf(id);
  // A comment on a finding leaves it open.
  return !standing || standing.conflict || standing.decision === "comment";
}
// What reviewers disagree on comes first, wherever it is.
function openQueue() {
  const disputed = [];
  for (const [id, lines] of desk.byEdit) {
    if (QUEUE_PLACE.has(id)) continue;
    const standing = standingOf(id), index = documentOf(lines[0].document);
    if (standing && standing.conflict && index >= 0 && ![SIGN, ASSIGN].includes(lines[0].rule) && concerns(index)) disputed.push([index, id, -1]);
  }
  return disputed.concat(myQueue().filter(([, id]) => undecided(id)));
}
// Of all documents, or of those that were given to me.
const concerns = (index) => !state.mine || assignee(CORPUS.documents[index].id) === desk.who;
const myQueue = () => (state.mine ? CORPUS.queue.filter(([index]) => concerns(index)) : CORPUS.queue);
// Left to a person by the gate, or by reviewers who disagree.
const needsPerson = (edit) => QUEUE_PLACE.has(edit.id) || Boolean((standingOf(edit.id) || {}).conflict);
const median = (values) => { const sorted = values.slice().sort((a, b) => a - b); return sorted.length ? sorted[sorted.length >> 1] : 0; };

function progressNow() {
  const open = openQueue();
  const left = new Set(open.map(([, id, cause]) => (cause < 0 ? id : cause))).size;
  const mine = desk.lines.filter((line) => line.who === desk.who && !line.undoes);
  const pressed = new Map(), edits = new Set();
  for (const line of mine) { if (!pressed.has(pressOf(line))) pressed.set(pressOf(line), line); edits.add(line.edit); }
  const seconds = Array.from(pressed.values(), (line) => line.seconds).filter((value) => typeof value === "number");
  const spent = seconds.reduce((sum, value) => sum + value, 0);
  let decided = 0;
  for (const [id, lines] of desk.byEdit) if (![SIGN, ASSIGN].includes(lines[0].rule) && standingOf(id)) decided += 1;
  const minutes = seconds.length >= PACE ? Math.ceil((open.length * spent) / edits.size / 60) : null;
  return { must: myQueue().length, open: open.length, left, decided, presses: pressed.size, spent, minutes, median: median(seconds), next: open[0] };
}
// So many presses tell a reviewer's pace.
const PACE = 3;

// The next that is open behind an edit, from the beginning where there is none behind it.
function nextOpen(id) {
  const open = openQueue().filter(([, other]) => other !== id);
  if (!open.length) return null;
  const at = QUEUE_PLACE.get(id) ?? -1;
  return open.find(([, other]) => (QUEUE_PLACE.get(other) ?? -1) > at) || open[0];
}
async function goOn(id) {
  const next = nextOpen(id);
  if (next) await openEdit(next[0], next[1]);
  else if (id !== undefined && undecided(id) && QUEUE_PLACE.has(id)) toast(ui("only_this"));
  else await open("done");
}

// The end: says so, what it took, and what is next.
function showDone() {
  const now = progressNow();
  const fact = (count, label) => h("div", { cls: "stat k-agree" }, h("span", { cls: "n" }, count), h("span", { cls: "l" }, label));
  const elsewhere = state.mine ? CORPUS.queue.filter(([, id]) => undecided(id)).length - now.open : 0;
  const heading = now.open ? ui("not_done", { n: number(now.left), places: number(now.open) }) : ui(now.must || now.decided ? "all_done" : "progress_none");
  byId("main").replaceChildren(h("div", { cls: "page done" },
    h("header", { cls: "hero" }, h("h1", {}, now.open ? null : icon("check"), heading), h("p", {}, elsewhere ? [ui("others_open", { n: number(elsewhere) }), " ", link(ui("all_documents"), () => setMine(false))] : ui(SERVED ? "all_done_served" : "all_done_note"))),
    h("div", { cls: "cards" }, fact(number(now.decided), ui("done_decided")), fact(number(now.presses), ui("done_presses")), fact(duration(now.spent), ui("done_time"))),
    h("div", { cls: "done-row" },
      now.open ? h("button", { cls: "action primary", type: "button", onclick: () => goOn() }, ui("next_open"), kbd("g")) : null,
      h("button", { cls: now.open ? "action" : "action primary", type: "button", id: "done-export", onclick: exportDecisions }, icon("export"), ui("export"), kbd("x")),
      h("button", { cls: "action", type: "button", onclick: () => openKind("correction") }, ui("look_applied"))),
    SERVED ? signTable() : null));
}
function duration(seconds) {
  const minutes = Math.round(seconds / 60);
  return seconds < 90 ? ui("seconds", { n: number(Math.round(seconds)) }) : minutes < 90 ? ui("minutes", { n: number(minutes) }) : ui("hours", { n: (minutes / 60).toFixed(1) });
}

// A document that somebody has signed off is locked until he takes that back.
function signOf(id) {
  const edit = desk.signed.get(id);
  return edit === undefined ? null : standingOf(edit);
}
function signButton(index) {
  const item = CORPUS.documents[index], standing = signOf(item.id);
  const left = openQueue().filter(([other]) => other === index).length;
  return h("span", { cls: "sign" }, standing
    ? [h("span", { cls: "badge-pill k-agree" }, icon("check"), ui("signed_by", { who: standing.who })), link(ui("take_back"), () => sign(index, false))]
    : left ? h("span", { cls: "muted num" }, ui("still_open", { n: number(left) })) : h("button", { cls: "mini", type: "button", onclick: () => sign(index, true) }, ui("sign_off")));
}
async function sign(index, signed) {
  if (!desk.who && !(await askName())) return;
  try {
    const standing = signOf(CORPUS.documents[index].id);
    const { lines } = await served.call("/api/sign", { who: desk.who, document: index, signed, over: standing ? standing.heads.map((line) => line.id) : [] });
    takeLines(lines);
  } catch (error) { toast(error.message, true); await keep.refresh(); }
  refresh();
  renderProgress();
}
// Whom a document is given to, or null.
function assignee(id) {
  const edit = desk.assigned.get(id), standing = edit === undefined ? null : standingOf(edit);
  return standing && standing.decision === "amend" ? standing.text : null;
}
const reviewers = () => Array.from(new Set([desk.who, ...desk.lines.map((line) => line.who), ...CORPUS.documents.map((item) => assignee(item.id))].filter(Boolean))).sort();
function assignButton(index) {
  const name = assignee(CORPUS.documents[index].id);
  return h("button", { cls: "mini assign", type: "button", "data-assign": index, "aria-label": name ? `${ui("assigned_to", { who: name })} · ${ui("assign")}` : ui("assign"), onclick: () => askAssign(index) }, icon("person"), words(name ? clip(name, 16) : ui("assign")));
}
function askAssign(index) {
  const dialog = byId("ask"), item = CORPUS.documents[index], now = assignee(item.id);
  const field = h("input", { id: "assign-name", type: "text", maxlength: "80", value: now || desk.who, list: "reviewers", autocomplete: "off", "aria-label": ui("assign_to") });
  const to = (name) => { dialog.close(); assign(index, name.replace(/\s+/g, " ").trim()); };
  dialog.replaceChildren(h("h2", {}, ui("assign_to")), h("p", { lang: "zh-CN" }, words(clip(item.title, 40))),
    h("form", { method: "dialog", onsubmit: (event) => { event.preventDefault(); to(field.value); } }, field, h("datalist", { id: "reviewers" }, reviewers().map((name) => h("option", { value: name }))), h("button", { cls: "action primary" }, ui("save"))),
    now ? h("div", { cls: "done-row" }, h("button", { cls: "action", type: "button", onclick: () => to("") }, ui("assign_none"))) : "");
  dialog.showModal();
  field.select();
}
async function assign(index, name) {
  const now = assignee(CORPUS.documents[index].id);
  if (name === (now || "")) return;
  if (!desk.who && !(await askName())) return;
  try {
    const edit = desk.assigned.get(CORPUS.documents[index].id);
    const { lines } = await served.call("/api/assign", { who: desk.who, document: index, name, over: edit === undefined ? [] : headsOf(edit).map((line) => line.id) });
    takeLines(lines);
  } catch (error) {
    if (error.heads) takeLines(error.heads);
    toast(error.heads ? ui("decided_meanwhile", { who: error.heads.map((line) => line.who).join("、") }) : error.message, true);
    await keep.refresh();
  }
  refresh();
  renderProgress();
}
function setMine(mine) {
  state.mine = mine;
  memory.set("mine", mine ? "1" : "");
  refresh();
  renderProgress();
}
function signTable() {
  const row = (index) => h("tr", {}, h("td", {}, h("button", { cls: "title", type: "button", onclick: () => open("document", index) }, words(CORPUS.documents[index].title)), h("span", { cls: "mono muted" }, CORPUS.documents[index].id)), h("td", {}, assignButton(index)), h("td", { cls: "n" }, signButton(index)));
  return limited(CORPUS.documents.map((_, index) => index).filter(concerns), row, (rows, more) => block(ui("sign_off"), ui("sign_note"), table([ui("document"), ui("assign"), right(ui("sign_off"))], rows), more), 40);
}

// Deciding many places at once: which they are is shown, with their number, before it is done.
const FLOOR = 0.9;
const SCOPES = {
  cause: (edit) => (other) => other.cause === edit.cause,
  equal: (edit) => (other) => other.before === edit.before && other.kind === edit.kind && proposedBy(other) === proposedBy(edit),
  rule: (edit) => (other) => other.rule === edit.rule && other.kind === edit.kind && other.confidence >= FLOOR,
};
async function membersOf(edit, scope) {
  if (SERVED) return (await served.call("/api/members", { edit: edit.id, scope, floor: FLOOR })).members;
  const wanted = SCOPES[scope](edit), found = [];
  const documents = scope === "cause" ? CORPUS.causes[edit.cause || 0].documents : CORPUS.documents.map((_, index) => index);
  for (const index of documents) {
    const data = await ensure(index);
    for (const other of data.edits) {
      if (other.follows || !wanted(other) || (other.id !== edit.id && settled(other))) continue;
      const cut = letters(data), [from, to] = other.source;
      found.push({ document: index, edits: [other, ...(other.partners || []).map((place) => data.edits[place])].map((one) => one.id), before: other.before, after: proposedBy(other), near: [cut(Math.max(0, from - 8), from), cut(to, to + 8)] });
    }
  }
  return found;
}
const SAMPLE = 12;
async function askAll(scope, decision) {
  if (state.view !== "document" || state.edit === null) { toast(ui("choose_first")); return; }
  const data = openDocument(state.document), edit = data.edits[leadOf(data, state.edit)];
  let members;
  try { members = await membersOf(edit, scope); } catch (error) { toast(error.message, true); return; }
  if (!members.length) { toast(ui("none_left")); return; }
  if (members.length === 1 && members[0].edits.includes(edit.id)) { press(decision); return; }
  const documents = new Set(members.map((one) => one.document)).size;
  const row = (one) => h("li", {}, h("span", { cls: "pair" }, words(flat(one.near[0])), one.before && h(one.before === one.after ? "b" : "del", {}, visible(clip(one.before, 40))), one.before !== one.after && one.after && h("ins", {}, visible(clip(one.after, 40))), words(flat(one.near[1]))), documents > 1 ? h("span", { cls: "muted" }, words(labelOf(CORPUS.documents[one.document].id))) : null);
  askMany(ui(`all_${scope}`, { n: number(members.length), rule: rule(edit.rule) }), documents > 1 ? ui("in_documents", { n: number(documents) }) : null, `sample k-${edit.kind}`, members.slice(0, SAMPLE).map(row), members.length, decision, (choice) => ui(choice === "accept" ? "accept_n" : "reject_n", { n: number(members.length) }), (choice) => press(choice, { members }));
}
// Many at once: their number, a sample, and accept or reject.
function askMany(heading, note, cls, rows, size, decision, label, take) {
  const dialog = byId("ask"), done = (choice) => { dialog.close(); take(choice); };
  const button = (choice, key) => h("button", { cls: `action${choice === decision ? " primary" : ""}`, type: "button", "data-all": choice, onclick: () => done(choice) }, icon(DECISION_ICONS[choice]), label(choice), kbd(key));
  dialog.replaceChildren();
  add(dialog, [h("h2", {}, heading), note ? h("p", {}, note) : null,
    h("ul", { cls, lang: "zh-CN" }, rows, size > rows.length ? h("li", { cls: "muted" }, ui("and_more", { n: number(size - rows.length) })) : null),
    h("div", { cls: "done-row" }, button("accept", "a"), button("reject", "r"), h("button", { cls: "action", type: "button", onclick: () => dialog.close() }, ui("cancel"), kbd("Esc")))]);
  // The page, which has the same keys, must not hear of it: the dialog is closed by then.
  dialog.onkeydown = (event) => { const choice = { a: "accept", r: "reject" }[meantBy(event.key)]; if (choice) { event.preventDefault(); event.stopPropagation(); done(choice); } };
  dialog.addEventListener("close", () => { dialog.onkeydown = null; }, { once: true });
  dialog.showModal();
  dialog.querySelector(`[data-all="${decision}"]`).focus();
}
const flat = (text) => text.replace(/\s+/g, " ");

// The card's word on the cause: how many places, a few of them, and the way in.
function causeBox(data, edit) {
  const cause = CORPUS.causes[edit.cause || 0];
  if (!cause || cause.number < 2) return null;
  const here = data.edits.map((other, place) => [other, place]).filter(([other]) => (other.cause || 0) === (edit.cause || 0) && !other.follows);
  const others = here.filter(([other]) => other.id !== edit.id), openFirst = others.filter(([other]) => !settled(other)).concat(others.filter(([other]) => settled(other)));
  const left = here.filter(([other]) => !settled(other)).length;
  const act = (decision, key) => h("button", { cls: "action", type: "button", onclick: () => askAll("cause", decision) }, ui(`${decision}_all`), kbd(key));
  return h("section", { cls: "cause", "aria-label": ui("cause") },
    h("p", { cls: "cause-head" }, h("b", {}, ui(`cause_${cause.sort}`, { n: number(cause.number) })), " ", h("span", { cls: "num muted" }, cause.documents.length > 1 ? ui("in_documents", { n: number(cause.documents.length) }) : ui("left_of", { n: number(left) }))),
    h("ul", { cls: "cause-sample", lang: "zh-CN" }, openFirst.slice(0, 3).map(([other, place]) => h("li", {}, h("button", { type: "button", cls: shade(other), onclick: () => choose(place) }, rowWords(other))))),
    h("div", { cls: "equal-row" }, act("accept", "A"), act("reject", "R"),
      h("button", { cls: "action", type: "button", "aria-pressed": String(state.cause !== null), onclick: () => { state.cause = state.cause === null ? edit.cause || 0 : null; refilter(); } }, ui(state.cause === null ? "open_cause" : "close_cause"), kbd("w")),
      h("button", { cls: "action", type: "button", onclick: () => askAll("rule", "accept") }, ui("all_sure"), kbd("9"))));
}

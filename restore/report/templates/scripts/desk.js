// Deciding: the box on the card, the bar's progress, keys, names, undo.
const DECIDE = { accept: "a", reject: "r", amend: "e", skip: "s" };
const timer = { shown: 0 };

function decisionBox(data, edit) {
  const standing = standingOf(edit.id);
  const act = (name, action, extra) => h("button", { cls: `decide d-${name}`, type: "button", "data-act": name, "aria-pressed": standing ? String(standing.decision === name && !standing.conflict) : null, onclick: action, ...(extra || {}) },
    h("span", { cls: "word" }, icon(DECISION_ICONS[name]), ui(`do_${name}`)), h("kbd", {}, DECIDE[name]));
  return h("div", { cls: "box-decide" },
    said(edit, standing),
    h("div", { cls: "decide-row" },
      act("accept", () => press("accept")), act("reject", () => press("reject")),
      act("amend", () => askAmend(), canAmend(edit) ? {} : { disabled: true, title: ui("amend_lines") }), act("skip", () => skip())),
    causeBox(data, edit),
    sameRow(edit),
    h("label", { cls: "comment" }, h("span", { cls: "sr" }, ui("comment")), h("input", { id: "comment", type: "text", maxlength: "2000", placeholder: `${ui("comment")}  c`, value: desk.comment, autocomplete: "off", oninput: (event) => { desk.comment = event.target.value; } })));
}
const DECISION_ICONS = { accept: "check", reject: "close", amend: "correction", skip: "right", comment: "unconfirmed", conflict: "conflict" };

function said(edit, standing) {
  if (!standing) return null;
  const shade = standing.conflict ? "conflict" : standing.decision;
  return h("div", { cls: `said d-${shade}` }, icon(DECISION_ICONS[shade]), h("div", {}, standing.heads.map((line) => h("p", {},
    h("b", {}, words(line.who)), ` ${ui(`did_${line.decision}`)}`, line.decision === "amend" ? ["：", h("q", { lang: "zh-CN" }, visible(clip(line.text || ui("nothing"), 80)))] : "", h("span", { cls: "num when" }, ` ${clock(line.when)}`), line.comment ? h("span", { cls: "remark" }, words(line.comment)) : null)),
    standing.conflict ? h("p", {}, ui("disagree")) : null));
}
const clock = (when) => { const date = new Date(when); return Number.isNaN(date.getTime()) ? when : date.toLocaleString(Language.column ? "en-GB" : "zh-CN", { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" }); };
// Equal words that are no cause of their own.
function sameRow(edit) {
  const same = equals(edit), cause = CORPUS.causes[edit.cause || 0];
  if (same < 2 || (cause && cause.sort === "slip")) return null;
  return h("div", { cls: "equal-row" }, h("span", {}, ui("equal_note", { n: number(same) })),
    h("button", { cls: "action", type: "button", onclick: () => askAll("equal", "accept") }, ui("decide_equal"), h("kbd", {}, "=")));
}
function equals(edit) {
  const same = CORPUS.repeated.find((item) => item.before === edit.before && item.after === edit.after && item.kind === edit.kind);
  return same ? same.number : 1;
}

// One decision at a time, in the order of the keys: the next is sent when the last is on disk.
let queue = Promise.resolve();
function press(decision, more) {
  queue = queue.then(() => pressNow(decision, more || {})).catch((error) => toast(error.message, true));
  return queue;
}
async function pressNow(decision, more) {
  if (state.view !== "document" || state.edit === null) { toast(ui("choose_first")); return; }
  if (!desk.who && !(await askName())) return;
  const place = state.edit, data = openDocument(state.document), edit = data.edits[place];
  const { members, text } = more;
  const fields = { comment: desk.comment, seconds: Math.round((performance.now() - timer.shown) / 100) / 10 };
  if (decision === "amend") fields.text = text;
  const asked = !needsPerson(data.edits[leadOf(data, place)]);
  const wishes = members
    ? members.flatMap((one) => one.edits).map((id) => ({ edit: id, decision, over: headsOf(id).map((line) => line.id), ...fields }))
    : wishesFor(data, place, decision, fields);
  const lines = await decide(wishes);
  if (!lines) { afterDecisions(new Set([edit.id])); return; }
  desk.comment = "";
  afterDecisions(new Set(lines.map((line) => line.edit)));
  if (members && members.length > 1) toast(ui("decided_many", { n: number(members.length) }));
  if (asked) forward(place);
  else await goOn(data.edits[leadOf(data, place)].id);
}
// Who decides on what was done already has asked for it: he goes on in his list.
function forward(place) {
  const data = openDocument(state.document), at = roll.places.indexOf(leadOf(data, place));
  const next = roll.places.slice(at + 1).concat(roll.places.slice(0, Math.max(at, 0))).find((other) => !settled(data.edits[other]));
  if (next !== undefined) { choose(next); return; }
  renderPanel();
  const left = progressNow();
  toast(left.next ? ui("document_done_more", { n: number(left.left) }) : ui("document_done"));
}
function skip() {
  if (state.view !== "document" || state.edit === null) { goOn(); return; }
  const data = openDocument(state.document), edit = data.edits[leadOf(data, state.edit)];
  if (needsPerson(edit)) { goOn(edit.id); return; }
  const at = roll.places.indexOf(leadOf(data, state.edit));
  const next = roll.places.slice(at + 1).find((other) => !settled(data.edits[other]));
  if (next !== undefined) choose(next); else step(1);
}
function undo() {
  queue = queue.then(async () => {
    const { batch, passed, none } = await undoLast();
    renderProgress();
    if (passed) toast(ui("undo_passed", { n: number(passed) }), true);
    else if (none) toast(ui("undo_none"));
    if (!batch.length) return;
    afterDecisions(new Set(batch.map((line) => line.edit)));
    if (batch[0].stage === "figures") { await openFinding(batch[0].edit); toast(batch.length > 1 ? ui("undone_many", { n: number(batch.length) }) : ui("undone")); return; }
    const first = batch[0].edit, index = CORPUS.documents.findIndex((item) => item.id === batch[0].document);
    if (index >= 0) { if (index !== state.document || state.view !== "document") await open("document", index); const place = openDocument(index).byId.get(first); if (place !== undefined) choose(place); }
    if (!passed) toast(batch.length > 1 ? ui("undone_many", { n: number(batch.length) }) : ui("undone"));
  });
}
// The text, the list and the counts after decisions, ours or others'.
function afterDecisions(touched) {
  renderProgress();
  if (state.view === "done") showDone();
  if (state.view === "figures" && !document.querySelector(".finding form")) { redrawFindings(touched); renderSide(); }
  if (state.view !== "document") return;
  const data = openDocument(state.document);
  for (const id of touched) { const place = data.byId.get(id); if (place !== undefined) dress(place, data.edits[place]); }
  roll.drawn = "";
  if (touched.has(state.edit !== null ? data.edits[state.edit].id : "")) renderPanel(); else drawRows();
}
function shade(edit) {
  const standing = standingOf(edit.id);
  return !standing ? "" : standing.conflict ? "d-conflict" : `d-${standing.decision}`;
}
function dress(place, edit) {
  for (const element of document.querySelectorAll(`#main [data-e="${place}"]`)) {
    element.classList.remove("d-accept", "d-reject", "d-amend", "d-conflict");
    const name = shade(edit);
    if (name) element.classList.add(name);
    const own = element.querySelector(":scope > .own");
    if (own) own.remove();
    const standing = standingOf(edit.id);
    if (name === "d-amend" && !element.matches("details, .arrow")) element.append(h("ins", { cls: "own" }, visible(clip(standing.text, 60))));
  }
}

function askAmend() {
  if (state.edit === null) return;
  const edit = openDocument(state.document).edits[state.edit];
  if (!canAmend(edit)) { toast(ui("amend_lines")); return; }
  const standing = standingOf(edit.id);
  const area = h("textarea", { id: "own", lang: "zh-CN", rows: String(Math.min(8, 2 + Math.ceil(edit.after.length / 24))), "aria-label": ui("own_text"), spellcheck: "false" });
  area.value = standing && standing.decision === "amend" ? standing.text : edit.kind === "flag" ? edit.before : edit.after || "";
  const send = () => {
    if (!amendableTo(edit, area.value)) { toast(ui("amend_breaks"), true); return; }
    press("amend", { text: area.value });
  };
  const form = h("form", { cls: "amend", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("label", { for: "own" }, ui("own_text_for", { text: clip(edit.before.trim() || ui("nothing"), 24) })), area,
    h("div", { cls: "amend-row" }, h("button", { cls: "action primary", type: "submit" }, ui("save"), h("kbd", {}, "Enter")), h("button", { cls: "action", type: "button", onclick: () => renderPanel() }, ui("cancel"), h("kbd", {}, "Esc"))));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
    if (event.key === "Escape") { event.stopPropagation(); renderPanel(); }
  });
  document.querySelector(".box-decide").replaceWith(form);
  form.scrollIntoView({ block: "nearest" });
  area.focus();
  area.select();
}
function askName() {
  return new Promise((resolve) => {
    const dialog = byId("ask"), field = h("input", { id: "name", type: "text", maxlength: "80", value: desk.who, autocomplete: "name", "aria-label": ui("your_name") });
    dialog.replaceChildren(h("h2", {}, ui("your_name")), h("p", {}, ui("your_name_note")),
      h("form", { method: "dialog", onsubmit: () => { const name = field.value.replace(/\s+/g, " ").trim(); if (name) { desk.who = name; memory.set("who", name); } } }, field, h("button", { cls: "action primary" }, ui("save"))));
    dialog.addEventListener("close", () => { renderTop(); resolve(Boolean(desk.who)); }, { once: true });
    dialog.showModal();
    field.select();
  });
}

function deskTools() {
  return [
    h("div", { cls: "progress", id: "progress" }),
    h("button", { cls: "tool", type: "button", id: "export", "aria-label": ui("export"), onclick: exportDecisions, title: `${ui("export")} (x)` }, icon("export"), h("span", { cls: "hide-small" }, ui("export"))),
    h("button", { cls: "tool", type: "button", onclick: undo, title: `${ui("do_undo")} (u)`, "aria-label": ui("do_undo") }, icon("undo")),
    h("button", { cls: "tool", type: "button", id: "who", onclick: () => askName(), title: ui("your_name"), "aria-label": `${ui("your_name")} ${desk.who}` }, icon("person"), h("span", { cls: "hide-small" }, desk.who ? words(clip(desk.who, 16)) : ui("your_name"))),
  ].filter(Boolean);
}
function renderProgress() {
  const element = byId("progress");
  if (!element) return;
  const now = progressNow(), done = now.must - now.open;
  const share = now.must ? done / now.must : 1;
  element.title = ui("progress_title", { decided: number(now.decided), median: now.median.toFixed(1) });
  const left = now.left ? ui(now.minutes === null ? "left" : "left_time", { n: number(now.left), time: number(now.minutes ?? 0) }) : ui("none_open");
  element.replaceChildren(...[
    h("span", { cls: "bar", "aria-hidden": "true" }, h("i", { style: `width:${share * 100}%` })),
    h("span", { cls: "num", id: "progress-words" }, now.must || now.open ? `${ui("decided_of", { done: number(done) })} · ${left}` : ui("progress_none")),
    now.next ? h("button", { cls: "link", type: "button", title: `${ui("next_open")} (g)`, onclick: () => openEdit(now.next[0], now.next[1]) }, ui("next_open"))
      : now.must && state.view !== "done" ? link(ui("to_the_end"), () => open("done")) : null].filter(Boolean));
}
async function openEdit(index, id) {
  if (isFinding(id)) { await openFinding(id); return; }
  await open("document", index);
  const place = openDocument(index).byId.get(id);
  if (place !== undefined) choose(place);
}
let toastTimer = 0;
function toast(text, bad) {
  const element = byId("toast");
  element.textContent = text;
  element.classList.toggle("bad", Boolean(bad));
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { element.hidden = true; }, bad ? 6000 : 2600);
}

// What reviewers decided: lines that are only added, and what of them stands (see decisions.py).
const DESK = parse("desk");
const SERVED = DESK.mode === "served";
const desk = { lines: [], ids: new Map(), byEdit: new Map(), size: 0, who: "", comment: "", signed: new Map() };

function takeLines(lines) {
  const touched = new Set();
  for (const line of lines) {
    if (desk.ids.has(line.id)) continue;
    desk.ids.set(line.id, line);
    desk.lines.push(line);
    if (!desk.byEdit.has(line.edit)) desk.byEdit.set(line.edit, []);
    desk.byEdit.get(line.edit).push(line);
    if (line.rule === "sign_off") desk.signed.set(line.document, line.edit);
    touched.add(line.edit);
  }
  return touched;
}
function headsOf(id) {
  const lines = desk.byEdit.get(id) || [];
  const replaced = new Set(lines.flatMap((line) => line.over || []));
  return lines.filter((line) => !replaced.has(line.id)).sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.id < b.id ? -1 : 1));
}
// { decision, text, who, conflict } or null where nobody decided.
function standingOf(id) {
  const heads = headsOf(id).filter((line) => line.decision !== "retract");
  if (!heads.length) return null;
  const meanings = new Set(heads.map(meaning));
  const last = heads[heads.length - 1];
  return { decision: last.decision, text: last.text, who: last.who, when: last.when, comment: last.comment || "", conflict: meanings.size > 1, heads };
}
// Decided here, or by a decision that the run already honoured.
function settled(edit) {
  const standing = standingOf(edit.id);
  if (standing) return !standing.conflict;
  if ((desk.byEdit.get(edit.id) || []).length) return false;
  return ["reviewer_accepted", "reviewer_amended", "reviewer_rejected"].includes(edit.reason);
}
// What the stage proposed, where a reviewer put something else.
function proposedBy(edit) {
  const word = (edit.evidence || []).find((item) => item.type === "review" && typeof item.proposed === "string");
  return word ? word.proposed : edit.after;
}
const breaks = (text) => text.split("\n").length;
function amendableTo(edit, text) {
  if (edit.partners && edit.partners.length) return false;
  if (breaks(text) !== breaks(proposedBy(edit))) return false;
  return edit.stage !== "layout" || (edit.before !== "" && !(edit.before.trim() && edit.before.includes("\n")));
}
const canAmend = (edit) => amendableTo(edit, proposedBy(edit));

// One key press: the edit, and the rest of its group with it.
function wishesFor(data, place, decision, more) {
  return [place, ...(data.edits[place].partners || [])].map((at) => ({
    edit: data.edits[at].id, decision, over: headsOf(data.edits[at].id).map((line) => line.id), ...more,
  }));
}
async function decide(wishes) {
  try {
    const lines = await keep.add(wishes);
    takeLines(lines);
    return lines;
  } catch (error) {
    if (error.heads) takeLines(error.heads);
    toast(error.heads ? ui("decided_meanwhile", { who: error.heads.map((line) => line.who).join("、") }) : error.message, true);
    await keep.refresh();
    return null;
  }
}
// An undoing line puts back what its undone line had replaced: which line it stands for, or null.
function standsFor(line) {
  let at = line;
  while (at && at.undoes) {
    const undone = desk.ids.get(at.undoes);
    const said = meaning(at);
    at = undone ? replacedBy(undone).map(standsFor).find((other) => other && meaning(other) === said) : null;
  }
  return at || null;
}
const replacedBy = (line) => (line.over || []).map((id) => desk.ids.get(id)).filter(Boolean);
const meaning = (line) => `${line.decision}\u0000${line.decision === "amend" ? line.text : ""}`;
const pressOf = (line) => line.batch || line.id;
// What I did and have not undone, key press by key press, the last first.
function presses() {
  const undone = new Set(desk.lines.map((line) => line.undoes).filter(Boolean));
  const found = new Map();
  for (const line of desk.lines) {
    if (line.who !== desk.who || line.undoes || undone.has(line.id)) continue;
    if (!found.has(pressOf(line))) found.set(pressOf(line), []);
    found.get(pressOf(line)).push(line);
  }
  return Array.from(found.values()).reverse();
}
// What takes one line back: nothing where somebody has decided after it, for that is not mine.
function undoing(line) {
  const head = headsOf(line.edit).find((other) => standsFor(other) === line);
  if (!head) return [];
  const before = new Map(replacedBy(line).filter((other) => other.decision !== "retract").map((other) => [meaning(other), other]));
  const back = before.size ? Array.from(before.values()) : [{ decision: "retract" }];
  return back.map((other) => ({ edit: line.edit, decision: other.decision, text: other.decision === "amend" ? other.text : null, over: [head.id], undoes: line.id }));
}
const toldPassed = new Set();
async function undoLast() {
  const passed = new Set();
  for (const batch of presses()) {
    const wishes = batch.flatMap(undoing);
    const left = new Set(wishes.map((wish) => wish.undoes));
    for (const line of batch) if (!left.has(line.id) && !toldPassed.has(line.id)) { passed.add(line.id); toldPassed.add(line.id); }
    if (!wishes.length) continue;
    if (!SERVED && batch.some((line) => line.stage === "figures")) await loadFigures();
    if (!SERVED) for (const line of batch) await ensure(CORPUS.documents.findIndex((item) => item.id === line.document));
    return { batch: (await decide(wishes)) || [], passed: passed.size };
  }
  return { batch: [], passed: passed.size, none: !passed.size };
}

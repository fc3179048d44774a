// What reviewers decided: lines that are only added, and what of them stands (see decisions.py).
const DESK = parse("desk");
const SERVED = DESK.mode === "served";
const desk = { lines: [], ids: new Set(), byEdit: new Map(), size: 0, who: "", comment: "" };

function takeLines(lines) {
  const touched = new Set();
  for (const line of lines) {
    if (desk.ids.has(line.id)) continue;
    desk.ids.add(line.id);
    desk.lines.push(line);
    if (!desk.byEdit.has(line.edit)) desk.byEdit.set(line.edit, []);
    desk.byEdit.get(line.edit).push(line);
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
  const meanings = new Set(heads.map((line) => `${line.decision}\u0000${line.decision === "amend" ? line.text : ""}`));
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
// The last thing I did that is not undone: all decisions of one key press.
function lastBatch() {
  const undone = new Set(desk.lines.map((line) => line.undoes).filter(Boolean));
  for (let at = desk.lines.length - 1; at >= 0; at -= 1) {
    const line = desk.lines[at];
    if (line.who !== desk.who || line.undoes || undone.has(line.id)) continue;
    return desk.lines.filter((other) => other.batch === line.batch && other.who === desk.who && !undone.has(other.id));
  }
  return [];
}
async function undoLast() {
  const wishes = [];
  let passed = 0;
  const batch = lastBatch();
  for (const line of batch) {
    const heads = headsOf(line.edit);
    // Somebody has decided after me: what he said is not mine to undo.
    if (heads.length !== 1 || heads[0].id !== line.id) { passed += 1; continue; }
    if (!SERVED) await ensure(CORPUS.documents.findIndex((item) => item.id === line.document));
    const before = (desk.byEdit.get(line.edit) || []).filter((other) => (line.over || []).includes(other.id)).pop();
    wishes.push({ edit: line.edit, decision: before ? before.decision : "retract", text: before && before.decision === "amend" ? before.text : null, over: [line.id], undoes: line.id });
  }
  if (!wishes.length) return { batch: [], passed, none: !batch.length };
  const lines = await decide(wishes);
  return { batch: lines || [], passed };
}

const median = (values) => { const sorted = values.slice().sort((a, b) => a - b); return sorted.length ? sorted[sorted.length >> 1] : 0; };
function progressNow() {
  const open = CORPUS.queue.filter(([, id]) => { const standing = standingOf(id); return !standing || standing.conflict; });
  const mine = desk.lines.filter((line) => line.who === desk.who && !line.undoes);
  const presses = new Map(mine.map((line) => [line.batch, line]));
  const seconds = Array.from(presses.values(), (line) => line.seconds).filter((value) => typeof value === "number");
  return { must: CORPUS.queue.length, open: open.length, decided: Array.from(desk.byEdit.keys()).filter((id) => standingOf(id)).length, median: median(seconds), next: open[0] };
}

// One paragraph of marked text: runs of the stream become text, struck and inserted words, notes.
const NEAR = 8;
// A flag that only points at something; others say what may be meant there (a figure misread).
const isRemark = (edit) => edit.kind === "flag" && edit.before === edit.after;

function renderSegments(segments, data, shown) {
  const out = document.createDocumentFragment();
  let open = null; // the mark under construction: { edit, element }
  const close = () => { open = null; };
  for (let at = 0; at < segments.length; at += 1) {
    const item = segments[at];
    if (typeof item === "string") { close(); out.append(words(item)); continue; }
    if (item.i !== undefined && item.d !== undefined) continue; // came and went
    if (item.m !== undefined && shown[item.m] && !page.arrived.has(item.m)) { page.arrived.add(item.m); close(); out.append(arrival(data, item.m)); }
    const note = (item.n || []).find((edit) => shown[edit]);
    const owner = item.d ?? item.i;
    const marks = owner !== undefined && shown[owner];
    if (item.d !== undefined && !marks && note === undefined) continue;
    const target = note !== undefined ? noteMark(out, segments, at, note, data) : out;
    if (item.g) { close(); target.append(departure(data, item)); continue; }
    if (!marks) { close(); target.append(words(item.d === undefined ? item.t : "")); }
    else if (note !== undefined) { close(); const mark = newMark(data, owner); target.append(mark); fill(mark, item, data.edits[owner]); }
    else {
      if (!open || open.edit !== owner) { open = { edit: owner, element: newMark(data, owner) }; out.append(open.element); }
      fill(open.element, item, data.edits[owner]);
    }
    if (note !== undefined) endNote(out, segments, at, note, data);
  }
  return out;
}

function newMark(data, place) {
  const edit = data.edits[place];
  return h("span", { cls: `mark k-${edit.kind}${place === state.edit ? " current" : ""}`, "data-e": place, role: "button", tabindex: "-1", "aria-description": spoken(edit) });
}
function spoken(edit) {
  const before = edit.before.trim() || ui("nothing"), after = edit.after.trim() || ui("nothing");
  return `${labelled(say("kind", edit.kind))}${clip(before, 40)} → ${clip(after, 40)}`;
}

function fill(mark, item, edit) {
  if (!edit.before.trim() && !edit.after.trim()) {
    mark.classList.add("tick");
    if (item.d !== undefined || !mark.textContent) mark.append(Array.from(item.t || edit.after, (c) => WHITE[c] || "").join("") || "·");
    return;
  }
  if (item.d === undefined) { mark.append(h("ins", {}, words(item.t))); return; }
  if (item.t.length > 30) {
    mark.classList.add("chip");
    if (!mark.querySelector(".fold"))
      mark.append(h("span", { cls: "fold", "data-fold": "1" }, icon(edit.kind), `−${length(edit.before)}`));
  }
  mark.append(h("del", {}, visible(item.t)));
}

// A note may run over several segments; all are marked, the offer stands behind the last.
function noteMark(out, segments, at, note, data) {
  const edit = data.edits[note];
  const inside = h("span", { cls: "words" });
  const last = out.lastChild;
  if (last && last.dataset && last.dataset.e === String(note) && last.classList.contains("note")) { last.append(inside); return inside; }
  out.append(h("span", { cls: `mark note k-${edit.kind}${note === state.edit ? " current" : ""}`, "data-e": note, role: "button", tabindex: "-1", "aria-description": spoken(edit) }, inside));
  return inside;
}
function endNote(out, segments, at, note, data) {
  for (const next of segments.slice(at + 1, at + 1 + NEAR)) {
    if (typeof next === "string") break;
    if ((next.n || []).includes(note)) return;
    if (next.d === undefined) break; // what was taken out inside a note does not end it
  }
  const edit = data.edits[note];
  const element = out.lastElementChild;
  // A new order of lines is shown on the card; the text has but the sign.
  if (regroups(edit)) { if (!page.arrived.has(`r${note}`)) { page.arrived.add(`r${note}`); element.append(h("span", { cls: "glyph" }, icon("move"))); } return; }
  if (edit.kind === "flag") element.append(h("span", { cls: "glyph" }, icon("flag")));
  if (edit.kind === "suggestion" || (edit.kind === "flag" && !isRemark(edit))) {
    const change = trimmed(edit.before, edit.after);
    const offer = edit.after.length <= 8 ? edit.after || `−${edit.before}` : change.into || `−${change.out}`;
    element.append(h("span", { cls: "offer" }, visible(clip(offer, 24)), "?"));
  } else if (edit.kind !== "flag") element.append(h("span", { cls: "glyph" }, icon(edit.kind)));
}

function arrival(data, place) {
  return h("button", { cls: `arrow${place === state.edit ? " current" : ""}`, type: "button", "data-e": place, tabindex: "-1" }, icon("move"), ui("moved_here"));
}
function departure(data, item) {
  return h("button", { cls: `arrow${item.d === state.edit ? " current" : ""}`, type: "button", "data-e": item.d, tabindex: "-1" }, icon("move"), `${ui("gone_move")} · ${ui("characters", { n: length(item.t) })}`);
}

// A passage that was taken out as a whole, folded up where it stood.
function renderGone(paragraph, data, shown) {
  const first = paragraph.segments.find((item) => typeof item !== "string" && item.d !== undefined && shown[item.d]);
  if (!first) return null;
  const edit = data.edits[first.d];
  const text = paragraph.segments.map((item) => (typeof item === "string" ? item : item.i === undefined || item.d === first.d ? item.t : "")).join("").trim();
  const links = [];
  (edit.links || []).forEach((entry) => links.push(link(`${ui("open_copy")}${entry[1] === state.document ? "" : ` · ${shortName(entry[1])}`}`, () => goTo(entry[1], entry[2]))));
  const target = first.g && edit.partners ? edit.partners.find((other) => data.edits[other].after === edit.before) : undefined;
  if (target !== undefined) links.push(link(ui("see_target"), () => choose(target)));
  const label = first.g ? ui("gone_move") : `${ui("gone_removal")} · ${rule(edit.rule)}`;
  return h("details", { cls: `gone k-${edit.kind}${first.d === state.edit ? " current" : ""}`, "data-e": first.d },
    h("summary", {},
      h("span", { cls: "what" }, icon(edit.kind), label),
      h("span", { cls: "length num" }, ui("characters", { n: number(length(text)) })),
      h("span", { cls: "peek" }, words(clip(text.replace(/\s+/g, " "), 120))),
      h("span", { cls: "turn" }, icon("right"))),
    h("div", { cls: "full" }, words(text)),
    links.length ? h("div", { cls: "links" }, links) : null);
}

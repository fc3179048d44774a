// The right column: the chosen edit with its reasons, and the list of all edits that are shown.
const ROW = 34;
const roll = { places: [], element: null, drawn: "" };

function renderPanel() {
  const { data, shown } = current();
  timer.shown = performance.now();
  roll.places = (state.order === "doubt" ? data.doubt : data.order).filter((place) => shown[place] && !data.edits[place].follows && (!state.open || place === state.edit || (needsPerson(data.edits[place]) && !settled(data.edits[place]))));
  roll.element = h("div", { cls: "rows", tabindex: "-1", onscroll: drawRows });
  byId("panel").replaceChildren(card(data, shown), h("section", { cls: "list", "aria-label": ui("edit_list") },
    h("div", { cls: "list-head" }, h("span", {}, ui("edit_list")),
      h("button", { cls: "mini", type: "button", onclick: () => { state.order = state.order === "doubt" ? "text" : "doubt"; renderPanel(); } }, ui(state.order === "doubt" ? "order_doubt" : "order_text")),
      h("button", { cls: "mini", type: "button", "aria-pressed": String(state.open), onclick: () => { state.open = !state.open; renderPanel(); } }, ui("only_open")),
      h("span", { cls: "num" }, `${number(roll.places.length)} / ${number(data.edits.length)}`)),
    roll.places.length ? roll.element : h("p", { cls: "hint" }, ui("none_visible"))));
  roll.drawn = "";
  drawRows();
  const place = roll.places.indexOf(leadOf(data, state.edit));
  if (place >= 0) roll.element.scrollTop = Math.max(0, place * ROW - roll.element.clientHeight / 2 + ROW / 2);
  drawRows();
}
function drawRows() {
  const data = openDocument(state.document);
  const first = Math.max(0, Math.floor(roll.element.scrollTop / ROW) - 4);
  const last = Math.min(roll.places.length, first + Math.ceil((roll.element.clientHeight || 400) / ROW) + 9);
  const chosen = leadOf(data, state.edit);
  const key = `${first}:${last}:${state.edit}`;
  if (key === roll.drawn) return;
  roll.drawn = key;
  const rows = [h("div", { style: `height:${roll.places.length * ROW}px` })];
  for (let at = first; at < last; at += 1) {
    const place = roll.places[at];
    const edit = data.edits[place];
    rows.push(h("button", { cls: `row k-${edit.kind} ${shade(edit)}`, type: "button", style: `top:${at * ROW}px`, "aria-current": place === chosen ? "true" : null, onclick: () => choose(place) },
      icon(edit.kind), rowWords(edit), h("span", { cls: "rule" }, rule(edit.rule)), h("span", { cls: "state", "aria-label": shade(edit) ? ui(shade(edit) === "d-conflict" ? "disagree" : `did_${standingOf(edit.id).decision}`) : null }, shade(edit) ? icon(DECISION_ICONS[shade(edit).slice(2)]) : null)));
  }
  roll.element.replaceChildren(...rows);
}
// One edit that puts the lines of a stretch in a new order: decided as one.
const regroups = (edit) => edit.rule === "column" && edit.before !== "" && edit.after !== "" && !isRemark(edit);
// The blocks that a group of edits moves, decided as one: the edits that take them out.
const moves = (edit) => (edit.partners || []).length > 0;
function blocksOf(data, edit) {
  return [data.byId.get(edit.id), ...edit.partners].map((place) => data.edits[place]).filter((member) => member.before && !member.after).sort((a, b) => a.source[0] - b.source[0]);
}
// The edit that stands for the decision on a group.
function leadOf(data, place) {
  return place === null || !data.edits[place].follows ? place : data.edits[place].partners.find((other) => !data.edits[other].follows);
}
function rowWords(edit) {
  if (regroups(edit)) return h("span", { cls: "pair" }, words(ui("lines_regrouped", { n: number(edit.after.split("\n").filter(Boolean).length) })));
  if ((isRemark(edit) || edit.kind === "move" || moves(edit)) && (edit.before + edit.after).trim()) return h("span", { cls: "pair" }, visible(clip((edit.before || edit.after).trim(), 40)));
  const longest = Math.max(edit.before.trim().length, edit.after.trim().length);
  if (longest < 2 || (longest < 8 && !(edit.before.trim() && edit.after.trim()))) return inContext(edit);
  return pair(edit.before.trim() || edit.before, edit.after.trim() || edit.after, 24);
}
// A single mark or a line break says nothing without its neighbours.
function beside(edit) {
  const cut = letters(openDocument(state.document));
  const bare = (from, to) => cut(from, to).replace(/\s*\n\s*/g, "").trim();
  return [bare(Math.max(0, edit.source[0] - 6), edit.source[0]), bare(edit.source[1], edit.source[1] + 6)];
}
function inContext(edit) {
  const [left, right] = beside(edit);
  return h("span", { cls: "pair" }, words(left), edit.before && h("del", {}, visible(edit.before)), edit.after && h("ins", {}, visible(edit.after)), words(right));
}

function card(data, shown) {
  if (state.edit === null) return h("section", { cls: "card" }, h("p", { cls: "hint" }, ui("choose")), legend());
  const edit = data.edits[state.edit];
  const place = roll.places.indexOf(leadOf(data, state.edit));
  return h("section", { cls: `card k-${edit.kind}`, "aria-label": spoken(edit) }, h("h2", { cls: "sr" }, ui("change")),
    h("div", { cls: "card-head" },
      pill(edit.kind, say("kind", edit.kind)), ["flag", "suggestion", "rejected"].includes(edit.kind) ? null : h("span", { cls: "badge-pill" }, say("decision", edit.decision)), h("span", { cls: "spring" }),
      h("span", { cls: "steps" }, h("span", { cls: "where" }, place >= 0 ? `${number(place + 1)} / ${number(roll.places.length)}` : ""),
      h("button", { cls: "step", type: "button", "aria-label": `${ui("previous")} (${keyOf("k")})`, onclick: () => step(-1) }, icon("up")),
      h("button", { cls: "step", type: "button", "aria-label": `${ui("next")} (${keyOf("j")})`, onclick: () => step(1) }, icon("down")))),
    change(edit),
    decisionBox(data, edit),
    h("p", { cls: "why" }, say("reason", edit.reason)),
    h("div", { cls: "meter" }, h("span", {}, ui("confidence")), h("span", { cls: "bar", "aria-hidden": "true" }, h("i", { style: `width:${edit.confidence * 100}%` })), h("span", { cls: "num" }, edit.confidence.toFixed(2))),
    pageImage(edit),
    (edit.evidence || []).length ? h("h3", {}, ui("evidence")) : null,
    (edit.evidence || []).map((_, index) => proof(edit, index)),
    figureTable(edit),
    h("div", { cls: "more" }, relations(data, edit)),
    h("h3", {}, ui("source_here")), snippet(data, edit),
    h("h3", {}, ui("place")),
    h("div", { cls: "facts" },
      h("span", { cls: "num" }, ui("source_line", { line: number(edit.line), from: number(edit.source[0]), to: number(edit.source[1]) })),
      h("span", {}, `${say("stage", edit.stage)} · ${rule(edit.rule)} · ${ui("pass", { n: edit.pass_number })}`),
      h("span", {}, `${ui("edit_id")} `, h("span", { cls: "mono" }, edit.id))));
}

// How each kind of edit looks in the text, with an example.
function legend() {
  const sample = (kind, ...parts) => [kind, h("span", { cls: `mark k-${kind}${["flag", "suggestion"].includes(kind) ? " note" : ""}` }, parts)];
  const samples = [
    sample("correction", h("del", {}, "记"), h("ins", {}, "纪"), "律"),
    sample("suggestion", h("span", { cls: "words" }, "末来"), h("span", { cls: "offer" }, "未来?")),
    sample("flag", h("span", { cls: "words" }, "625件"), h("span", { cls: "glyph" }, icon("flag"))),
    sample("form", h("del", {}, ","), h("ins", {}, "，")),
    sample("space", h("span", { cls: "mark tick" }, "⏎ ␣")),
  ];
  return h("ul", { cls: "legend-list", "aria-label": ui("marks_legend") }, samples.map(([kind, mark]) => h("li", { cls: `k-${kind}` }, pill(kind, say("kind", kind)), mark)));
}

function change(edit) {
  const rows = [];
  const row = (label, content) => rows.push(h("div", {}, h("dt", {}, label), h("dd", { lang: "zh-CN", tabindex: content.textContent.length > 160 ? "0" : null }, content)));
  const nothing = () => h("span", { cls: "empty" }, ui("nothing"));
  if (isRemark(edit)) row(ui("stands"), visible(edit.before));
  else if (regroups(edit)) {
    row(ui("before"), visible(edit.before));
    row(`${ui(edit.decision === "applied" ? "after" : "would_be")} · ${ui("lines_regrouped", { n: number(edit.after.split("\n").filter(Boolean).length) })}`, visible(edit.after));
  } else if (moves(edit)) {
    const data = openDocument(state.document), members = [edit, ...edit.partners.map((place) => data.edits[place])];
    for (const block of blocksOf(data, edit)) {
      const target = members.find((other) => !other.before && other.after === block.before);
      row(ui(edit.decision === "applied" ? "block_moved" : "block_to_move"), visible(block.before));
      row([icon("up"), ui("block_from")], between(data, block, h("del", {}, visible(clip(block.before.trim(), 12)))));
      if (target) row([icon("right"), ui("block_to")], between(data, target, h("ins", {}, visible(clip(block.before.trim(), 12)))));
    }
  } else if (edit.kind === "move") row(ui("before"), visible(edit.before || edit.after));
  else {
    const parts = trimmed(edit.before, edit.after);
    const [left, right] = (edit.before + edit.after).length < 4 && (edit.before + edit.after).trim() ? beside(edit) : ["", ""];
    const near = (text) => text && h("span", { cls: "near" }, words(text));
    const side = (text, tag) => add(document.createElement("span"), [near(left), visible(parts.head), text && h(tag, {}, visible(text)), visible(parts.tail), near(right)]);
    row(ui("before"), edit.before || left || right ? side(parts.out, "del") : nothing());
    row(ui(edit.decision === "applied" ? "after" : "would_be"), edit.after || left || right ? side(parts.into, "ins") : nothing());
  }
  return h("dl", { cls: "change" }, rows);
}

// A place with the words before and behind it.
function between(data, edit, words) {
  const cut = letters(data), [from, to] = edit.source;
  return add(h("span", { cls: "near" }), [`…${flat(cut(Math.max(0, from - 18), from))}`, words, `${flat(cut(to, to + 18))}…`]);
}
function relations(data, edit) {
  const actions = [];
  const act = (words, action) => actions.push(h("button", { cls: "action", type: "button", onclick: action }, words));
  for (const other of edit.partners || []) {
    const away = data.edits[other].before !== "";
    if (!(data.edits[other].before + data.edits[other].after).trim()) continue;
    act([icon("move"), ui(away ? "see_origin" : "see_target"), edit.partners.length > 1 ? ` · ${clip((data.edits[other].before || data.edits[other].after).trim(), 12)}` : ""], () => choose(other));
  }
  for (const [name, label] of [["earlier", "earlier"], ["later", "later"]])
    for (const other of data.chains[name].get(state.edit) || []) act([labelled(ui(label)), pair(data.edits[other].before, data.edits[other].after, 12)], () => choose(other));
  const same = CORPUS.repeated.find((item) => item.before === edit.before && item.after === edit.after && item.kind === edit.kind);
  if (same && !state.pair) act(ui("same_edit", { n: number(same.number) }), () => { state.pair = { before: edit.before, after: edit.after }; refilter(); });
  return actions;
}

// Offsets are code points; JavaScript counts otherwise where a text has rare characters.
function letters(data) {
  if (data.letters === undefined) data.letters = /[\ud800-\udfff]/.test(data.source) ? Array.from(data.source) : null;
  return (from, to) => (data.letters ? data.letters.slice(from, to).join("") : data.source.slice(from, to));
}
function snippet(data, edit) {
  const cut = letters(data);
  const [from, to] = edit.source;
  const left = cut(Math.max(0, from - 26), from), right = cut(to, to + 26);
  return h("p", { cls: "snippet", lang: "zh-CN" }, "…", visible(left), h("b", {}, visible(clip(cut(from, to), 200))), visible(right), "…");
}

// A reviewer's own correction: words chosen in the text that nothing proposed to change.
const NOT_LIVE = "del, .offer, .glyph, .arrow, .own, .fold, .tick, .ctl, .src";
const liveOf = (paragraph) => (paragraph.segments || []).map((item) => (typeof item === "string" ? item : item.d === undefined ? item.t : "")).join("");

// The chosen words within their paragraph, or null.
function chosenWords() {
  const selection = getSelection();
  if (!SERVED || state.view !== "document" || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const row = (range.startContainer.parentElement || document.body).closest("#main .sheet [data-row]");
  if (!row || !row.contains(range.endContainer) || row.matches("details")) return undefined;
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
  let text = "", start = -1, end = -1;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const live = !node.parentElement.closest(NOT_LIVE);
    if (node === range.startContainer) start = text.length + (live ? range.startOffset : 0);
    if (node === range.endContainer) end = text.length + (live ? range.endOffset : 0);
    if (live) text += node.data;
  }
  const data = openDocument(state.document), place = Number(row.dataset.row);
  if (start < 0 || end <= start || text !== liveOf(data.paragraphs[place])) return undefined;
  const left = text.slice(Math.max(0, start - 40), start), before = text.slice(start, end), right = text.slice(end, end + 40);
  let ordinal = 0;
  const count = (words) => { let n = 0; for (let at = words.indexOf(left + before + right); at >= 0; at = words.indexOf(left + before + right, at + 1)) n += 1; return n; };
  for (let at = 0; at < place; at += 1) if (data.paragraphs[at].kind === "text") ordinal += count(liveOf(data.paragraphs[at]));
  ordinal += count(text.slice(0, Math.max(0, end + right.length - 1)));
  return { left, before, right, ordinal };
}
function askOwn(chosen) {
  const dialog = byId("ask"), since = performance.now();
  const field = h("input", { id: "own-text", type: "text", lang: "zh-CN", value: chosen.before, autocomplete: "off", "aria-label": ui("own_here") });
  dialog.replaceChildren(h("h2", {}, ui("own_here")), h("p", { cls: "own-before", lang: "zh-CN" }, words(clip(chosen.left.slice(-8), 8)), h("b", {}, words(chosen.before)), words(chosen.right.slice(0, 8))),
    h("form", { method: "dialog", onsubmit: () => keepOwn(chosen, field.value, since) }, field, h("button", { cls: "action primary" }, ui("save"))));
  dialog.showModal();
  field.select();
}
async function keepOwn(chosen, after, since) {
  if (after === chosen.before) return;
  if (!desk.who) { toast(ui("your_name_note"), true); askName(); return; }
  try {
    const { lines } = await served.call("/api/own", { who: desk.who, document: state.document, after, seconds: Math.round((performance.now() - since) / 100) / 10, ...chosen });
    takeLines(lines);
    renderProgress();
    toast(ui("own_made", { before: clip(chosen.before, 16), after: clip(after, 16) || ui("nothing") }));
  } catch (error) { toast(error.message, true); }
}
// On the summary: all of them, each to be taken back.
function ownList() {
  const own = Array.from(desk.byEdit.values(), (lines) => lines[lines.length - 1]).filter((line) => line.rule === "reviewer" && standingOf(line.edit));
  if (!own.length) return null;
  const back = (line) => link(ui("take_back"), async () => { await decide([{ edit: line.edit, decision: "retract", over: headsOf(line.edit).map((head) => head.id) }]); renderProgress(); showOverview(); });
  return block(ui("own_list"), ui("own_note"), table([ui("document"), ui("change"), ui("your_name"), ""],
    own.map((line) => [words(line.document), change2({ before: line.before, after: line.after, kind: "correction" }), words(line.who), SERVED ? back(line) : ""])));
}

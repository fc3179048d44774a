// The page beside the text: its picture with a box around each line. A line leads to its words, words
// to their line; the line that is looked at is marked on both sides.
const LEAST_ZOOM = 0.25, MOST_ZOOM = 12, ZOOM_STEP = 1.3;
const places = new Map();
const sight = { known: false, shown: false, document: null, places: null, page: 0, zoom: 1, whole: false, order: false, line: null, stage: null };

// Where the lines of a document stand, or null; the promise is kept.
function placesOf(index) {
  if (!SERVED) return Promise.resolve(null);
  if (!places.has(index)) places.set(index, served.call(`/api/places/${index}`).catch(() => null));
  return places.get(index);
}
const wantsFacsimile = () => { const kept = memory.get("facsimile"); return kept === null ? innerWidth > 1060 : kept === "1"; };
const pictured = (known) => known.pages.some((item) => item.image);

// Draws the pane where it is wanted and the document has pages; without pictures only if asked for.
async function showFacsimile() {
  const index = state.document, known = state.view === "document" ? await placesOf(index) : null;
  if (state.view === "document" && index !== state.document) return;
  const shown = Boolean(known) && (state.facsimile ?? (wantsFacsimile() && pictured(known)));
  const pane = byId("facsimile"), frame = document.querySelector(".frame");
  frame.classList.toggle("paged", shown);
  Object.assign(sight, { known: Boolean(known), shown });
  byId("facsimile-button").hidden = !known;
  byId("facsimile-button").setAttribute("aria-pressed", String(shown));
  pane.hidden = !shown;
  if (!shown) { pane.replaceChildren(); sight.document = null; markWords(null); return; }
  if (sight.document === index && sight.stage) return;
  Object.assign(sight, { document: index, places: known, page: 0, line: null, stage: null, clean: cleanOrder(known) });
  drawPage(0);
  if (state.edit !== null) followEdit();
}
async function toggleFacsimile() {
  if (state.view !== "document") return;
  if (!(await placesOf(state.document))) { toast(ui("no_page")); return; }
  state.facsimile = byId("facsimile").hidden;
  memory.set("facsimile", state.facsimile ? "1" : "0");
  if (state.facsimile && state.beside) toggleBeside();
  await showFacsimile();
  if (state.edit !== null) showCurrent(true);
}
// The numbers of lines as the clean text has them.
const cleanOrder = (known) => known.lines.map((_, at) => at).filter((at) => known.order[at] !== null).sort((a, b) => known.order[a] - known.order[b]);

function drawPage(page) {
  sight.page = page;
  const pages = sight.places.pages, turn = (by) => goToPage(sight.page + by);
  const tool = (id, label, key, content, action, more) => h("button", { cls: "tool", type: "button", id, "aria-label": label, title: key ? `${label} (${keyOf(key)})` : label, onclick: action, ...more }, content);
  const viewport = h("div", { cls: "viewport", id: "viewport", tabindex: "-1" });
  byId("facsimile").setAttribute("aria-label", ui("page_image"));
  byId("facsimile").replaceChildren(h("div", { cls: "facsimile-head" },
    tool("page-before", ui("page_before"), "", icon("up"), () => turn(-1), { disabled: page === 0 }),
    h("span", { cls: "num", id: "page-number", "aria-live": "polite" }, ui("page_of", { n: number(page + 1), all: number(pages.length) })),
    tool("page-after", ui("page_after"), "", icon("down"), () => turn(1), { disabled: page === pages.length - 1 }),
    h("span", { cls: "grow" }),
    tool("zoom-out", ui("zoom_out"), "-", "−", () => zoomBy(1 / ZOOM_STEP)), tool("zoom-fit", ui("zoom_fit"), "0", icon("fit"), () => fit()), tool("zoom-in", ui("zoom_in"), "+", "+", () => zoomBy(ZOOM_STEP)),
    tool("page-order", ui("page_order"), "", icon("order"), () => { sight.order = !sight.order; drawPage(sight.page); }, { "aria-pressed": String(sight.order) }),
    tool("page-close", ui("close"), "p", icon("close"), toggleFacsimile)), viewport);
  const info = pages[page], stage = h("div", { cls: "stage" });
  sight.stage = stage;
  viewport.append(stage);
  listenTo(viewport);
  const draw = (size) => { if (sight.stage !== stage) return; sight.size = size; stage.style.aspectRatio = `${size[0]} / ${size[1]}`; stage.append(boxes(size)); applyZoom(); markLine(); };
  const given = info.width && info.height ? [info.width, info.height] : null;
  if (!info.image) { stage.classList.add("bare"); draw(given || extent()); return; }
  const picture = h("img", { alt: "", draggable: "false", src: info.image });
  picture.onload = () => draw(given || [picture.naturalWidth, picture.naturalHeight]);
  picture.onerror = () => { picture.remove(); stage.classList.add("bare"); draw(given || extent()); };
  stage.append(picture);
}
function extent() {
  const here = sight.places.lines.filter((line) => line[2] === sight.page);
  return [Math.max(1, ...here.map((line) => line[3][2])), Math.max(1, ...here.map((line) => line[3][3]))];
}
// One line can be reached by the tab key, the others from it by arrows, as they are read.
function boxes([width, height]) {
  const { lines, order } = sight.places, data = openDocument(state.document), cut = letters(data);
  const read = sight.clean.filter((at) => lines[at][2] === sight.page);
  const gone = lines.map((_, at) => at).filter((at) => lines[at][2] === sight.page && order[at] === null);
  const bare = sight.stage.classList.contains("bare"), side = Math.max(width, height);
  const box = (at, place) => {
    const [start, end, , [left, top, right, bottom]] = lines[at], text = cut(start, end);
    const words_ = place < 0 ? `${labelled(ui("line_gone"))}${text}` : `${labelled(place + 1)}${text}`;
    const group = svg("g", { class: `line${place < 0 ? " gone-line" : ""}`, "data-line": at, role: "button", tabindex: place === 0 ? "0" : "-1", "aria-label": words_ }, svg("rect", { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) }));
    const size = Math.min(right - left, bottom - top);
    if (bare && right - left >= bottom - top) group.append(svg("text", { x: left, y: bottom - size * 0.18, "font-size": size * 0.8, textLength: right - left, lengthAdjust: "spacingAndGlyphs", class: "print" }, text));
    if (sight.order && place >= 0) { const high = Math.min(Math.max(0.6 * size, 0.008 * side), 0.014 * side); group.append(svg("text", { x: left, y: top + high * 0.8, "font-size": high, "stroke-width": high / 4, class: "place" }, String(place + 1))); }
    return group;
  };
  const way = read.map((at) => { const b = lines[at][3]; return `${(b[0] + b[2]) / 2},${(b[1] + b[3]) / 2}`; }).join(" ");
  return svg("svg", { class: "boxes", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "group", "aria-label": ui("page_lines", { n: number(read.length) }) },
    sight.order ? svg("polyline", { points: way, class: "way" }) : null, ...gone.map((at) => box(at, -1)), ...read.map(box));
}

// Zoom: 1 is the width of the pane. What is in the middle, or under the fingers, stays there.
function applyZoom() {
  const view = byId("viewport");
  if (!sight.size || !view) return;
  if (sight.whole) sight.zoom = Math.min(1, (view.clientHeight * sight.size[0]) / (view.clientWidth * sight.size[1]) || 1);
  sight.stage.style.width = `${sight.zoom * 100}%`;
}
function zoomTo(zoom, x, y) {
  const view = byId("viewport");
  if (!view || !sight.size) return;
  const dx = x ?? view.clientWidth / 2, dy = y ?? view.clientHeight / 2, before = sight.stage.getBoundingClientRect(), frame = view.getBoundingClientRect();
  const u = (dx - (before.left - frame.left)) / before.width, v = (dy - (before.top - frame.top)) / before.height;
  sight.whole = false;
  sight.zoom = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom));
  applyZoom();
  const after = sight.stage.getBoundingClientRect();
  view.scrollBy(after.left - frame.left + u * after.width - dx, after.top - frame.top + v * after.height - dy);
}
const zoomBy = (factor) => { if (!byId("facsimile").hidden) zoomTo(sight.zoom * factor); };
// To the width of the pane, and from there to the whole page.
function fit() {
  if (byId("facsimile").hidden) return;
  sight.whole = !sight.whole && sight.zoom === 1;
  if (!sight.whole) sight.zoom = 1;
  applyZoom();
}
const apart = ([a, b]) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
function listenTo(view) {
  let pinch = null, drag = null;
  const place = (x, y) => { const box = view.getBoundingClientRect(); return [x - box.left, y - box.top]; };
  view.addEventListener("wheel", (event) => { if (!event.ctrlKey) return; event.preventDefault(); zoomTo(sight.zoom * Math.exp(-event.deltaY / 300), ...place(event.clientX, event.clientY)); }, { passive: false });
  view.addEventListener("touchstart", (event) => { pinch = event.touches.length === 2 ? { apart: apart(event.touches), zoom: sight.zoom } : null; }, { passive: true });
  view.addEventListener("touchmove", (event) => {
    if (!pinch || event.touches.length !== 2) return;
    event.preventDefault();
    const [a, b] = event.touches;
    zoomTo((pinch.zoom * apart(event.touches)) / pinch.apart, ...place((a.clientX + b.clientX) / 2, (a.clientY + b.clientY) / 2));
  }, { passive: false });
  view.addEventListener("pointerdown", (event) => { if (event.pointerType === "mouse" && event.button === 0) drag = { x: event.clientX, y: event.clientY, moved: false }; });
  view.addEventListener("pointermove", (event) => {
    if (!drag || !event.buttons) return;
    const dx = event.clientX - drag.x, dy = event.clientY - drag.y;
    if (!drag.moved && Math.hypot(dx, dy) < 5) return;
    view.scrollBy(-dx, -dy);
    drag = { x: event.clientX, y: event.clientY, moved: true };
  });
  view.addEventListener("click", (event) => {
    const moved = drag && drag.moved;
    drag = null;
    const line = event.target.closest("[data-line]");
    if (line && !moved) chooseLine(Number(line.dataset.line));
  });
  view.addEventListener("keydown", (event) => {
    const line = event.target.closest("[data-line]"), by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!line || (!by && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!by) { chooseLine(Number(line.dataset.line)); return; }
    const next = sight.clean[sight.clean.indexOf(Number(line.dataset.line)) + by];
    if (next === undefined) return;
    setLine(next);
    lineElement(next)?.focus({ preventScroll: true });
  });
}
function goToPage(page) {
  if (sight.places.pages[page]) drawPage(page);
}
const lineElement = (at) => sight.stage && sight.stage.querySelector(`[data-line="${at}"]`);

// The active line, with the page that it is on.
function setLine(at) {
  sight.line = at;
  if (at !== null && sight.places.lines[at][2] !== sight.page) drawPage(sight.places.lines[at][2]);
  else markLine();
  markWords(at);
}
function markLine() {
  if (!sight.stage) return;
  for (const element of sight.stage.querySelectorAll(".active")) { element.classList.remove("active"); element.removeAttribute("aria-current"); element.setAttribute("tabindex", "-1"); }
  const lines = sight.line === null ? [] : sight.lines && sight.lines.includes(sight.line) ? sight.lines : [sight.line];
  for (const at of lines) lineElement(at)?.classList.add("active");
  const element = sight.line === null ? null : lineElement(sight.line);
  if (!element) return;
  for (const other of sight.stage.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
  element.setAttribute("tabindex", "0");
  element.setAttribute("aria-current", "true");
  const view = byId("viewport"), box = element.getBoundingClientRect(), frame = view.getBoundingClientRect();
  if (box.top < frame.top + 20 || box.bottom > frame.bottom - 20) view.scrollBy(0, (box.top + box.bottom) / 2 - (frame.top + frame.bottom) / 2);
  if (box.left < frame.left || box.right > frame.right) view.scrollBy(Math.min(box.left - frame.left - 16, (box.left + box.right) / 2 - (frame.left + frame.right) / 2), 0);
}
// From a chosen edit to the lines that it touches; of several that which holds its beginning.
function followEdit() {
  if (byId("facsimile").hidden || sight.document !== state.document || state.edit === null) return;
  const [from, to] = openDocument(state.document).edits[state.edit].source;
  sight.lines = sight.places.lines.map((_, at) => at).filter((at) => { const [start, end] = sight.places.lines[at]; return start < Math.max(to, from + 1) && end >= from && (start <= from || start < to); });
  if (!sight.lines.length) { setLine(null); return; }
  setLine(sight.lines.includes(sight.line) ? sight.line : sight.lines[0]);
}
// From a line to its text: the edit on it that waits for a decision, else another that is shown.
function chooseLine(at) {
  const data = openDocument(state.document), [start, end] = sight.places.lines[at];
  sight.lines = null;
  setLine(at);
  const here = data.edits.map((_, place) => place).filter((place) => { const edit = data.edits[place], [from, to] = edit.source; return !edit.follows && from < end && Math.max(to, from + 1) > start; });
  const gone = sight.places.order[at] === null;
  const wanted = here.find((place) => needsPerson(data.edits[place]) && !settled(data.edits[place])) ?? here.find((place) => passes(data.edits[place])) ?? (gone ? here[0] : undefined);
  if (wanted !== undefined) { choose(wanted); return; }
  if (state.edit !== null) choose(null);
  setLine(at);
  const range = lineRange(at);
  if (range) center(range.startContainer.parentElement);
  byId("live").textContent = letters(data)(start, end);
}

// Words and lines: a line's first code point in the clean text, and the text nodes that show it.
const units = (text, points) => (/[\ud800-\udfff]/.test(text) ? Array.from(text).slice(0, points).join("").length : points);
const points = (text) => (/[\ud800-\udfff]/.test(text) ? Array.from(text).length : text.length);
function rowOf(data, offset) {
  let low = 0, high = data.paragraphs.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if ((data.paragraphs[middle].start || 0) <= offset) low = middle; else high = middle - 1; }
  while (low > 0 && data.paragraphs[low].kind !== "text") low -= 1;
  return low;
}
function liveNodes(row) {
  const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT), nodes = [];
  let length = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(NOT_LIVE)) continue;
    nodes.push([length, node]);
    length += node.data.length;
  }
  return nodes;
}
// What follows a line in the clean text ends it there.
function lineRange(at) {
  const data = openDocument(state.document), from = sight.places.order[at];
  if (from === null) return null;
  const row = rowOf(data, from), element = rowElement(row), begin = data.paragraphs[row].start || 0, text = liveOf(data.paragraphs[row]);
  const nodes = element ? liveNodes(element) : [];
  if (!nodes.length) return null;
  const next = sight.clean[sight.clean.indexOf(at) + 1], until = next === undefined ? Infinity : sight.places.order[next];
  const start = units(text, from - begin), end = Math.min(text.length, until === Infinity ? text.length : units(text, until - begin));
  if (end <= start) return null;
  const range = document.createRange();
  range.setStart(...point(nodes, Math.min(start, text.length - 1)));
  range.setEnd(...point(nodes, end - 1, 1));
  return range;
}
function markWords(at) {
  if (!window.Highlight || !CSS.highlights) return;
  const range = at === null ? null : lineRange(at);
  if (range) CSS.highlights.set("line-now", new Highlight(range)); else CSS.highlights.delete("line-now");
}
// From a word in the text, where no edit is, to its line.
function lineOfWord(event) {
  if (byId("facsimile").hidden || sight.document !== state.document) return;
  const caret = document.caretPositionFromPoint ? document.caretPositionFromPoint(event.clientX, event.clientY) : document.caretRangeFromPoint(event.clientX, event.clientY);
  const node = caret && (caret.offsetNode || caret.startContainer), row = node && (node.parentElement || document.body).closest("#main .sheet [data-row]");
  const found_ = row && !row.matches("details") ? liveNodes(row).find(([, other]) => other === node) : null;
  if (!found_) return;
  const data = openDocument(state.document), paragraph = data.paragraphs[Number(row.dataset.row)];
  const place = (paragraph.start || 0) + points(liveOf(paragraph).slice(0, found_[0] + (caret.offset ?? caret.startOffset)));
  let line = null;
  for (const at of sight.clean) { if (sight.places.order[at] > place) break; line = at; }
  sight.lines = null;
  if (line !== null) setLine(line);
}

// On the card, where the pane is not shown: the picture cut to the lines around the edit.
function pageImage(edit) {
  if (!SERVED || !byId("facsimile").hidden) return null;
  const index = state.document, holder = h("div", { cls: "page-image" });
  placesOf(index).then((known) => {
    if (!known || !byId("facsimile").hidden) return;
    const [from, to] = edit.source;
    const lines = known.lines.filter(([start, end]) => start <= to && end >= from).slice(0, 12);
    if (lines.length && known.pages[lines[0][2]].image) showLines(holder, known, lines, edit.source);
  });
  return holder;
}
// A long line is cut to what is around the edit: so many line heights in all.
const AROUND = 14;
function showLines(holder, known, lines, source) {
  const page = lines[0][2], here = lines.filter((line) => line[2] === page);
  const box = here.reduce((all, [, , , b]) => [Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])], [Infinity, Infinity, 0, 0]);
  const picture = new Image();
  picture.alt = ui("page_image");
  picture.onload = () => {
    const info = known.pages[page], scale = info.width ? picture.naturalWidth / info.width : 1;
    const high = (box[3] - box[1]) * scale, margin = Math.max(24, high * 0.9);
    const line = (here[0][3][3] - here[0][3][1]) * scale;
    let first = box[0] * scale - margin, last = box[2] * scale + margin;
    if (here.length === 1 && last - first > AROUND * line) {
      const [start, end] = here[0], share = ((source[0] + source[1]) / 2 - start) / Math.max(1, end - start);
      const centre = (box[0] + share * (box[2] - box[0])) * scale;
      first = Math.max(first, Math.min(centre, last - (AROUND * line) / 2) - (AROUND * line) / 2);
      last = Math.min(last, first + AROUND * line);
    }
    const left = Math.max(0, first), top = Math.max(0, box[1] * scale - margin);
    const width = Math.min(picture.naturalWidth, last) - left, height = Math.min(picture.naturalHeight, box[3] * scale + margin) - top;
    const canvas = h("canvas", { width: String(Math.round(width)), height: String(Math.round(height)), role: "img", "aria-label": ui("page_image") });
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, left, top, width, height, 0, 0, width, height);
    pen.fillStyle = "rgb(255 205 40 / .28)";
    for (const [, , , b] of here) pen.fillRect(b[0] * scale - left, b[1] * scale - top, (b[2] - b[0]) * scale, (b[3] - b[1]) * scale);
    holder.replaceChildren(h("h3", {}, ui("page_image")), h("button", { type: "button", "aria-label": ui("page_show"), onclick: toggleFacsimile }, canvas));
  };
  picture.src = known.pages[page].image;
}

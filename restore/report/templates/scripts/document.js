// The page of one document: head, articles, paragraphs in portions, so that the first paint is early.
const PORTION = 60;
const page = { queue: [], timer: 0, rows: [], arrived: new Set() };

function showDocument() {
  const { data, shown } = current();
  const sheet = h("article", { cls: "sheet", lang: "zh-CN", "aria-label": data.title });
  const main = byId("main");
  main.replaceChildren(documentHead(data, shown), sheet);
  sheet.classList.toggle("beside", state.beside);
  if (state.beside) sheet.append(h("div", { cls: "beside-head" }, h("span", {}, ui("source_pane")), h("span", {}, ui("clean_pane"))));
  page.rows = [];
  page.titled = false;
  page.arrived.clear();
  page.queue = data.paragraphs.map((_, row) => row);
  clearTimeout(page.timer);
  let article = -1;
  const portion = (count) => {
    const out = h("div", { cls: "chunk" });
    for (const row of page.queue.splice(0, count)) {
      const paragraph = data.paragraphs[row];
      if (paragraph.kind !== "gone" && (paragraph.article || 0) !== article && paragraph.kind === "text") {
        article = paragraph.article || 0;
        const head = articleHead(data, article);
        if (head) out.append(head);
      }
      const element = renderParagraph(paragraph, row, data, shown);
      if (element) { page.rows[row] = element; out.append(state.beside ? h("div", { cls: "twin" }, sourceSide(paragraph), element) : element); }
    }
    dressAll(out, data);
    sheet.append(out);
  };
  page.flush = () => { clearTimeout(page.timer); while (page.queue.length) portion(PORTION); };
  const later = () => { portion(PORTION); if (page.queue.length) page.timer = setTimeout(later, 0); };
  later();
}

function renderParagraph(paragraph, row, data, shown) {
  if (paragraph.kind === "gone") {
    const gone = renderGone(paragraph, data, shown);
    if (gone) gone.dataset.row = row;
    return gone;
  }
  if (paragraph.kind === "break") return null;
  const segments = paragraph.segments || [];
  const content = renderSegments(segments, data, shown);
  if (!content.textContent && !content.firstElementChild) return null;
  // A mark that holds others is no button itself.
  for (const outer of content.querySelectorAll(".mark:has(.mark, .arrow)")) outer.setAttribute("role", "group");
  const arrived = segments.some((item) => item.m !== undefined && shown[item.m]);
  // No level is left out: without a title above it a heading is of the second.
  const tag = paragraph.role === "title" ? "h2" : paragraph.role === "heading" ? (page.titled ? "h3" : "h2") : "p";
  page.titled ||= tag === "h2";
  const form = paragraph.form;
  const attributes = { cls: `p r-${paragraph.role || "body"}${form ? ` f-${form}` : ""}${arrived ? " arrived" : ""}`, "data-row": row };
  if (form) attributes["data-form"] = say("form", form);
  return add(h(tag, attributes), [content]);
}

// The source of a paragraph: what was kept and what was taken away, without what was put in.
function sourceSide(paragraph) {
  const text = (paragraph.segments || []).map((item) => (typeof item === "string" ? item : item.i === undefined ? item.t : "")).join("");
  return h("div", { cls: "src" }, words(text.replace(/^(?:[ \t\r\u3000]*\n)+|\s+$/g, "")));
}
function dressAll(root, data) {
  if (!desk.byEdit.size) return;
  for (const element of root.querySelectorAll("[data-e]")) {
    const edit = data.edits[Number(element.dataset.e)];
    const standing = standingOf(edit.id);
    if (!standing) continue;
    element.classList.add(shade(edit));
    if (shade(edit) === "d-amend" && !element.matches("details, .arrow")) element.append(h("ins", { cls: "own" }, visible(clip(standing.text, 60))));
  }
}

function articleHead(data, ordinal) {
  const place = data.articles.findIndex((item) => item.ordinal === ordinal);
  const article = data.articles[place];
  if (!article || (place === 0 && article.complete)) return null;
  return h("div", { cls: `article-head${place === 0 ? " first" : ""}` },
    h("span", {}, place === 0 ? ui("main_article") : `${ui("other_article")} · ${place}`), incomplete(article));
}
function incomplete(article, brief = false) {
  if (article.complete) return null;
  if (brief && article.missing) return pill("suggestion", ui(`missing_${article.missing}`));
  const missing = article.missing ? ` · ${ui(`missing_${article.missing}`)}` : "";
  return pill("suggestion", `${ui("incomplete")}${missing}`);
}

// Why fewer corrections are made in this document than in others.
const noticesOf = (item) => (item.notices || []).map((notice) => say("notice", notice.kind));
function documentHead(data, shown) {
  const seen = KINDS.filter((kind) => data.edits.some((edit, place) => shown[place] && edit.kind === kind));
  const [source, clean] = CORPUS.characters[state.document];
  return h("div", { cls: "doc-head" }, h("h1", { cls: "sr", lang: "zh-CN" }, words(data.title)),
    noticesOf(data).map((told) => h("p", { cls: "notice", role: "note" }, told)),
    h("span", { cls: "id" }, data.id),
    SERVED ? [assignButton(state.document), signButton(state.document)] : null,
    h("span", { cls: "num" }, `${number(source)} → ${ui("characters", { n: number(clean) })}`),
    h("span", { cls: "legend", "aria-label": ui("marks_legend") }, seen.map((kind) => h("span", { cls: `k-${kind}` }, icon(kind), say("kind", kind)))));
}

// What the reader has at the top of the window; chunks that are not near it are not measured.
function atTop(selector, wanted) {
  for (const chunk of document.querySelectorAll("#main .sheet > .chunk")) {
    if (chunk.getBoundingClientRect().bottom <= 60) continue;
    for (const element of chunk.querySelectorAll(selector)) if (element.getBoundingClientRect().bottom > 60 && (!wanted || wanted(element))) return element;
  }
  return null;
}
function rowElement(row) {
  if (page.queue.length && page.queue[0] <= row) page.flush();
  return page.rows[row];
}
async function goTo(index, row) {
  await ensure(index);
  if (state.view !== "document" || state.document !== index) { state.view = "document"; state.document = index; state.edit = null; refresh(); }
  if (row < 0) { window.scrollTo(0, 0); return; }
  let element = rowElement(row);
  for (let near = row; !element && near >= 0; near -= 1) element = rowElement(near);
  if (!element) return;
  center(element);
  element.classList.remove("target");
  requestAnimationFrame(() => element.classList.add("target"));
}
// Unrendered paragraphs have guessed heights: scroll, let them take their size, scroll again.
function center(element) {
  element.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
}
function showCurrent(scroll) {
  for (const element of document.querySelectorAll(".current")) element.classList.remove("current");
  if (state.edit === null) return;
  const data = openDocument(state.document);
  rowElement(data.edits[state.edit].paragraph || 0);
  const marks = document.querySelectorAll(`#main [data-e="${state.edit}"]`);
  marks.forEach((element) => element.classList.add("current"));
  if (!scroll) return;
  const element = marks[0] || rowElement(data.edits[state.edit].paragraph || 0);
  if (!element) return;
  const box = element.getBoundingClientRect();
  // What lies over the text above and below is left out, as it is in scrolling.
  const edge = getComputedStyle(document.documentElement);
  if (box.top < parseFloat(edge.scrollPaddingTop) + 38 || box.bottom > innerHeight - parseFloat(edge.scrollPaddingBottom) - 40) center(element);
  const focus = element.tagName === "DETAILS" ? element.firstElementChild : element;
  focus.focus({ preventScroll: true });
}

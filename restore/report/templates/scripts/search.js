// Search in the open text; matches are highlighted without touching the page's elements.
const found = { query: "", ranges: [], at: -1 };

function search(query) {
  found.query = query;
  found.ranges = [];
  found.at = -1;
  if (query && state.view === "document") {
    page.flush();
    for (const element of document.querySelectorAll("#main .sheet [data-row]")) collect(element, query);
  }
  highlight();
  report();
}
function collect(element, query) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = "";
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest(".offer, .glyph, .arrow, summary, button, .fold, .tick")) continue;
    nodes.push([text.length, node]);
    text += node.data;
  }
  const low = text.toLowerCase(), needle = query.toLowerCase();
  for (let at = low.indexOf(needle); at >= 0; at = low.indexOf(needle, at + needle.length)) {
    const range = document.createRange();
    range.setStart(...point(nodes, at));
    range.setEnd(...point(nodes, at + needle.length - 1, 1));
    found.ranges.push(range);
  }
}
function point(nodes, at, past = 0) {
  let low = 0, high = nodes.length - 1;
  while (low < high) { const middle = (low + high + 1) >> 1; if (nodes[middle][0] <= at) low = middle; else high = middle - 1; }
  return [nodes[low][1], at - nodes[low][0] + past];
}
function nextMatch(direction) {
  if (!found.ranges.length) return;
  found.at = (found.at + direction + found.ranges.length) % found.ranges.length;
  const element = found.ranges[found.at].startContainer.parentElement;
  const folded = element.closest("details");
  if (folded) folded.open = true;
  center(element);
  highlight();
  report();
}
function highlight() {
  if (!window.Highlight || !CSS.highlights) return;
  CSS.highlights.set("found", new Highlight(...found.ranges));
  CSS.highlights.set("found-now", new Highlight(...(found.at >= 0 ? [found.ranges[found.at]] : [])));
}
function report() {
  const hits = byId("hits");
  if (hits) hits.textContent = !found.query ? "" : found.ranges.length ? `${found.at + 1} / ${found.ranges.length}` : ui("no_match");
}

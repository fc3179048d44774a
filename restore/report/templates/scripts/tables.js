// The figure table on the card: what other places state of the figures that an edit touches.
const figureIndex = new Map();
function groupsAt(index, row) {
  const figures = CORPUS.figures;
  if (!figures) return [];
  if (!figureIndex.size)
    figures.groups.forEach((group) => group.claims.forEach((claim) => {
      const place = figures.claims[claim].place;
      if (!place) return;
      const key = place.join(":");
      if (!figureIndex.has(key)) figureIndex.set(key, new Set());
      figureIndex.get(key).add(group);
    }));
  return Array.from(figureIndex.get(`${index}:${row}`) || []);
}
const VERDICT_RANK = ["conflict", "unconfirmed", "agree", "not-comparable"];
function figureTable(edit) {
  const touches = /[0-9０-９]/.test(edit.before + edit.after) || ["locked_figure", "locked_date"].includes(edit.reason);
  if (!touches) return null;
  const claims = CORPUS.figures ? CORPUS.figures.claims : [];
  const named = (group) => group.claims.some((claim) => (edit.before + edit.after).includes(claims[claim].text));
  const groups = groupsAt(state.document, edit.paragraph || 0).filter((group) => group.claims.length > 1 && named(group));
  if (!groups.length) return null;
  groups.sort((a, b) => VERDICT_RANK.indexOf(a.verdict) - VERDICT_RANK.indexOf(b.verdict));
  return [h("h3", {}, ui("figures")), groups.slice(0, 3).map((group) => h("div", { cls: "proof" },
    h("p", { cls: "title" }, pill(group.verdict, say("verdict", group.verdict)), " ", words(clip(group.key, 60))),
    h("table", { cls: "mini-table" }, h("tbody", {}, group.claims.slice(0, 8).map((claim) => {
      const item = claims[claim];
      return h("tr", {}, h("td", { cls: "num" }, h("b", {}, words(item.text))), h("td", {}, words(item.period || "")),
        h("td", {}, item.place ? link(labelOf(item.document), () => goTo(...item.place)) : labelOf(item.document)));
    })))))];
}

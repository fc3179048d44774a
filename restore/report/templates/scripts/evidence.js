// Evidence in words: what a person needs to check a change.
function shortName(index) {
  return index >= 0 && CORPUS.documents[index] ? CORPUS.documents[index].id.replace(/\.[a-z]+$/i, "") : "";
}
// Reports of different years may bear one title; the beginning of the file's name tells them apart.
function labelOf(id) { return clip(id.replace(/\.[a-z]+$/i, ""), 12); }
function titleOf(id) {
  const found = CORPUS.documents.find((item) => item.id === id);
  return found ? clip(found.title, 60) : id;
}
const about = (key, values) => say("evidence_words", key, values);

// Furniture is told by the rule of the settings that names it.
const EXPRESSION = /\(\?:|\\[a-zA-Z]|[\])][?*+{]/;
const PROOFS = {
  lexicon(item) {
    const notes = [];
    if (item.certain) notes.push(about("certain"));
    const likeness = item.similarity ?? 1;
    if (likeness < 1) notes.push(about("similarity", { n: percent(likeness) }));
    return { title: say("evidence", "lexicon", { dictionary: say("dictionary", item.dictionary.replace(/\.tsv$/, "")), entry: item.entry }), notes: [item.ground, notes.join(" · ")] };
  },
  witness(item) {
    const many = (item.count ?? 1) > 1 ? [about("count", { n: item.count })] : [];
    return { title: say("evidence", "witness"), quote: item.text, notes: [`${titleOf(item.document)} · ${labelOf(item.document)}`, ...many], open: "open_witness" };
  },
  language_model(item) {
    const margin = item.margin;
    const times = margin > 6 ? "10⁶+" : number(Math.round(10 ** margin * (margin < 1 ? 10 : 1)) / (margin < 1 ? 10 : 1));
    return { title: say("evidence", "language_model"), notes: [about(margin > 0 ? "more" : "less", { n: times })] };
  },
  repetition(item) {
    return { title: say("evidence", "repetition"), notes: [about(item.single_count || item.doubled_count ? "repetition" : "twice", { unit: item.unit, single: number(item.single_count ?? 0), doubled: number(item.doubled_count ?? 0) })] };
  },
  channel(item) {
    return { title: say("evidence", "channel"), notes: [about("channel", { n: percent(item.probability) })] };
  },
  recognised(item) {
    return { title: say("evidence", "recognised"), notes: [about("recognised", { n: percent(item.probability) })] };
  },
  unfamiliar(item) {
    return { title: say("evidence", "unfamiliar"), notes: [about("unfamiliar", { n: item.bits.toFixed(1) })] };
  },
  language_model_proposal(item) {
    const sure = typeof item.probability === "number", shown = typeof item.precision === "number";
    const words = { model: item.model, n: sure ? percent(item.probability) : item.agreement, of: item.samples };
    const notes = [about(sure ? "corrector" : "language_model_proposal", words), shown ? about("precision", { n: percent(item.precision) }) : ""];
    return { title: say("evidence", "language_model_proposal"), notes };
  },
  in_simplified(item) {
    return { title: say("evidence", "in_simplified"), notes: [about("in_simplified", { before: item.before, after: item.after })] };
  },
  review(item) {
    return { title: `${say("evidence", "review")} · ${item.who}`, notes: [`${ui(`did_${item.choice}`)} · ${clock(item.when)}`, item.comment || "", typeof item.proposed === "string" ? ui("was_proposed", { text: clip(item.proposed || ui("nothing"), 80) }) : ""] };
  },
  pattern(item) {
    const words = item.matched ?? "", score = /^log10 ([+-]?[\d.]+)/.exec(words);
    // The rules of the settings are expressions for machines, invisible characters go by number.
    const named = words.replace(/\\u([0-9a-f]{4})|\\x([0-9a-f]{2})/g, (_, wide, narrow) => `U+${(wide || `00${narrow}`).toUpperCase()} `).replace(/^'(.*)'$/, "$1");
    const quote = score || EXPRESSION.test(named) ? "" : named.trim();
    return { title: say("evidence", "pattern"), notes: [say("pattern", item.description), score ? about("score", { n: score[1] }) : ""], quote };
  },
  seam(item) {
    return { title: say("evidence", "seam"), notes: [about("seam", { left: item.left, right: item.right, n: item.score.toFixed(1) })] };
  },
  copy(item) {
    return { title: say("evidence", "copy"), quote: item.text ?? "", notes: [`${titleOf(item.document)} · ${labelOf(item.document)}`, about("copy", { n: percent(item.similarity) })], open: "open_copy" };
  },
};

function proof(edit, place) {
  const item = edit.evidence[place];
  const { title, quote, notes, open } = (PROOFS[item.type] || (() => ({ title: item.type, notes: [] })))(item);
  const target = (edit.links || []).find((entry) => entry[0] === place);
  return h("div", { cls: "proof" },
    h("p", { cls: "title" }, title),
    quote && h("blockquote", {}, visible(quote)),
    (notes || []).filter(Boolean).map((note) => h("p", {}, words(note))),
    open && target && link(ui(open), () => goTo(target[1], target[2])),
  );
}

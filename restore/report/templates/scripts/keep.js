// Where decisions are kept: on the review server, or in this browser for a report opened as a file.
const randomId = (bytes) => Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, "0")).join("");

const served = {
  async call(path, body) {
    const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json", "accept-language": Language.column ? "en" : "zh" }, body: JSON.stringify(body) }).catch(() => null);
    if (!answer) throw new Error(ui("server_gone"));
    const value = await answer.json().catch(() => ({ error: `${answer.status}` }));
    if (!answer.ok) throw Object.assign(new Error(value.error || `${answer.status}`), value.heads ? { heads: value.heads } : {});
    return value;
  },
  async add(wishes) {
    return (await this.call("/api/decide", { who: desk.who, items: wishes })).lines;
  },
  async refresh() {
    const { size, lines } = await this.call(`/api/decisions?since=${desk.size}`).catch(() => ({ size: desk.size, lines: [] }));
    desk.size = size;
    return takeLines(lines);
  },
  document(index) { return this.call(`/api/document/${index}`); },
  watch(changed) {
    setInterval(async () => { if (!document.hidden) { const touched = await this.refresh(); if (touched.size) changed(touched); } }, 2500);
  },
};

// White space as Python's str.split() sees it, so that both write the same context.
const SPLIT = /[\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const inBrowser = {
  key: `decisions.${CORPUS.identity}`,
  async add(wishes) {
    this.reread();
    const batch = randomId(6), when = new Date().toISOString(), lines = [];
    for (const wish of wishes) {
      const heads = headsOf(wish.edit);
      if ((heads.length !== wish.over.length && !wish.undoes) || wish.over.some((id) => !heads.some((line) => line.id === id))) throw Object.assign(new Error(""), { heads });
      lines.push(this.line(wish, batch, when));
    }
    takeLines(lines);
    if (!memory.set(this.key, JSON.stringify(desk.lines))) toast(ui("not_kept"), true);
    return lines;
  },
  line(wish, batch, when) {
    const finding = findingOf(wish.edit);
    const line = { id: randomId(8), decision: wish.decision, who: desk.who, when, over: wish.over, batch, ...(finding ? findingLine(finding) : this.editLine(wish)) };
    if (wish.decision === "amend") line.text = wish.text;
    for (const name of ["comment", "undoes", "seconds"]) if (wish[name]) line[name] = wish[name];
    return line;
  },
  editLine(wish) {
    const [data, edit] = this.find(wish.edit);
    const cut = letters(data);
    const [start, end] = edit.source;
    const joined = (text) => Array.from(text.split(SPLIT).join(""));
    return {
      edit: edit.id, document: data.id, stage: edit.stage, rule: edit.rule,
      before: edit.before, after: proposedBy(edit), source: edit.source,
      context: [joined(cut(Math.max(0, start - 160), start)).slice(-32).join(""), joined(cut(end, end + 160)).slice(0, 32).join("")],
    };
  },
  find(id) {
    for (const data of loaded.values()) if (data.byId.has(id)) return [data, data.edits[data.byId.get(id)]];
    for (let index = 0; index < CORPUS.documents.length; index += 1) {
      if (loaded.has(index) || !byId(`document-${index}`)) continue;
      const data = openDocument(index);
      if (data.byId.has(id)) return [data, data.edits[data.byId.get(id)]];
    }
    throw new Error(id);
  },
  reread() {
    try { return takeLines(JSON.parse(memory.get(this.key) || "[]")); } catch { return new Set(); }
  },
  // What was said of figures before this run stands in the page.
  async refresh() { takeLines(CORPUS.decisions || []); return this.reread(); },
  // A report of many documents keeps each in a script beside it.
  document(index) {
    return new Promise((resolve, reject) => {
      window.restoreDocument = (number, data) => { if (number === index) resolve(data); };
      const script = document.createElement("script");
      script.src = `documents/${index === "figures" ? index : String(index).padStart(5, "0")}.js`;
      script.onerror = () => reject(new Error(ui("document_missing")));
      script.onload = () => script.remove();
      document.head.append(script);
    });
  },
  watch(changed) {
    addEventListener("storage", (event) => { if (event.key === `restore-report.${this.key}`) { const touched = this.reread(); if (touched.size) changed(touched); } });
  },
};
const keep = SERVED ? served : inBrowser;

function exportDecisions() {
  const lines = desk.lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  const url = URL.createObjectURL(new Blob([lines], { type: "application/x-ndjson" }));
  const anchor = h("a", { href: url, download: "decisions.jsonl" });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  toast(ui("exported", { n: number(desk.lines.length) }));
}

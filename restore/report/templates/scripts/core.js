// Words, elements, icons. Every text from a document goes through text nodes, never through HTML.
const byId = (id) => document.getElementById(id);
const parse = (id) => JSON.parse(byId(id).textContent);
const STRINGS = parse("strings");
const CORPUS = parse("corpus");

const Language = { column: 0 };

function say(section, key, values) {
  const entry = (STRINGS[section] || {})[key];
  let words = entry ? entry[Language.column] : key;
  for (const name in values || {}) words = words.replaceAll(`{${name}}`, values[name]);
  return words;
}
// A rule without words of its own goes by its family: "dedup.exact" by "dedup".
const rule = (name) => (STRINGS.rule[name] ? say("rule", name) : say("rule", name.split(".")[0]) === name.split(".")[0] ? name : say("rule", name.split(".")[0]));
const ui = (key, values) => say("ui", key, values);
// "Words: " with the colon of the language.
const labelled = (text) => `${text}${Language.column ? ": " : "："}`;
const number = (value) => value.toLocaleString(Language.column ? "en" : "zh-CN");
const percent = (value) => `${Math.round(value * 1000) / 10}%`;

function h(tag, fields, ...children) {
  const element = document.createElement(tag);
  for (const name in fields || {}) {
    const value = fields[name];
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name === "cls" ? "class" : name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}
function add(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) add(element, child);
    else element.append(child);
  }
  return element;
}

const ICONS = {
  correction: "M3 13l1-3.5L11 2.5l2.5 2.5-7 7z M9.5 4l2.5 2.5",
  removal: "M2.5 8h11 M5 4.5h6 M5 11.5h6",
  move: "M5 3v9 M2.5 5.5L5 3l2.5 2.5 M11 13V4 M8.5 10.5L11 13l2.5-2.5",
  suggestion: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8 M8 13h.01",
  flag: "M4 14V2.5 M4 3h8.5l-2 3 2 3H4",
  form: "M3 12.5L6.5 3.5 10 12.5 M4.2 9.5h4.6 M13 8.5v4 M11.3 10.5h3.4",
  space: "M13 3.5v4.5H3.5 M6.5 5L3.5 8l3 3",
  rejected: "M4 4l8 8 M12 4l-8 8",
  overview: "M3 13V8 M8 13V3 M13 13V6",
  figures: "M6 2.5L4.5 13.5 M11.5 2.5L10 13.5 M3 6h11 M2 10.5h11",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M10.5 10.5L14 14",
  theme: "M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z",
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8 M8 12.5h.01",
  up: "M4 10l4-4 4 4", down: "M4 6l4 4 4-4", right: "M6 4l4 4-4 4", check: "M3.5 8.5l3 3 6-7", close: "M4 4l8 8 M12 4l-8 8",
  undo: "M6 3.5L3 6.5l3 3 M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6", export: "M8 2.5v7.5 M5 7l3 3 3-3 M3 13.5h10", person: "M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8z M3 13.8c.6-2.6 2.5-4 5-4s4.400 1.400 5 4", beside: "M2.500 3h11v10h-11z M8 3v10",
  page: "M4 2.5h5.500l3 3v8H4z M6.500 8h4 M6.500 10.500h4", fit: "M3 6V3h3 M10 3h3v3 M13 10v3h-3 M6 13H3v-3", order: "M3 4h7 M3 8h5 M3 12h3 M12 5v8 M10 11l2 2 2-2",
  agree: "M3.5 8.5l3 3 6-7", conflict: "M8 3v6 M8 12.5h.01", unconfirmed: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8 M8 12.5h.01",
  "not-comparable": "M3 6h10 M3 10h10 M11 3L5 13", verified: "M3.5 8.5l3 3 6-7", failed: "M8 3v6 M8 12.5h.01", possible: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8 M8 12.5h.01",
};
function svg(tag, fields, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in fields) element.setAttribute(name, fields[name]);
  return add(element, children);
}
function icon(name) {
  return svg("svg", { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: ICONS[name] || "" }));
}
function pill(kind, words) {
  return h("span", { cls: `badge-pill k-${kind}` }, icon(kind), words);
}
function link(words, action) {
  return h("button", { cls: "link", type: "button", onclick: action }, words);
}

// Marks of direction and other invisible characters are shown by name, so that they mislead nobody.
const UNSEEN = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/;
const UNSEEN_NAMES = { "\u200b": "ZWSP", "\u200c": "ZWNJ", "\u200d": "ZWJ", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM", "\u00ad": "SHY" };
function words(text) {
  if (!UNSEEN.test(text)) return document.createTextNode(text);
  const out = document.createDocumentFragment();
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!UNSEEN.test(text[at])) continue;
    if (at > start) out.append(text.slice(start, at));
    const code = `U+${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0")}`;
    out.append(h("span", { cls: "ctl", title: code }, UNSEEN_NAMES[text[at]] || code));
    start = at + 1;
  }
  if (start < text.length) out.append(text.slice(start));
  return out;
}
// White space made visible, for cards where it is the point.
const WHITE = { "\n": "⏎", " ": "␣", "\t": "⇥", "\u3000": "□", "\u00a0": "⍽", "\r": "␍", "\f": "§" };
function visible(text) {
  const out = document.createDocumentFragment();
  for (const part of text.split(/([\n\r\f\t \u3000\u00a0]+)/)) {
    if (!part) continue;
    if (/^\s/.test(part)) out.append(h("span", { cls: "ws" }, Array.from(part, (c) => WHITE[c] || "␣").join("")));
    else out.append(words(part));
  }
  return out;
}
const clip = (text, limit) => (text.length > limit ? `${text.slice(0, limit - 1)}…` : text);
const length = (text) => Array.from(text.replace(/\s/g, "")).length;

// Common beginning and end of two strings, and what differs between.
function trimmed(before, after) {
  let head = 0;
  const limit = Math.min(before.length, after.length);
  while (head < limit && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < limit - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { head: before.slice(0, head), tail: tail ? before.slice(-tail) : "", out: before.slice(head, before.length - tail), into: after.slice(head, after.length - tail) };
}
function pair(before, after, limit) {
  const parts = trimmed(before, after);
  const left = parts.head.length > 4 ? `…${parts.head.slice(-4)}` : parts.head;
  const right = parts.tail.length > 4 ? `${parts.tail.slice(0, 4)}…` : parts.tail;
  return h("span", { cls: "pair" }, left, parts.out && h("del", {}, visible(clip(parts.out, limit))), parts.into && h("ins", {}, visible(clip(parts.into, limit))), right);
}

// Which characters of two strings are not in their longest common subsequence.
function differing(first, second) {
  const a = Array.from(first), b = Array.from(second);
  if (a.length * b.length > 250000) return [a.map(() => false), b.map(() => false)];
  const rows = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1) rows[i][j] = a[i] === b[j] ? rows[i + 1][j + 1] + 1 : Math.max(rows[i + 1][j], rows[i][j + 1]);
  const left = a.map(() => true), right = b.map(() => true);
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) { left[i] = right[j] = false; i += 1; j += 1; }
    else if (rows[i + 1][j] >= rows[i][j + 1]) i += 1;
    else j += 1;
  }
  return [left, right];
}
function marked(text, flags, tag, cls) {
  const out = document.createDocumentFragment();
  const letters = Array.from(text);
  for (let start = 0; start < letters.length; ) {
    let stop = start + 1;
    while (stop < letters.length && flags[stop] === flags[start]) stop += 1;
    const part = words(letters.slice(start, stop).join(""));
    out.append(flags[start] ? h(tag, { cls }, part) : part);
    start = stop;
  }
  return out;
}

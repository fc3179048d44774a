// An indicator over time: bars on a line of years, a year without a figure as a gap, and a table beside.
const CHART = { wide: 300, high: 132, pad: 26, base: 104, top: 26 };

function seriesCard(item) {
  const spots = item.claims.map((place) => CORPUS.figures.claims[place]);
  const row = (period, at) => h("tr", { cls: item.jumps.includes(at) ? "jump" : "" }, h("th", { scope: "row" }, spots[at].place ? link(period, () => goTo(...spots[at].place)) : period), h("td", { cls: "n" }, grouped(item.values[at]), item.jumps.includes(at) ? [" ", h("span", { cls: "flagged", title: told(item.note) }, icon("flag"), h("span", { cls: "sr" }, ui("jump")))] : null));
  return h("article", { cls: "figure series-card", "data-s": item.id }, h("h3", { cls: "key", lang: "zh-CN" }, words(item.key), h("span", { cls: "muted" }, ` ${item.unit}`)),
    h("div", { cls: "series-row" }, chart(item), h("table", { cls: "series-table" }, h("caption", { cls: "sr" }, words(item.key)), h("thead", { cls: "sr" }, h("tr", {}, h("th", { scope: "col" }, ui("period")), h("th", { scope: "col" }, item.unit || ui("value")))), h("tbody", {}, item.periods.map(row)))),
    told(item.note) ? h("p", { cls: "jump-note" }, icon("flag"), " ", words(told(item.note))) : null);
}
function chart(item) {
  const values = item.values.map(Number), { wide, high, pad, base, top } = CHART;
  const least = Math.min(0, ...values), most = Math.max(0, ...values), span = most - least || 1;
  const first = Math.floor(Math.min(...item.years)), last = Math.max(...item.years);
  const slot = (wide - 2 * pad) / Math.max(1, last - first + 1);
  const x = (year) => pad + (year - first + 0.5) * Math.min(slot, wide - 2 * pad);
  const y = (value) => base - ((value - least) / span) * (base - top);
  const nearest = item.years.slice(1).reduce((gap, year, at) => Math.min(gap, year - item.years[at] || 1), 1);
  const bar = Math.max(2, Math.min(34, slot * nearest * 0.62));
  const given = new Set(item.years.map(Math.floor)), missing = [];
  for (let year = first; year <= last && missing.length < 40; year += 1) if (!given.has(year)) missing.push(year);
  const spoken = item.periods.map((period, at) => `${labelled(period)}${grouped(item.values[at])}${item.unit}`).concat(missing.length ? [ui("missing_years", { years: missing.join("、") })] : []).join(Language.column ? "; " : "；");
  // So many columns share the room that the longest word over or under them takes.
  const longest = Math.max(...values.map((value) => Array.from(compact(value)).reduce((size, c) => size + (c > "\u2e80" ? 12 : 6.6), 8)), ...item.periods.map((period) => clip(period, 9).length * 6.4 + 6));
  const every = Math.ceil(longest / Math.max(1, slot * nearest)), name = `chart-${item.id}`;
  return svg("svg", { viewBox: `0 0 ${wide} ${high}`, role: "img", class: "chart", "aria-labelledby": `${name}-t ${name}-d` },
    svg("title", { id: `${name}-t` }, item.key), svg("desc", { id: `${name}-d` }, [spoken, told(item.note)].filter(Boolean).join("; ")),
    ...missing.map((year) => svg("rect", { class: "gap", x: x(year) - bar / 2, y: top, width: bar, height: base - top })),
    ...(slot < 30 ? [] : missing.map((year) => svg("text", { class: "period", x: x(year), y: base + 16 }, String(year)))),
    ...values.flatMap((value, at) => [
      svg("rect", { class: item.jumps.includes(at) ? "bar jump" : "bar", x: x(item.years[at]) - bar / 2, y: Math.min(y(value), y(0)), width: bar, height: Math.max(1, Math.abs(y(value) - y(0))) }),
      ...(at % every && !item.jumps.includes(at) ? [] : [svg("text", { x: x(item.years[at]), y: Math.min(y(value), y(0)) - 6 }, `${item.jumps.includes(at) ? "⚑ " : ""}${compact(value)}`), svg("text", { class: "period", x: x(item.years[at]), y: base + 16 }, clip(item.periods[at], 9))])]),
    svg("line", { x1: 8, y1: y(0), x2: wide - 8, y2: y(0) }));
}
const compact = (value) => (Math.abs(value) < 1e5 ? number(value) : value.toLocaleString(Language.column ? "en" : "zh-CN", { notation: "compact", maximumFractionDigits: 2 }));

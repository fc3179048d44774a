// The image of the page, cut to the lines around the edit, where the server has one.
const placed = new Map();
function pageImage(edit) {
  if (!SERVED) return null;
  const index = state.document, holder = h("div", { cls: "page-image" });
  if (!placed.has(index)) placed.set(index, served.call(`/api/places/${index}`).catch(() => null));
  placed.get(index).then((places) => {
    if (!places) return;
    const [from, to] = edit.source;
    const lines = places.lines.filter(([start, end]) => start <= to && end >= from).slice(0, 12);
    if (lines.length && places.pages[lines[0][2]].image) showLines(holder, index, places, lines, edit.source);
  });
  return holder;
}
// A long line is cut to what is around the edit: so many line heights in all.
const AROUND = 14;
function showLines(holder, index, places, lines, source) {
  const page = lines[0][2], here = lines.filter((line) => line[2] === page);
  const box = here.reduce((all, [, , , b]) => [Math.min(all[0], b[0]), Math.min(all[1], b[1]), Math.max(all[2], b[2]), Math.max(all[3], b[3])], [Infinity, Infinity, 0, 0]);
  const picture = new Image();
  picture.alt = ui("page_image");
  picture.onload = () => {
    const info = places.pages[page], scale = info.width ? picture.naturalWidth / info.width : 1;
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
    holder.replaceChildren(h("h3", {}, ui("page_image")), h("a", { href: picture.src, target: "_blank", rel: "noopener" }, canvas),
      h("a", { href: `/order/${index}/${page}`, target: "_blank", rel: "noopener" }, ui("page_order")));
  };
  picture.src = `/image/${index}/${page}`;
}

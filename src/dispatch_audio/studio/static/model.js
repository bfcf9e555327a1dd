// The script and all that an editor may do to it. Each function changes the document it is given, in place, and gives the
// id of the line to go on with. A document never holds a line without words, or a chapter without lines.

let counter = 0;
const run = Math.random().toString(36).slice(2, 8);
export const newId = () => `${run}-${++counter}`;

/** Gives an id to every line that has none. */
export function named(doc) {
  for (const { line } of lines(doc)) line.id ||= newId();
  return doc;
}

export function* lines(doc) {
  let nth = 0;
  for (const [c, chapter] of doc.chapters.entries())
    for (const [b, block] of chapter.blocks.entries())
      for (const [l, line] of block.lines.entries()) yield { chapter, block, line, c, b, l, nth: nth++ };
}

export function find(doc, id) {
  for (const place of lines(doc)) if (place.line.id === id) return place;
  return null;
}

export function neighbour(doc, id, by) {
  const all = [...lines(doc)];
  const at = all.findIndex(({ line }) => line.id === id);
  return all[at + by] ?? null;
}

function tidy(doc) {
  for (const chapter of doc.chapters) {
    chapter.blocks = chapter.blocks.filter((block) => block.lines.length);
    for (let b = chapter.blocks.length - 1; b > 0; b--) {
      // What stands together in one paragraph and was parted by nothing any more.
      if (chapter.blocks[b].joined && chapter.blocks[b].kind === chapter.blocks[b - 1].kind) {
        chapter.blocks[b - 1].lines.push(...chapter.blocks[b].lines);
        chapter.blocks.splice(b, 1);
      } else delete chapter.blocks[b].joined;
    }
  }
  doc.chapters = doc.chapters.filter((chapter) => chapter.blocks.length);
}

function drawn(text, sources = []) {
  return { id: newId(), text, sources, pause: null, silence: null, computed: [], words: [], spans: [], guessed: [], notes: [], rest: 0.35, fresh: true };
}

/** Words keep their pronunciations where they are not touched. */
export function setText(doc, id, text) {
  const { line } = find(doc, id);
  const before = line.text;
  let head = 0;
  while (head < Math.min(before.length, text.length) && before[head] === text[head]) head++;
  let tail = 0;
  while (tail < Math.min(before.length, text.length) - head && before.at(-1 - tail) === text.at(-1 - tail)) tail++;
  const by = text.length - before.length;
  const kept = (word) => {
    if (word.end <= head) return word;
    if (word.start >= before.length - tail) return { ...word, start: word.start + by, end: word.end + by };
    return null;
  };
  line.words = line.words.map(kept).filter(Boolean);
  line.spans = line.spans.map(kept).filter(Boolean);
  line.text = text;
  return id;
}

/** Stands in a line that is being written, until it has words; never saved. */
export const PLACEHOLDER = "…";

/** Ends an edit: a line without words goes, one with several sentences is parted by the server. */
export function finish(doc, id) {
  const place = find(doc, id);
  if (!place) return id;
  const text = place.line.text.replace(/[ \t\r\n]+/g, " ");
  const lead = text.length - text.trimStart().length;
  if (!text.trim() || text.trim() === PLACEHOLDER) return remove(doc, id);
  if (text.trim() !== place.line.text) setText(doc, id, text.slice(lead).trimEnd());
  place.line.fresh = true;
  return id;
}

function cutWords(words, from, to) {
  return words.filter((word) => word.start >= from && word.end <= to).map((word) => ({ ...word, start: word.start - from, end: word.end - from }));
}

export function split(doc, id, at) {
  const { block, line, l } = find(doc, id);
  let [left, right] = [line.text.slice(0, at).trimEnd(), line.text.slice(at)];
  const skipped = right.length - right.trimStart().length;
  right = right.trimStart();
  if (!left || !right) return id;
  const second = { ...drawn(right, [...line.sources]), pause: line.pause, silence: line.silence, rest: line.rest };
  second.words = cutWords(line.words, at + skipped, line.text.length);
  second.computed = line.computed.filter(({ text }) => right.includes(text) && !left.includes(text));
  line.words = cutWords(line.words, 0, left.length);
  line.spans = cutWords(line.spans, 0, left.length);
  second.notes = line.notes.filter(({ place }) => place === "behind");
  line.notes = line.notes.filter(({ place }) => place !== "behind");
  Object.assign(line, { text: left, pause: null, silence: null, computed: line.computed.filter(({ text }) => left.includes(text)) });
  block.lines.splice(l + 1, 0, second);
  return second.id;
}

/** Joins a line with the next one of its chapter. */
export function join(doc, id) {
  const { c, line } = find(doc, id);
  const next = neighbour(doc, id, 1);
  if (!next || next.c !== c) return id;
  const by = line.text.length + 1;
  line.words.push(...next.line.words.map((word) => ({ ...word, start: word.start + by, end: word.end + by })));
  line.text += ` ${next.line.text}`;
  line.spans = [];
  line.sources = [...new Set([...line.sources, ...next.line.sources])];
  line.computed.push(...next.line.computed);
  line.notes.push(...next.line.notes.map((note) => ({ ...note, place: "behind" })));
  Object.assign(line, { pause: next.line.pause, silence: next.line.silence });
  next.block.lines.splice(next.l, 1);
  tidy(doc);
  return id;
}

export function remove(doc, id) {
  const place = find(doc, id);
  const all = [...lines(doc)];
  if (all.length < 2) return id;
  const after = neighbour(doc, id, 1);
  const go = after ?? neighbour(doc, id, -1);
  // What somebody wrote beside the line is not the line's.
  if (after) go.line.notes.unshift(...place.line.notes.map((note) => (note.place === "behind" ? { ...note, place: "above" } : note)));
  else go.line.notes.push(...place.line.notes.map((note) => ({ ...note, place: "behind" })));
  place.block.lines.splice(place.l, 1);
  tidy(doc);
  return go.line.id;
}

export function add(doc, id, text) {
  const { block, line, l } = find(doc, id);
  const fresh = { ...drawn(text, [...line.sources]), pause: null };
  if (l + 1 === block.lines.length) Object.assign(fresh, { pause: line.pause, silence: line.silence });
  if (l + 1 === block.lines.length) Object.assign(line, { pause: null, silence: null });
  block.lines.splice(l + 1, 0, fresh);
  return fresh.id;
}

/** One line up or down; at a chapter's edge it goes into the next chapter. */
export function move(doc, id, by) {
  const { c, chapter, block, line, b, l } = find(doc, id);
  const goal = neighbour(doc, id, by);
  Object.assign(line, { pause: null, silence: line.silence });
  if (!goal) return id;
  if (chapter.blocks.length === 1 && block.lines.length === 1 && goal.c !== c && doc.chapters.length === 1) return id;
  block.lines.splice(l, 1);
  if (goal.block === block) block.lines.splice(l + by, 0, line);
  else if (goal.block.kind === block.kind && goal.c === c) goal.block.lines.splice(by > 0 ? 1 : goal.block.lines.length - 1, 0, line);
  else if (goal.c === c) chapter.blocks.splice(by > 0 ? b + 2 : b - 1, 0, { kind: block.kind, lines: [line] });
  else if (goal.block.kind === block.kind) goal.block.lines.splice(by > 0 ? 0 : goal.block.lines.length, 0, line);
  else goal.chapter.blocks.splice(by > 0 ? 0 : goal.chapter.blocks.length, 0, { kind: block.kind, lines: [line] });
  cite(goal.chapter, line.sources);
  tidy(doc);
  return id;
}

function cite(chapter, numbers) {
  chapter.sources = [...new Set([...chapter.sources, ...numbers])];
}

/** The longest silence that a script may set, in seconds, and the step in which it is set. */
export const LONGEST_SILENCE = 2;
export const SILENCE_STEP = 0.1;

/** So many seconds of silence after a line; null for the voice’s own, by what the line ends. */
export function silence(doc, id, seconds) {
  const { line } = find(doc, id);
  if (seconds === null) Object.assign(line, { pause: null, silence: null });
  else line.silence = line.rest = Math.min(LONGEST_SILENCE, Math.max(0, Math.round(seconds * 100) / 100));
  return id;
}

/** What a line says of the silence after it, where an editor set it; else nothing. */
export const silenceMark = ({ pause, silence: seconds }) => [pause, seconds === null ? "" : `${seconds} s`].filter(Boolean).join(" ");

/** A line becomes a quotation, or ceases to be one. */
export function quote(doc, id) {
  const { chapter, block, line, b, l } = find(doc, id);
  const kind = block.kind === "quotation" ? "narration" : "quotation";
  const before = block.lines.slice(0, l);
  const after = block.lines.slice(l + 1);
  line.pause = null;
  const parts = [
    { kind: block.kind, lines: before },
    { kind, lines: [line] },
    { kind: block.kind, lines: after },
  ];
  chapter.blocks.splice(b, 1, ...parts.filter((part) => part.lines.length));
  return id;
}

/** A paragraph begins at this line; where one does, it goes on from the line before. */
export function paragraph(doc, id) {
  const { chapter, block, b, l } = find(doc, id);
  if (l > 0) {
    block.lines[l - 1].pause = null;
    chapter.blocks.splice(b, 1, { ...block, lines: block.lines.slice(0, l) }, { ...block, lines: block.lines.slice(l) });
  } else if (b > 0 && chapter.blocks[b - 1].kind === block.kind) {
    chapter.blocks[b - 1].lines.at(-1).pause = null;
    block.joined = true;
    tidy(doc);
  }
  return id;
}

/** A chapter begins at this line; where one does, its lines go to the chapter before. */
export function chapter(doc, id) {
  const place = find(doc, id);
  const { c, b, l, chapter: from, block } = place;
  if (b === 0 && l === 0) {
    if (c === 0) return id;
    const before = doc.chapters[c - 1];
    before.blocks.at(-1).lines.at(-1).pause = null;
    before.blocks.push(...from.blocks);
    cite(before, from.sources);
    doc.chapters.splice(c, 1);
    return id;
  }
  const tail = [{ ...block, lines: block.lines.splice(l) }, ...from.blocks.splice(b + 1)].filter((part) => part.lines.length);
  const told = new Set(tail.flatMap((part) => part.lines.flatMap((line) => line.sources)));
  doc.chapters.splice(c + 1, 0, { title: "New chapter", sources: from.sources.filter((number) => told.has(number)), seconds: 0, blocks: tail });
  tidy(doc);
  keepTold(from);
  return id;
}

/** A chapter names no source of which it tells nothing. */
function keepTold(one) {
  const told = new Set(one.blocks.flatMap((part) => part.lines.flatMap((line) => line.sources)));
  if (told.size) one.sources = one.sources.filter((number) => told.has(number));
}

export function rename(doc, c, title) {
  if (title.trim()) doc.chapters[c].title = title.replace(/\s+/g, " ").trim();
}

export function moveChapter(doc, c, by) {
  const [one] = doc.chapters.splice(c, 1);
  doc.chapters.splice(c + by, 0, one);
}

/** What is said of one source alone goes to another chapter. */
export function moveSource(doc, number, from, to) {
  const [home, goal] = [doc.chapters[from], doc.chapters[to]];
  for (const block of [...home.blocks]) {
    const going = block.lines.filter((line) => line.sources.length === 1 && line.sources[0] === number);
    if (!going.length) continue;
    for (const line of going) line.pause = null;
    block.lines = block.lines.filter((line) => !going.includes(line));
    goal.blocks.at(-1).lines.at(-1).pause = null;
    goal.blocks.push({ kind: block.kind, lines: going });
  }
  home.sources = home.sources.filter((one) => one !== number || home.blocks.some((block) => block.lines.some((line) => line.sources.includes(number))));
  cite(goal, [number]);
  tidy(doc);
}

/** What was left out is told: after a line of its chapter, else at the end of the chapter that has its source. */
export function tell(doc, at, id) {
  const [left] = doc.left_out.splice(at, 1);
  const sources = left.source ? [left.source] : [];
  const here = id && find(doc, id);
  const home = doc.chapters.find((one) => one.sources.includes(left.source));
  const text = /[.!?…:]["”’)]*$/.test(left.text) ? left.text : `${left.text}.`;
  const goal = here && (!left.source || !home || here.chapter === home) ? here.line.id : (home ?? doc.chapters.at(-1)).blocks.at(-1).lines.at(-1).id;
  const made = add(doc, goal, text.replace(/\s+/g, " ").trim());
  const place = find(doc, made);
  place.line.sources = sources;
  cite(place.chapter, sources);
  return made;
}

/** How a word of this line is said, in this line alone; null takes that away. */
export function sayWord(doc, id, start, end, how) {
  const { line } = find(doc, id);
  line.words = line.words.filter((word) => word.end <= start || word.start >= end);
  if (how) line.words.push({ start, end, ...how });
  line.words.sort((one, other) => one.start - other.start);
  return id;
}

/** A line with all that an editor set of it, as one text. */
export function marked(line, kind) {
  let text = line.text;
  for (const word of line.words.toReversed()) text = `${text.slice(0, word.start)}[${text.slice(word.start, word.end)}](${word.phonemes ? `/${word.phonemes}/` : word.spoken.trim()})${text.slice(word.end)}`;
  const said = silenceMark(line);
  return `${kind === "quotation" ? "> " : ""}${text}${said && ` [pause ${said}]`}${line.sources.length ? ` [${line.sources.join(", ")}]` : ""}${line.notes.map((note) => ` <!--${note.text}-->`).join("")}`;
}

/** The script as plain lines, for a comparison. */
export function asText(doc) {
  const out = [];
  for (const one of doc.chapters) {
    out.push(`## ${one.title}`);
    for (const block of one.blocks) for (const line of block.lines) out.push(marked(line, block.kind));
  }
  return out;
}

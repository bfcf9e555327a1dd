// Two scripts that were made of one: the changes of both, by line. What both changed otherwise is told as an overlap.

const MOST = 30_000_000; // cells of a comparison; more lines than that are taken as changed altogether

const key = (value) => JSON.stringify(value);

/** A script as one row for each chapter's heading and each line. */
function rows(doc) {
  const all = [];
  for (const chapter of doc.chapters) {
    all.push({ key: key(["chapter", chapter.title]), chapter });
    for (const [b, block] of chapter.blocks.entries())
      for (const [l, line] of block.lines.entries()) {
        const begins = l === 0 && (b === 0 || chapter.blocks[b - 1].kind === block.kind);
        const words = line.words.map(({ start, end, spoken, phonemes }) => [start, end, spoken, phonemes]);
        all.push({ key: key([begins, block.kind, line.text, words, line.sources, line.pause, line.silence, line.computed, line.notes]), begins, kind: block.kind, line });
      }
  }
  return all;
}

/** The script of these rows; null where they are none: lines without a chapter, or no lines at all. */
function script(all) {
  const chapters = [];
  for (const { chapter, begins, kind, line } of all) {
    if (chapter) chapters.push({ ...chapter, blocks: [] });
    else if (!chapters.length) return null;
    else {
      const { blocks } = chapters.at(-1);
      if (begins || blocks.at(-1)?.kind !== kind) blocks.push({ kind, lines: [] });
      blocks.at(-1).lines.push(line);
    }
  }
  const told = chapters.filter(({ blocks }) => blocks.length);
  return told.length ? told : null;
}

/** For each row of one, which row of the other is the same: the longest run of such pairs. -1 for none. */
function matched(one, other) {
  const pairs = new Array(one.length).fill(-1);
  let head = 0;
  while (head < Math.min(one.length, other.length) && one[head].key === other[head].key) pairs[head] = head++;
  let tail = 0;
  while (tail < Math.min(one.length, other.length) - head && one.at(-1 - tail).key === other.at(-1 - tail).key) {
    tail++;
    pairs[one.length - tail] = other.length - tail;
  }
  const [height, width] = [one.length - tail - head, other.length - tail - head];
  if (height * width > MOST) return pairs;
  const table = Array.from({ length: height + 1 }, () => new Uint16Array(width + 1));
  for (let i = height - 1; i >= 0; i--)
    for (let j = width - 1; j >= 0; j--)
      table[i][j] = one[head + i].key === other[head + j].key ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  for (let i = 0, j = 0; i < height && j < width; ) {
    if (one[head + i].key === other[head + j].key) pairs[head + i++] = head + j++;
    else if (table[i + 1][j] >= table[i][j + 1]) i++;
    else j++;
  }
  return pairs;
}

/** What is between the pairs: rows from `start` to `end` became these. */
function hunks(pairs, other, side) {
  const found = [];
  let [from, at] = [0, 0];
  for (const [i, j] of [...pairs.entries(), [pairs.length, other.length]]) {
    if (j < 0) continue;
    const put = other.slice(at, j);
    // As many lines as before: each is the one that stood in its place.
    if (put.length && put.length === i - from) put.forEach((row, n) => found.push({ start: from + n, end: from + n + 1, put: [row], side }));
    else if (put.length || i > from) found.push({ start: from, end: i, put, side });
    [from, at] = [i + 1, j + 1];
  }
  return found;
}

/** Whether a change meets those before it, which reach from `start` to `end`. */
function meets({ start, end }, change) {
  if (change.start === change.end) return start === end ? start === change.start : start < change.start && change.start < end;
  return change.start < end;
}

const put = (before, { start, end }, changes) => {
  const made = [];
  let at = start;
  for (const change of changes) {
    made.push(...before.slice(at, change.start), ...change.put);
    at = change.end;
  }
  return [...made, ...before.slice(at, end)];
};

const same = (one, other) => key(one.map((row) => row.key)) === key(other.map((row) => row.key));

/** What is in all, and what either added; nothing that either took away. */
function union(before, mine, theirs) {
  const [was, here, there] = [before, mine, theirs].map((list) => new Set(list.map(key)));
  return [...mine.filter((one) => !was.has(key(one)) || there.has(key(one))), ...theirs.filter((one) => !was.has(key(one)) && !here.has(key(one)))];
}

/**
 * The changes that `mine` and `theirs` made to `before`: `doc` with mine where they overlap, `other` with theirs, how many
 * `overlaps` there are, and what theirs did, `told` in its words.
 */
export function merge(before, mine, theirs) {
  const [was, here, there] = [before, mine, theirs].map(rows);
  const [inMine, inTheirs] = [matched(was, here), matched(was, there)];
  const changes = [...hunks(inMine, here, "mine"), ...hunks(inTheirs, there, "theirs")].sort((one, other) => one.start - other.start || one.end - other.end);
  const groups = [];
  for (const change of changes) {
    const last = groups.at(-1);
    if (last && meets(last, change)) {
      last[change.side].push(change);
      last.end = Math.max(last.end, change.end);
    } else groups.push({ start: change.start, end: change.end, mine: [], theirs: [], [change.side]: [change] });
  }
  const [doc, other, told] = [[], [], []];
  let [at, overlaps] = [0, 0];
  const unchanged = (to) => {
    for (; at < to; at++) {
      const [one, two] = [here[inMine[at]], there[inTheirs[at]]];
      const row = one.chapter ? { ...one, chapter: { ...one.chapter, sources: union(was[at].chapter.sources, one.chapter.sources, two.chapter.sources) } } : one;
      doc.push(row);
      other.push(row);
    }
  };
  for (const group of groups) {
    unchanged(group.start);
    const [ours, others] = [put(was, group, group.mine), put(was, group, group.theirs)];
    const both = group.mine.length && group.theirs.length && !same(ours, others);
    overlaps += both ? 1 : 0;
    doc.push(...(group.mine.length ? ours : others));
    other.push(...(group.theirs.length && both ? others : group.mine.length ? ours : others));
    if (group.theirs.length && !both) told.push(...said(was.slice(group.start, group.end), others));
    at = group.end;
  }
  unchanged(was.length);
  const title = mine.title === before.title ? theirs.title : mine.title;
  const rest = { title, left_out: union(before.left_out, mine.left_out, theirs.left_out), notes: union(before.notes, mine.notes, theirs.notes) };
  const [chapters, otherChapters] = [script(doc), script(other)];
  if (!chapters || !otherChapters) return { doc: mine, other: theirs, overlaps: 1, told: [] };
  return { doc: { ...mine, ...rest, chapters }, other: structuredClone({ ...theirs, ...rest, chapters: otherChapters }), overlaps, told };
}

const words = (row) => row.chapter?.title ?? row.line.text;

function said(before, after) {
  if (after.length) return after.map((row) => `“${words(row)}”`);
  return before.map((row) => `“${words(row)}” is taken out`);
}

// The script as flowing text: chapters, paragraphs, lines; what is marked in it is drawn over the text, not put into it.
import { $, clock, h, reconcile } from "./dom.js";
import { find, lines, silenceMark } from "./model.js";

const marks = {};
for (const name of ["said", "read", "guess", "fault", "word"]) {
  if (!globalThis.CSS?.highlights) break;
  marks[name] = new Highlight();
  CSS.highlights.set(name, marks[name]);
}
if (marks.said) marks.said.priority = 3;
if (marks.word) marks.word.priority = 2;

export class View {
  #store;
  #editing = null;
  #found = [];

  constructor(store, acts) {
    this.#store = store;
    this.acts = acts;
    $("script").addEventListener("click", (event) => this.#clicked(event));
    $("script").addEventListener("dblclick", (event) => this.#doubled(event));
  }

  get editing() {
    return this.#editing;
  }

  element(id) {
    return document.querySelector(`.line[data-key="${CSS.escape(id)}"]`);
  }

  draw() {
    const { doc } = this.#store;
    const script = $("script");
    script.setAttribute("aria-busy", "false");
    script.querySelector(".waiting")?.remove();
    reconcile(script, doc.chapters.map((chapter, c) => ({ chapter, c })), ({ chapter }) => `c ${chapter.blocks[0].lines[0].id}`, () => this.#chapter(), (section, item) => this.#drawChapter(section, item));
    this.#contents();
    $("length").textContent = `about ${clock(doc.seconds)}, ${doc.words.toLocaleString("en")} words`;
    this.select(this.#store.selected);
    this.mark(this.#found);
  }

  #chapter() {
    const title = h("h2", { class: "chapter-title", tabindex: "0", role: "textbox", "aria-label": "Chapter title", contenteditable: "plaintext-only", spellcheck: "true" });
    const section = h("section", { class: "chapter" }, h("header", {}, title, h("p", { class: "quiet meta" })), h("div", { class: "paragraphs" }));
    const c = () => [...$("script").querySelectorAll(".chapter")].indexOf(section);
    title.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        if (event.key === "Escape") title.textContent = this.#store.doc.chapters[c()].title;
        title.blur();
        this.focus();
      }
    });
    title.addEventListener("blur", () => {
      if (title.textContent.trim()) this.acts.rename(c(), title.textContent);
      else title.textContent = this.#store.doc.chapters[c()]?.title ?? "";
    });
    return section;
  }

  #drawChapter(section, { chapter, c }) {
    section.id = `chapter-${c}`;
    const [header, paragraphs] = section.children;
    const [title, meta] = header.children;
    if (document.activeElement !== title && title.textContent !== chapter.title) title.textContent = chapter.title;
    const cited = chapter.sources.length ? `, source${chapter.sources.length > 1 ? "s" : ""} ${chapter.sources.join(", ")}` : "";
    meta.textContent = `${clock(chapter.seconds)}${cited}`;
    reconcile(paragraphs, chapter.blocks, (block) => `${block.kind} ${block.lines[0].id}`, (block) => h(block.kind === "quotation" ? "blockquote" : "p"), (element, block) => this.#drawBlock(element, block));
  }

  #drawBlock(element, block) {
    reconcile(element, block.lines, (line) => line.id, () => h("span", { class: "line", tabindex: "-1", role: "button" }), (span, line) => {
      if (this.#editing?.id === line.id) return;
      // A blank of its own behind each line, so that lines flow.
      const text = `${line.text} `;
      if (span.textContent !== text) span.textContent = text;
      const silence = silenceMark(line);
      if (silence) span.dataset.silence = silence;
      else delete span.dataset.silence;
    });
  }

  #contents() {
    const { doc } = this.#store;
    const here = find(doc, this.#store.selected)?.c;
    reconcile($("chapters"), doc.chapters.map((chapter, c) => ({ chapter, c })), ({ c }) => String(c), ({ c }) =>
      h("li", {},
        h("button", { type: "button", class: "goto", onclick: () => this.acts.goto(this.#store.doc.chapters[c].blocks[0].lines[0].id) }, h("span", { class: "name" }), h("span", { class: "quiet time" })),
        h("span", { class: "nudge" },
          h("button", { type: "button", class: "up", "aria-label": "Move chapter up", title: "Move chapter up", onclick: () => this.acts.moveChapter(c, -1) }, "↑"),
          h("button", { type: "button", class: "down", "aria-label": "Move chapter down", title: "Move chapter down", onclick: () => this.acts.moveChapter(c, 1) }, "↓"))),
      (item, { chapter, c }) => {
        const [go, nudge] = item.children;
        go.children[0].textContent = chapter.title;
        go.children[1].textContent = clock(chapter.seconds);
        if (c === here) go.setAttribute("aria-current", "true");
        else go.removeAttribute("aria-current");
        nudge.children[0].disabled = c === 0;
        nudge.children[1].disabled = c === doc.chapters.length - 1;
      });
  }

  select(id) {
    for (const element of document.querySelectorAll(".line[aria-current]")) {
      if (element.dataset.key === id) continue;
      element.removeAttribute("aria-current");
      element.tabIndex = -1;
    }
    const element = this.element(id);
    if (!element) return;
    element.setAttribute("aria-current", "true");
    element.tabIndex = 0;
    const here = find(this.#store.doc, id)?.c;
    [...$("chapters").children].forEach((item, c) => (c === here ? item.firstChild.setAttribute("aria-current", "true") : item.firstChild.removeAttribute("aria-current")));
  }

  focus(id = this.#store.selected) {
    const element = this.element(id);
    element?.focus({ preventScroll: true });
    this.show(id);
  }

  /** Scrolls a line into sight, where it is not. */
  show(id) {
    const element = this.element(id);
    if (!element) return;
    const box = $("script").getBoundingClientRect();
    const here = element.getBoundingClientRect();
    // On a narrow page the panel lies over the script.
    const panel = $("panel").getBoundingClientRect();
    const covered = panel.left < box.right && panel.top < box.bottom;
    const bottom = covered ? panel.top : box.bottom - 60;
    if (here.top < box.top + 40 || here.bottom > bottom) element.scrollIntoView({ block: covered ? "start" : "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }

  #range(id, start, end) {
    const text = this.element(id)?.firstChild;
    if (!text || end > text.length || this.#editing?.id === id) return null;
    const range = new Range();
    range.setStart(text, start);
    range.setEnd(text, end);
    return range;
  }

  /** The word that is being said; none takes the mark away. */
  said(id, word) {
    if (!marks.said) return;
    marks.said.clear();
    const range = word && this.#range(id, word[0], word[1]);
    if (range) marks.said.add(range);
  }

  playing(id) {
    for (const element of document.querySelectorAll(".line.playing")) element.classList.toggle("playing", element.dataset.key === id);
    this.element(id)?.classList.add("playing");
  }

  /** Marks what must be guessed, what a rule reads in the chosen line, and words that a check found. */
  mark(found = this.#found, word = null) {
    this.#found = found;
    if (!marks.guess) return;
    for (const name of ["guess", "fault", "read", "word"]) marks[name].clear();
    const all = [...lines(this.#store.doc)];
    for (const { line } of all) {
      for (const guess of line.guessed) {
        for (const [start, end] of places(line.text, guess)) this.#add("guess", line.id, start, end);
      }
      if (line.id === this.#store.selected) for (const span of line.spans) this.#add("read", line.id, span.start, span.end);
    }
    for (const { line: nth, words } of found) {
      const line = nth === null ? null : all[nth]?.line;
      if (line && words) for (const [start, end] of places(line.text, words)) this.#add("fault", line.id, start, end);
    }
    if (word) this.#add("word", word.id, word.start, word.end);
  }

  #add(name, id, start, end) {
    const range = this.#range(id, start, end);
    if (range) marks[name].add(range);
  }

  #clicked(event) {
    const span = event.target.closest(".line");
    if (!span || this.#editing?.id === span.dataset.key || event.detail > 1) return;
    const at = caret(event);
    this.acts.clicked(span.dataset.key, at !== null && at < span.textContent.length ? wordAt(span.textContent, at) : null, event);
  }

  #doubled(event) {
    const span = event.target.closest(".line");
    if (span && this.#editing?.id !== span.dataset.key) {
      event.preventDefault();
      this.edit(span.dataset.key, caret(event));
    }
  }

  /** Edits a line where it stands. */
  edit(id, at = null, session = `edit ${id} ${Date.now()}`) {
    if (this.#editing) this.finish();
    const span = this.element(id);
    if (!span) return;
    const { line } = find(this.#store.doc, id);
    this.acts.begun();
    this.#editing = { id, session };
    span.textContent = line.text;
    span.setAttribute("contenteditable", "plaintext-only");
    span.setAttribute("role", "textbox");
    span.setAttribute("aria-label", "Edit the line");
    span.spellcheck = true;
    span.focus({ preventScroll: true });
    place(span, at ?? line.text.length);
    this.show(id);
    span.oninput = () => this.acts.typed(id, span.textContent, this.#editing.session);
    span.onkeydown = (event) => this.#editKey(event, id, span);
    span.onblur = () => this.finish();
  }

  #editKey(event, id, span) {
    event.stopPropagation();
    const at = caretIn(span);
    const { session } = this.#editing;
    if (event.key === "Escape") {
      event.preventDefault();
      this.finish();
      this.focus(this.#store.selected);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const text = span.textContent;
      const parts = text.slice(0, at).trim() && text.slice(at).trim();
      this.finish(!parts);
      if (parts) this.acts.split(id, at, session);
      else if (text.trim()) this.acts.add();
    } else if (event.key === "Backspace" && at === 0 && getSelection().isCollapsed) {
      event.preventDefault();
      this.finish(false);
      this.acts.joinBefore(id);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      this.finish();
      if (event.shiftKey) this.acts.redo();
      else this.acts.undo();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "s") event.preventDefault();
  }

  finish(tidy = true) {
    const editing = this.#editing;
    if (!editing) return;
    this.#editing = null;
    const span = this.element(editing.id);
    if (span) {
      Object.assign(span, { oninput: null, onkeydown: null, onblur: null });
      span.removeAttribute("contenteditable");
      span.removeAttribute("aria-label");
      span.setAttribute("role", "button");
      getSelection().removeAllRanges();
    }
    if (tidy) this.acts.finished(editing.id, editing.session);
    this.draw();
  }
}

/** Where a word stands in a text, as a whole word. */
export function* places(text, word) {
  if (!word) return;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const [before, after] = [text[at - 1] ?? " ", text[at + word.length] ?? " "];
    if (!(/[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(word[0])) && !(/[\p{L}\p{N}]/u.test(after) && /[\p{L}\p{N}]/u.test(word.at(-1)))) yield [at, at + word.length];
  }
}

const WORD = /[^\s“”"()[\]]+/g;

/** The words of a line, without the marks around them and the ’s of a name. */
export function wordsOf(text) {
  return [...text.matchAll(WORD)].map((found) => {
    const lead = found[0].length - found[0].replace(/^[^\p{L}\p{N}$€£~#@]+/u, "").length;
    const word = found[0].slice(lead).replace(/[^\p{L}\p{N}%)’']+$/u, "").replace(/[’']s?$/, "");
    return { start: found.index + lead, end: found.index + lead + word.length, text: word };
  }).filter((word) => word.text);
}

/** Whether the voice must guess a word, which may stand with its ’s among those that it must. */
export const isGuessed = (line, word) => line.guessed.some((guess) => [...places(line.text, guess)].some(([start, end]) => start < word.end && end > word.start));

export const wordAt = (text, at) => wordsOf(text).find((word) => word.start <= at && at <= word.end) ?? null;

function caret(event) {
  const found = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  if (found) return found.offset;
  return document.caretRangeFromPoint?.(event.clientX, event.clientY)?.startOffset ?? null;
}

function caretIn(span) {
  const range = getSelection().rangeCount ? getSelection().getRangeAt(0) : null;
  if (!range || !span.contains(range.startContainer)) return span.textContent.length;
  const before = new Range();
  before.selectNodeContents(span);
  before.setEnd(range.startContainer, range.startOffset);
  return before.toString().length;
}

function place(span, at) {
  const text = span.firstChild;
  if (text) getSelection().collapse(text, Math.min(at, text.length));
}

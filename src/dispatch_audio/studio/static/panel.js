// What stands beside the line: its sources and what was left out, how its words are said, what a check finds.
import { ask, askFeed, choices, Refused } from "./api.js";
import { $, announce, fill, h } from "./dom.js";
import { find, lines } from "./model.js";
import { asLine } from "./player.js";
import { isGuessed, places, wordsOf } from "./view.js";

const TABS = ["sources", "word", "checks", "voice"];

export class Panel {
  #store;
  #acts;
  #word = null; // { id, start, end, text }
  #checks = { found: [], words: [] };
  #checked = false;
  #asked = 0;
  #shown = "";
  #settled = null; // { id, text }: what was settled last, told as long as its line is the chosen one

  constructor(store, acts) {
    this.#store = store;
    this.#acts = acts;
    for (const tab of document.querySelectorAll("[role=tab]")) {
      tab.addEventListener("click", () => {
        const open = document.body.dataset.panel === "open";
        document.body.dataset.panel = open && tab.getAttribute("aria-selected") === "true" ? "" : "open";
        this.open(tab.dataset.tab);
      });
      tab.addEventListener("keydown", (event) => {
        const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        const name = TABS.at((TABS.indexOf(tab.dataset.tab) + by) % TABS.length);
        this.open(name);
        $(`tab-${name}`).focus();
      });
    }
  }

  get tab() {
    return document.querySelector("[role=tab][aria-selected=true]").dataset.tab;
  }

  get found() {
    return this.#checks.found;
  }

  get word() {
    return this.#word;
  }

  open(name) {
    for (const tab of TABS) {
      $(`tab-${tab}`).setAttribute("aria-selected", String(tab === name));
      $(`tab-${tab}`).tabIndex = tab === name ? 0 : -1;
      $(`pane-${tab}`).hidden = tab !== name;
    }
    this.draw();
    this.#acts.opened();
  }

  draw() {
    if (!this.#store.doc) return;
    if (this.tab === "sources") this.#sources();
    if (this.tab === "word") this.#words();
    if (this.tab === "checks") this.#drawChecks();
  }

  /** Another line is chosen. */
  chosen(word = null) {
    const place = find(this.#store.doc, this.#store.selected);
    if (word || this.#word?.id !== this.#store.selected) this.#word = word && place ? { ...word, id: place.line.id } : null;
    this.draw();
  }

  #sources() {
    const { doc, sources } = this.#store;
    const place = find(doc, this.#store.selected);
    if (!place) return;
    const { chapter, c, line } = place;
    const numbers = chapter.sources;
    const left = doc.left_out.map((one, at) => ({ ...one, at }));
    const here = left.filter((one) => numbers.includes(one.source));
    const elsewhere = left.filter((one) => !one.source || !doc.chapters.some((other) => other.sources.includes(one.source)));
    const cards = numbers.map((number) => sources.find((source) => source.number === number)).filter(Boolean);
    const pane = $("pane-sources");
    const key = `${c}`;
    const top = this.#shown === key ? pane.scrollTop : 0;
    this.#shown = key;
    fill(pane, 
      h("h2", {}, chapter.title),
      cards.length ? null : h("p", { class: "quiet" }, "The show’s own words: no source is told here."),
      ...cards.map((source) => this.#card(source, line.sources.includes(source.number), here.filter((one) => one.source === source.number), c)),
      this.#notes(chapter, c === doc.chapters.length - 1 ? doc.notes : []),
      elsewhere.length ? h("details", { class: "left" }, h("summary", {}, `Left out of the whole script (${elsewhere.length})`), this.#left(elsewhere)) : null,
    );
    pane.scrollTop = top;
  }

  /** What somebody wrote into the file for people, by its line. */
  #notes(chapter, last) {
    const found = [...chapter.blocks.flatMap((block) => block.lines.flatMap((line) => line.notes.map((note) => ({ note, line })))), ...last.map((note) => ({ note, line: null }))];
    if (!found.length) return null;
    return h("section", { class: "left" }, h("h3", {}, "Comments in the file"), h("ul", {}, ...found.map(({ note, line }) => h("li", {}, h("span", {}, note.text.trim()), line ? h("button", { type: "button", onclick: () => this.#acts.goto(line.id), "aria-label": `To the line of: ${note.text.trim()}` }, "To its line") : null))));
  }

  #card(source, cited, left, c) {
    const { doc } = this.#store;
    const other = doc.chapters.map((chapter, at) => ({ chapter, at })).filter(({ at }) => at !== c);
    const move = h("select", { "aria-label": `Move source ${source.number} to another chapter`, onchange: (event) => this.#acts.moveSource(source.number, c, Number(event.target.value)) },
      h("option", { value: "" }, "Move to…"), ...other.map(({ chapter, at }) => h("option", { value: at }, chapter.title)));
    const words = source.link;
    return h("article", { class: cited ? "source cited" : "source" },
      h("h3", {}, h("span", { class: "number" }, String(source.number)), " ", source.title),
      h("p", { class: "quiet" }, [source.kind, source.author, source.role].filter(Boolean).join(" · ")),
      source.cited_text ? h("blockquote", {}, source.cited_text) : null,
      source.context ? h("p", {}, h("b", {}, "Context. "), source.context) : null,
      source.key_points.length ? h("ul", {}, ...source.key_points.map((point) => h("li", {}, point))) : null,
      words ? h("p", { class: "link" }, source.url ? h("a", { href: source.url, target: "_blank", rel: "noreferrer noopener" }, words) : h("span", { class: "quiet" }, `${words} (cut short in the dispatch)`)) : null,
      left.length ? h("div", { class: "left" }, h("h4", {}, "Left out"), this.#left(left)) : null,
      doc.chapters.length > 1 ? h("p", {}, move) : null);
  }

  #left(left) {
    return h("ul", {}, ...left.map((one) => h("li", {}, h("span", {}, one.source ? h("b", {}, `${one.source} `) : null, one.text, h("span", { class: "quiet" }, ` ${one.reason}`)),
      h("button", { type: "button", onclick: () => this.#acts.tell(one.at), "aria-label": `Tell: ${one.text}` }, "Tell it"))));
  }

  // --- words ---

  #words() {
    const place = find(this.#store.doc, this.#store.selected);
    const pane = $("pane-word");
    if (!place) return;
    const { line } = place;
    const words = wordsOf(line.text);
    if (!this.#word || this.#word.id !== line.id || line.text.slice(this.#word.start, this.#word.end) !== this.#word.text) {
      const first = words.find((word) => isGuessed(line, word)) ?? words.find((word) => line.spans.some((span) => span.start < word.end && span.end > word.start));
      this.#word = first ? { ...first, id: line.id } : null;
    }
    const chips = words.map((word) => {
      const read = line.spans.find((span) => span.start < word.end && span.end > word.start);
      const guess = isGuessed(line, word);
      return h("button", { type: "button", class: guess ? "chip guess" : read ? "chip read" : "chip", "aria-pressed": String(this.#word?.start === word.start), title: guess ? "the voice must guess this word" : read ? `${read.spoken}: ${read.rule}` : "",
        onclick: () => this.choose(word) }, word.text);
    });
    const detail = h("div", { id: "word-detail" });
    fill(pane, h("h2", {}, "How it is said"), h("p", { class: "chips", role: "group", "aria-label": "Words of the line" }, ...chips), detail);
    if (this.#word) this.#detail(detail, place, this.#word);
    else detail.append(h("p", { class: "quiet" }, "Every word of this line is read as it stands. Choose one to change that."));
    if (this.#settled?.id === line.id) pane.append(h("p", { class: "told good", role: "status" }, this.#settled.text));
    this.#acts.marked(this.#word);
  }

  choose(word) {
    this.#word = { ...word, id: this.#store.selected };
    const nth = wordsOf(find(this.#store.doc, this.#store.selected).line.text).findIndex((one) => one.start === word.start);
    if (this.tab !== "word") this.open("word");
    else this.#words();
    document.querySelectorAll("#pane-word .chip")[nth]?.focus();
  }

  /** The next word of the line, or the one before. */
  step(by) {
    const { line } = find(this.#store.doc, this.#store.selected);
    const words = wordsOf(line.text);
    if (!words.length) return;
    const at = words.findIndex((word) => word.start === this.#word?.start);
    this.choose(words[(at + by + words.length) % words.length]);
  }

  async #detail(box, place, word) {
    const asked = ++this.#asked;
    const line = asLine(place);
    const status = h("p", { class: "told", role: "status" });
    let told;
    try {
      told = await askFeed("word", "POST", { line, written: word.text });
    } catch (error) {
      fill(box, h("p", { class: "told bad" }, error.message));
      return;
    }
    if (asked !== this.#asked || !box.isConnected) return;
    const inLine = place.line.words.find((one) => one.start < word.end && one.end > word.start);
    const guess = isGuessed(place.line, word);
    const ways = told.readings.map((reading) => this.#way(reading, line, word));
    const said = h("input", { type: "text", id: "said", autocomplete: "off", spellcheck: "false", "aria-describedby": "said-help said-preview" });
    const manner = h("select", { id: "manner" }, ...[["alias", "in other words"], ["respelling", "respelt"], ["ipa", "in phonemes (IPA)"]].map(([value, name]) => h("option", { value }, name)));
    const helps = { alias: "Words that are said in its place: Swee Bench", respelling: "As a reader would say it, the stressed syllable in capitals: ZEK-ner", ipa: "Sounds in IPA: ˈkiːmi" };
    const help = h("p", { class: "quiet", id: "said-help" }, helps.alias);
    const preview = h("p", { class: "reading", id: "said-preview", role: "status" });
    let timer = 0;
    const tried = () => {
      clearTimeout(timer);
      help.textContent = helps[manner.value];
      own.firstChild.checked = Boolean(said.value.trim());
      timer = setTimeout(async () => {
        if (!said.value.trim()) return fill(preview);
        try {
          const { readings: [one] } = await askFeed("word", "POST", { line, written: word.text, manner: manner.value, said: said.value });
          fill(preview, h("span", {}, one.spoken), " ", h("span", { class: "ipa" }, one.sound && `/${one.sound}/`));
        } catch (error) {
          fill(preview, h("span", { class: "bad" }, error.message));
        }
      }, 150);
    };
    said.addEventListener("input", tried);
    manner.addEventListener("change", tried);
    const own = h("label", { class: "way own" }, h("input", { type: "radio", name: "way", value: "own", "aria-label": "As written below" }), h("span", {}, "Otherwise"));
    const chosen = () => {
      const way = box.querySelector("input[name=way]:checked")?.value;
      return way === "own" ? { manner: manner.value, said: said.value } : { manner: way ?? "as it is", said: "" };
    };
    const save = (where) => this.#settle(where, place.line.id, word, chosen(), status);
    fill(box, 
      h("p", { class: "headword" }, h("b", {}, word.text), guess ? h("span", { class: "tag guess" }, "guessed") : null, inLine ? h("span", { class: "tag" }, "set in this line") : null),
      h("fieldset", { class: "ways" }, h("legend", {}, "Candidates"), ...ways,
        h("div", { class: "candidate" }, h("button", { type: "button", class: "play", "aria-label": "Hear it as written below", onclick: () => this.#hear(line, word, { manner: manner.value, said: said.value }) }), own),
        h("div", { class: "otherwise" }, h("label", { class: "unseen", for: "manner" }, "How"), manner, h("label", { class: "unseen", for: "said" }, "How it is said"), said), help, preview),
      h("p", {}, h("label", {}, h("input", { type: "checkbox", id: "whole" }), " Hear the whole line")),
      h("div", { class: "saves", role: "group", "aria-label": "Save for" }, h("span", { class: "quiet" }, "Save for"),
        h("button", { type: "button", onclick: () => save("line") }, "this line"), h("button", { type: "button", onclick: () => save("feed") }, "the feed"), h("button", { type: "button", onclick: () => save("voice") }, "this voice")),
      inLine ? h("p", {}, h("button", { type: "button", onclick: () => this.#acts.sayWord(place.line.id, word.start, word.end, null) }, "Take away what is set in this line")) : null,
      status);
    box.querySelector("input[name=way]")?.setAttribute("checked", "");
  }

  #way(reading, line, word) {
    const names = { "as it is": "As it is", word: "As a word", spell: "Letter by letter" };
    return h("div", { class: "candidate" },
      h("button", { type: "button", class: "play", "aria-label": `Hear: ${names[reading.manner]}`, onclick: () => this.#hear(line, word, { manner: reading.manner, said: "" }) }),
      h("label", { class: "way" }, h("input", { type: "radio", name: "way", value: reading.manner }),
        h("span", {}, names[reading.manner], h("span", { class: "reading" }, reading.spoken, " ", h("span", { class: "ipa" }, reading.sound && `/${reading.sound}/`)),
          h("span", { class: "quiet" }, reading.rule ? `read by ${reading.rule}` : "no rule: as it is written"))));
  }

  #hear(line, word, { manner, said }) {
    this.#acts.hear({ line, written: word.text, manner, said, alone: !$("whole")?.checked });
  }

  async #settle(where, id, word, { manner, said }, status) {
    if (manner === "as it is") {
      status.textContent = "Choose another candidate, or write one.";
      return;
    }
    try {
      const told = await askFeed("settle", "POST", { where, written: word.text, manner, said });
      if (where === "line") this.#acts.sayWord(id, word.start, word.end, told.word);
      else await this.#acts.settled();
      const text = where === "line" ? `${word.text} is said so in this line.` : `${word.text} is written to ${told.file}.`;
      announce(text);
      this.#settled = { id, text };
      this.draw();
    } catch (error) {
      status.textContent = error.message;
      status.classList.add("bad");
    }
  }

  // --- checks ---

  async check() {
    try {
      this.#checks = await ask("checks");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#checks = { found: [{ kind: "script", words: "", line: null, chapter: "", detail: error.message, way_out: "", grave: true }], words: [] };
    }
    this.#checked = true;
    const count = this.#checks.found.length + this.#checks.words.length;
    $("count-checks").textContent = String(count);
    $("count-checks").hidden = count === 0;
    $("count-checks").classList.toggle("grave", this.#checks.found.some((one) => one.grave));
    // What is being written in another pane stays.
    if (this.tab === "checks") this.#drawChecks();
    return this.#checks;
  }

  #drawChecks() {
    if (!this.#checked) return fill($("pane-checks"), h("h2", {}, "Before air"), h("p", { class: "quiet" }, "Looking at the script…"));
    const all = [...lines(this.#store.doc)].map(({ line }) => line);
    const { found, words } = this.#checks;
    const at = (nth) => all[nth]?.id;
    const item = (one) => {
      const id = one.line === null ? null : at(one.line);
      const text = [h("span", { class: one.grave ? "kind grave" : "kind" }, one.kind), h("span", { class: "what" }, one.words ? `${one.words}: ${one.detail}` : one.detail), one.way_out ? h("span", { class: "quiet" }, one.way_out) : null];
      const mend = { "long sentence": ["Part it", () => this.#acts.edit(id)], "many numbers": ["Part it", () => this.#acts.edit(id)], "left out": ["See what was left out", () => this.open("sources")] }[one.kind] ?? ["Edit", () => this.#acts.edit(id)];
      return h("li", {}, id ? h("button", { type: "button", class: "finding", onclick: () => this.#acts.goto(id) }, ...text) : h("div", { class: "finding" }, ...text),
        id ? h("button", { type: "button", onclick: () => { this.#acts.goto(id); mend[1](); } }, mend[0]) : null);
    };
    const guess = ({ word, sound, lines: nths }) => {
      const go = () => {
        const id = at(nths[0]);
        this.#acts.goto(id);
        const [place] = places(find(this.#store.doc, id).line.text, word);
        if (!place) return;
        const whole = wordsOf(find(this.#store.doc, id).line.text).find(({ start, end }) => start <= place[0] && place[0] < end);
        if (whole) this.choose(whole);
      };
      return h("li", {}, h("button", { type: "button", class: "finding", onclick: go }, h("span", { class: "kind" }, word), h("span", { class: "what ipa" }, `/${sound}/`), h("span", { class: "quiet" }, nths.length > 1 ? `${nths.length} lines` : "")));
    };
    fill($("pane-checks"), 
      h("h2", {}, "Before air"),
      found.length ? h("ul", { class: "findings" }, ...found.map(item)) : h("p", { class: "good" }, "Numbers, names and quotations are the dispatch’s, and every sentence can be followed."),
      h("h3", {}, "Words that the voice must guess"),
      words.length ? h("ul", { class: "findings" }, ...words.map(guess)) : h("p", { class: "good" }, "None: every word is in a dictionary or a lexicon."));
  }

  /** The next line that something was found in. */
  next() {
    const all = [...lines(this.#store.doc)].map(({ line }) => line.id);
    const here = all.indexOf(this.#store.selected);
    const at = [...new Set([...this.#checks.found.map((one) => one.line), ...this.#checks.words.flatMap((one) => one.lines)])].filter((nth) => nth !== null).sort((one, other) => one - other);
    const go = at.find((nth) => nth > here) ?? at[0];
    return go === undefined ? null : all[go];
  }
}

export const voiceOf = () => choices.voice || document.body.dataset.narrator;

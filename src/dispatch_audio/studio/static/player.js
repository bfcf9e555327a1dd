// Lines, played one after another as they will air: sample by sample in time, words found by the clock of the sound.
import { askFeed, choices, clip, Refused } from "./api.js";
import { find, neighbour } from "./model.js";

const KEPT = 80;
const CHAPTER = 0.8;

/** What decides how a line sounds. */
export const asLine = ({ line, block }) => ({ text: line.text, words: line.words, kind: block.kind });

export class Player extends EventTarget {
  #store;
  #context = null;
  #takes = new Map();
  #playing = []; // { id, source, from, until, take }
  #run = 0;
  #frame = 0;

  constructor(store) {
    super();
    this.#store = store;
  }

  get active() {
    return this.#run > 0 && this.state !== "stopped";
  }

  state = "stopped";

  /** The sound card's clock, made at the first click, which browsers ask for. */
  context() {
    this.#context ??= new AudioContext({ latencyHint: "interactive" });
    if (this.#context.state === "suspended") this.#context.resume();
    return this.#context;
  }

  #set(state, detail = {}) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail }));
  }

  /** A line as sound, with its words; spoken when it is not. */
  take(asked) {
    const key = JSON.stringify([asked, choices.voice]);
    let found = this.#takes.get(key);
    if (!found) {
      found = this.#fetched(asked);
      this.#takes.set(key, found);
      found.catch(() => this.#takes.delete(key));
      if (this.#takes.size > KEPT) this.#takes.delete(this.#takes.keys().next().value);
    }
    return found;
  }

  async #fetched(asked) {
    const told = await askFeed("say", "POST", asked);
    const buffer = await this.context().decodeAudioData(await clip(told.clip));
    return { ...told, buffer };
  }

  forget() {
    this.#takes.clear();
  }

  /** Speaks these lines before anybody asks for them; `guess` where nobody may ever, `first` before others that wait. */
  ahead(places, { guess = true, first = false } = {}) {
    const wanted = places.filter(Boolean).map(asLine);
    if (wanted.length) askFeed("ahead", "POST", { lines: wanted, guess, first }).catch(() => {});
  }

  /** Has the chosen voice loaded. */
  warm() {
    askFeed("warm", "POST", {}).catch(() => {});
  }

  stop() {
    this.#run = 0;
    for (const { source } of this.#playing) source.stop();
    this.#playing = [];
    cancelAnimationFrame(this.#frame);
    if (this.state !== "stopped") this.#set("stopped");
  }

  /** Plays from this line to the end, or one line alone. */
  async from(id, { alone = false } = {}) {
    this.stop();
    const run = (this.#run = performance.now());
    const context = this.context();
    const clicked = performance.now();
    this.#set("waiting", { id });
    let at = 0;
    let next = id;
    while (next && this.#run === run) {
      const place = find(this.#store.doc, next);
      if (!place) break;
      let take;
      try {
        const coming = this.take({ line: asLine(place) });
        const [second, third] = [neighbour(this.#store.doc, next, 1), neighbour(this.#store.doc, next, 2)];
        if (!alone) coming.then(() => this.ahead([second, third], { guess: false })).catch(() => {});
        take = await coming;
      } catch (error) {
        if (this.#run !== run) return;
        this.stop();
        this.dispatchEvent(new CustomEvent("fault", { detail: error instanceof Refused ? error.message : String(error) }));
        return;
      }
      if (this.#run !== run) return;
      const source = context.createBufferSource();
      source.buffer = take.buffer;
      source.connect(context.destination);
      const begins = Math.max(at, context.currentTime + 0.02);
      source.start(begins);
      if (!this.#playing.length && next === id) {
        this.firstSound = performance.now() - clicked;
        this.#set("playing", { id, after: this.firstSound });
        this.#follow(run);
      }
      this.#playing.push({ id: next, source, from: begins, until: begins + take.buffer.duration, take });
      const following = alone ? null : neighbour(this.#store.doc, next, 1);
      at = begins + take.buffer.duration + place.line.rest + (following && following.c !== place.c ? CHAPTER : 0);
      next = following?.line.id;
      // The next line is put on the clock while this one is heard, and not long before: it may still be edited.
      while (next && this.#run === run && context.currentTime < at - 1.2) await new Promise((done) => setTimeout(done, 100));
    }
    while (this.#run === run && this.#playing.length && context.currentTime < this.#playing.at(-1).until) await new Promise((done) => setTimeout(done, 50));
    if (this.#run === run) this.stop();
  }

  /** A take by itself: a word read otherwise, another voice. */
  async hear(asked) {
    this.stop();
    const run = (this.#run = performance.now());
    const context = this.context();
    this.#set("waiting", {});
    try {
      const take = await this.take(asked);
      if (this.#run !== run) return;
      const source = context.createBufferSource();
      source.buffer = take.buffer;
      source.connect(context.destination);
      source.start();
      this.#playing = [{ id: "", source, from: context.currentTime, until: context.currentTime + take.buffer.duration, take }];
      this.#set("playing", {});
      await new Promise((done) => (source.onended = done));
    } catch (error) {
      this.dispatchEvent(new CustomEvent("fault", { detail: error.message }));
    }
    if (this.#run === run) this.stop();
  }

  #follow(run) {
    const step = () => {
      if (this.#run !== run) return;
      const now = this.#context.currentTime - (this.#context.outputLatency || 0);
      const nth = this.#playing.findLastIndex(({ from }) => now >= from);
      if (nth >= 0) {
        const { id, from, until, take } = this.#playing[nth];
        const time = now - from;
        const word = take.words.findLast(([, , first]) => time >= first);
        const said = word && (time <= word[3] + 0.12 || word !== take.words.at(-1)) && now < until ? word : null;
        this.dispatchEvent(new CustomEvent("word", { detail: { id, said, share: Math.min(1, time / (until - from)), take } }));
      }
      this.#frame = requestAnimationFrame(step);
    };
    step();
  }
}

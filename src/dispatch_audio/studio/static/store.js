// The script that is edited: saved as it is changed, undone and redone, and held against what others write.
import { ask, Refused } from "./api.js";
import { merge } from "./merge.js";
import { find, lines, named, PLACEHOLDER } from "./model.js";

const MOST = 300;

export class Store extends EventTarget {
  doc = null;
  sources = [];
  base = "";
  dispatch = "";
  saved = false;
  outdated = false;
  changes = [];
  file = "";
  selected = "";
  status = "loading";
  conflict = null;
  merged = []; // what somebody else changed, that was taken in with the changes made here
  #ancestor = ""; // the script of the version that changes are made to
  #undo = [];
  #redo = [];
  #saving = false;
  #dirty = false;
  #number = 0;
  #timer = 0;

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  async load() {
    const told = await ask("script");
    this.#take(told);
    this.sources = told.sources ?? this.sources;
    this.selected = find(this.doc, this.selected) ? this.selected : [...lines(this.doc)][0]?.line.id;
    this.#status(this.saved ? "saved" : "composed");
    this.emit("loaded");
    this.emit("change");
  }

  #take(told) {
    const { base, dispatch, saved, outdated, changes, file } = told;
    Object.assign(this, { base, dispatch, saved, outdated, changes, file, doc: named(told.document) });
    this.#ancestor = JSON.stringify(this.doc);
  }

  #status(status, detail = "") {
    this.status = status;
    this.emit("status", detail);
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  get canRedo() {
    return this.#redo.length > 0;
  }

  /** Changes the document by `act(doc)`, which gives the line to go on with. Steps of one `session` are undone together. */
  change(act, session = "") {
    if (!this.doc || this.conflict) return undefined;
    const before = JSON.stringify(this.doc);
    const at = this.selected;
    const id = act(this.doc);
    if (JSON.stringify(this.doc) === before) return id;
    const last = this.#undo.at(-1);
    if (!session || last?.session !== session) this.#undo.push({ doc: before, at, session });
    else if (last.doc === JSON.stringify(this.doc)) this.#undo.pop();
    if (this.#undo.length > MOST) this.#undo.shift();
    this.#redo = [];
    if (typeof id === "string" && find(this.doc, id)) this.selected = id;
    this.#changed();
    return id;
  }

  #changed() {
    this.#number++;
    this.#dirty = true;
    this.emit("change");
    this.#status("saving");
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), 250);
  }

  #back(from, to) {
    const step = from.pop();
    if (!step) return;
    to.push({ doc: JSON.stringify(this.doc), at: this.selected, session: "" });
    this.doc = JSON.parse(step.doc);
    this.selected = find(this.doc, step.at) ? step.at : [...lines(this.doc)][0].line.id;
    this.#changed();
  }

  undo() {
    if (!this.conflict) this.#back(this.#undo, this.#redo);
  }

  redo() {
    if (!this.conflict) this.#back(this.#redo, this.#undo);
  }

  /** Replaces the whole script, as one step that can be undone. */
  replace(doc) {
    this.#undo.push({ doc: JSON.stringify(this.doc), at: this.selected, session: "" });
    this.#redo = [];
    this.doc = named(doc);
    this.selected = [...lines(this.doc)][0].line.id;
    this.#changed();
  }

  /** Sends what is not saved yet; one request at a time, so that the last one sent is the last one written. */
  async save() {
    if (this.#saving || !this.#dirty || this.conflict) return;
    if ([...lines(this.doc)].some(({ line }) => !line.text.trim() || line.text === PLACEHOLDER)) return;
    this.#saving = true;
    this.#dirty = false;
    const number = this.#number;
    try {
      const told = await ask("script", "PUT", { base: this.base, dispatch: this.dispatch, document: this.doc });
      if (number === this.#number) {
        const at = this.selected;
        this.#take(told);
        this.selected = find(this.doc, at) ? at : [...lines(this.doc)][0].line.id;
        this.emit("change");
        this.#status("saved");
        this.emit("settled");
      } else {
        Object.assign(this, { base: told.base, saved: true });
        this.#ancestor = JSON.stringify(told.document);
      }
    } catch (error) {
      this.#dirty = true;
      if (error instanceof Refused && error.status === 409) {
        this.#meet(error);
      } else if (error instanceof Refused) {
        this.#status("unsaved", error.message);
      } else throw error;
    } finally {
      this.#saving = false;
    }
    if (this.#dirty && this.status !== "unsaved" && !this.conflict) this.save();
  }

  /** Somebody else changed the script meanwhile: their changes are taken in, and only what overlaps is asked about. */
  #meet(error) {
    const { theirs, changed } = error.told;
    if (changed !== "script" || !theirs.document) {
      this.conflict = error.told;
    } else {
      const before = this.#ancestor;
      const { doc, other, overlaps, told } = merge(JSON.parse(before), this.doc, named(theirs.document));
      if (overlaps) this.conflict = { ...error.told, overlaps, mine: doc, other };
      else {
        const rebased = ({ doc: step, ...rest }) => ({ ...rest, doc: JSON.stringify(merge(JSON.parse(before), JSON.parse(step), theirs.document).other) });
        [this.#undo, this.#redo] = [this.#undo.map(rebased), this.#redo.map(rebased)];
        this.#onto(theirs, doc);
        this.merged.push(...told);
        this.emit("change");
        return;
      }
    }
    this.#status("conflict", error.message);
    this.emit("conflict");
  }

  /** The script here is now a change to what is on disk. */
  #onto(theirs, doc) {
    const { base, dispatch, saved, outdated, changes } = theirs;
    Object.assign(this, { base, dispatch, saved, outdated, changes, doc: named(doc) });
    this.#ancestor = JSON.stringify(theirs.document);
    this.selected = find(this.doc, this.selected) ? this.selected : [...lines(this.doc)][0].line.id;
    this.#dirty = true;
  }

  get unsaved() {
    return this.#dirty || this.#saving;
  }

  keepMine() {
    const { theirs, mine, other } = this.conflict;
    if (theirs.document) this.#undo.push({ doc: JSON.stringify(named(other ?? theirs.document)), at: "", session: "" });
    if (mine) this.#onto(theirs, mine);
    this.base = theirs.base;
    this.dispatch = theirs.dispatch;
    this.conflict = null;
    this.#dirty = true;
    this.emit("change");
    this.#status("saving");
    return this.save();
  }

  async takeTheirs() {
    const { theirs, mine: ours, other } = this.conflict;
    const mine = { doc: JSON.stringify(ours ?? this.doc), at: this.selected, session: "" };
    this.conflict = null;
    if (other) {
      this.#onto(theirs, other);
      this.#undo.push(mine);
      this.emit("change");
      this.#status("saving");
      return this.save();
    }
    this.#dirty = false;
    if (theirs.document) {
      this.#take(theirs);
      const all = await ask("script");
      this.sources = all.sources;
      this.selected = [...lines(this.doc)][0].line.id;
    }
    this.#undo.push(mine);
    this.emit("change");
    this.#status(this.saved ? "saved" : "composed");
    this.emit("settled");
    return undefined;
  }

  /** Looks whether something changed on disk while nothing waits to be saved here. */
  async look() {
    if (!this.doc || this.unsaved || this.conflict) return;
    const told = await ask("version");
    if (this.unsaved || this.conflict || (told.base === this.base && told.dispatch === this.dispatch)) return;
    const [before, at, place] = [JSON.stringify(this.doc), this.selected, [...lines(this.doc)].findIndex(({ line }) => line.id === this.selected)];
    await this.load();
    this.#undo.push({ doc: before, at, session: "" });
    this.selected = [...lines(this.doc)][Math.max(0, place)]?.line.id ?? this.selected;
    this.emit("change");
    this.emit("settled");
    this.emit("reread");
  }

  /** The script again, after what it is read by has changed: the voice, a lexicon. */
  async reread() {
    const ids = [...lines(this.doc)].map(({ line }) => line.id);
    const told = await ask("script");
    if (this.unsaved) return;
    this.#take(told);
    [...lines(this.doc)].forEach(({ line }, nth) => (line.id = ids[nth] ?? line.id));
    this.selected = find(this.doc, this.selected) ? this.selected : [...lines(this.doc)][0].line.id;
    this.emit("change");
    this.emit("settled");
  }

  async accept() {
    this.#take(await ask("accept", "POST", { base: this.base }));
    this.selected = [...lines(this.doc)][0].line.id;
    this.emit("change");
    this.emit("settled");
  }
}

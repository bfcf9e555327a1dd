// The page of a dispatch: what keys and buttons do.
import { ask, askFeed, choices, choose, Refused } from "./api.js";
import { showBoth, showDiff } from "./diff.js";
import { $, announce, clock, fill, h } from "./dom.js";
import { Episode } from "./episode.js";
import * as model from "./model.js";
import { Panel, voiceOf } from "./panel.js";
import { asLine, Player } from "./player.js";
import { Store } from "./store.js";
import { View } from "./view.js";

const store = new Store();
const player = new Player(store);
const acts = {
  clicked(id, word, event) {
    const again = store.selected === id && player.state !== "stopped";
    pick(id, word);
    if (event.shiftKey) return player.stop();
    if (again && event.detail === 1 && word === null) player.stop();
    else player.from(id);
  },
  goto(id) {
    if (!id) return;
    pick(id);
    view.focus(id);
    document.body.dataset.contents = "";
  },
  // The first click of a double one plays the line; nobody writes while it is read.
  begun: () => player.stop(),
  rename: (c, title) => store.change((doc) => model.rename(doc, c, title)),
  moveChapter: (c, by) => store.change((doc) => model.moveChapter(doc, c, by)),
  typed: (id, text, session) => store.change((doc) => model.setText(doc, id, text.replace(/[\r\n]+/g, " ")), session),
  finished(id, session) {
    store.change((doc) => model.finish(doc, id), session);
  },
  split(id, at, session) {
    const second = store.change((doc) => {
      const made = model.split(doc, id, at);
      model.find(doc, id).line.fresh = true;
      return made;
    }, session);
    view.edit(second, 0);
  },
  joinBefore(id) {
    const before = model.neighbour(store.doc, id, -1);
    if (!before || before.c !== model.find(store.doc, id).c) return view.edit(id, 0);
    const at = before.line.text.length;
    store.change((doc) => model.join(doc, before.line.id));
    view.edit(before.line.id, at + 1);
  },
  add: () => adding(),
  undo: () => store.undo(),
  redo: () => store.redo(),
  edit: (id) => view.edit(id ?? store.selected),
  tell: (at) => {
    const id = store.change((doc) => model.tell(doc, at, store.selected));
    view.focus(id);
    announce("Added as a line.");
  },
  moveSource: (number, from, to) => store.change((doc) => model.moveSource(doc, number, from, to)),
  sayWord: (id, start, end, how) => store.change((doc) => model.sayWord(doc, id, start, end, how)),
  hear: (asked) => player.hear(asked),
  opened: () => store.doc && view.show(store.selected),
  marked: (word) => view.mark(panel.found, word),
  async settled() {
    player.forget();
    await store.reread();
  },
};
const view = new View(store, acts);
const panel = new Panel(store, acts);
const episode = new Episode(store, () => show("script"));

/** Chooses a line. */
function pick(id, word = null) {
  store.selected = id;
  view.select(id);
  view.mark();
  panel.chosen(word);
  told();
}

function told() {
  const place = store.doc && model.find(store.doc, store.selected);
  if (!place) return;
  const total = [...model.lines(store.doc)].length;
  $("now").textContent = `Line ${place.nth + 1} of ${total} · ${place.chapter.title}`;
  const rest = $("rest");
  rest.textContent = `${Math.round(place.line.rest * 100) / 100} s`;
  rest.classList.toggle("set", Boolean(model.silenceMark(place.line)));
  rest.setAttribute("aria-label", `${rest.textContent} of silence after the line${model.silenceMark(place.line) ? ", set here: give it the voice’s own" : ""}`);
}

/** More or less silence after the line; the steps of one line are undone together. */
function silence(by) {
  const { line } = model.find(store.doc, store.selected);
  const steps = line.rest / model.SILENCE_STEP;
  const next = by > 0 ? Math.floor(steps + 1e-6) + 1 : Math.ceil(steps - 1e-6) - 1;
  store.change((doc) => model.silence(doc, line.id, next * model.SILENCE_STEP), `silence ${line.id}`);
  announce(`${line.rest} seconds of silence after the line`);
}

/** A line that is being written: it is part of the script when it has words. */
function adding() {
  const here = model.find(store.doc, store.selected);
  const session = `add ${Date.now()}`;
  const id = store.change((doc) => model.add(doc, here.line.id, model.PLACEHOLDER), session);
  const span = view.element(id);
  view.edit(id, null, session);
  getSelection().selectAllChildren(span);
}

const lineActs = {
  edit: () => view.edit(store.selected),
  add: adding,
  join: () => store.change((doc) => model.join(doc, store.selected)),
  up: () => store.change((doc) => model.move(doc, store.selected, -1)),
  down: () => store.change((doc) => model.move(doc, store.selected, 1)),
  quote: () => store.change((doc) => model.quote(doc, store.selected)),
  paragraph: () => store.change((doc) => model.paragraph(doc, store.selected)),
  chapter: () => store.change((doc) => model.chapter(doc, store.selected)),
  delete: () => store.change((doc) => model.remove(doc, store.selected)),
  shorter: () => silence(-1),
  longer: () => silence(1),
  usual: () => store.change((doc) => model.silence(doc, store.selected, null)),
};

const doing = {
  ...Object.fromEntries(Object.entries(lineActs).map(([name, act]) => [name, () => {
    if (!store.doc) return;
    player.stop();
    act();
    // Buttons that are pressed again and again keep the focus.
    if (!view.editing && !document.activeElement?.closest(".silence")) view.focus();
  }])),
  undo: () => store.undo(),
  redo: () => store.redo(),
  help: () => $("help").showModal(),
  contents: () => {
    const open = document.body.dataset.contents !== "open";
    document.body.dataset.contents = open ? "open" : "";
    document.querySelector("[data-do=contents]").setAttribute("aria-expanded", String(open));
  },
  play: () => (player.state === "stopped" ? player.from(store.selected) : player.stop()),
  async diff() {
    const { diff, saved } = await ask("diff");
    const box = $("diff-lines");
    if (diff) showDiff(box, diff);
    else fill(box, h("p", { class: "quiet" }, saved ? "The script is as it was composed." : "Nothing is changed yet."));
    $("diff").showModal();
  },
  async build() {
    view.finish();
    await settledSave();
    if (store.conflict || store.status === "unsaved") return;
    show("episode");
    await episode.build();
  },
  async recompose() {
    try {
      store.replace(await ask("compose", "POST", {}));
      announce("Composed anew. Undo brings the other back.");
    } catch (error) {
      notice(error.message);
    }
  },
  async "keep-choices"() {
    const { narrator, sound, length } = document.body.dataset;
    const wanted = { narrator: choices.voice || narrator, sound: choices.sound || sound, length: choices.length || length };
    const changed = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => value !== document.body.dataset[key]));
    try {
      if (!Object.keys(changed).length) throw new Refused(0, { error: "They are the feed’s already." });
      const { file } = await askFeed("choose", "POST", changed);
      Object.assign(document.body.dataset, changed);
      $("chosen").textContent = `Written to ${file}.`;
    } catch (error) {
      $("chosen").textContent = error.message;
    }
  },
  seen: () => {
    store.merged = [];
    noticeOutdated();
    view.focus();
  },
  accept: async () => {
    await store.accept();
    notice("");
  },
};

async function settledSave() {
  await store.save();
  while (store.unsaved && !store.conflict && store.status !== "unsaved") await new Promise((done) => setTimeout(done, 50));
}

function show(which) {
  view.finish();
  player.stop();
  document.body.dataset.view = which;
  $("view-script").hidden = which !== "script";
  document.querySelector(".transport").hidden = which !== "script";
  $("view-episode").hidden = which !== "episode";
  for (const button of document.querySelectorAll(".views button")) button.setAttribute("aria-pressed", String(button.dataset.view === which));
  history.replaceState(null, "", which === "episode" ? "#episode" : location.pathname);
  if (which === "episode") episode.open();
  else {
    episode.close();
    if (store.doc) view.focus();
  }
}

function notice(text, ...more) {
  const box = $("notice");
  box.hidden = !text;
  fill(box, h("span", {}, text), ...more);
}

function noticeOutdated() {
  if (store.merged.length) {
    const what = h("details", {}, h("summary", {}, `What they changed (${store.merged.length})`), ...store.merged.map((text) => h("p", {}, text)));
    return notice("Somebody else changed this script meanwhile. Their changes and yours are both kept.", what, h("button", { type: "button", "data-do": "seen" }, "I have seen it"));
  }
  if (!store.outdated) return notice("");
  const changed = h("details", {}, h("summary", {}, "What changed"), ...(store.changes.length ? store.changes.map((change) => h("div", { class: "diff" }, h("b", {}, change.where), ...change.before.map((text) => h("p", { class: "minus" }, text)), ...change.after.map((text) => h("p", { class: "plus" }, text)))) : [h("p", {}, "As it was then is not known.")]));
  notice("The dispatch has changed since this script was saved.", changed, h("button", { type: "button", "data-do": "accept" }, "The script is right"));
}

// --- what happens ---

store.addEventListener("change", () => {
  view.draw();
  panel.draw();
  told();
  document.querySelector("[data-do=undo]").disabled = !store.canUndo;
  document.querySelector("[data-do=redo]").disabled = !store.canRedo;
});
store.addEventListener("settled", async () => {
  noticeOutdated();
  view.mark((await panel.check()).found, panel.word);
  foresee();
});
store.addEventListener("reread", () => notice("The file changed on disk, and was read again. Undo brings back what was here."));
store.addEventListener("status", ({ detail }) => {
  const says = { loading: "opening…", composed: "as composed, not saved", saving: "saving…", saved: `saved in ${store.file}`, unsaved: `not saved: ${detail}`, conflict: "not saved: changed by somebody else" };
  $("saved").textContent = says[store.status];
  $("saved").classList.toggle("bad", ["unsaved", "conflict"].includes(store.status));
});
store.addEventListener("conflict", () => {
  const { theirs, changed, fault, overlaps, mine, other } = store.conflict;
  view.finish(false);
  $("conflict-told").textContent = fault ? `The file on disk cannot be read: ${fault}` : changed === "dispatch" ? "The dispatch has changed on disk since this page read it. Nothing of yours was saved yet." : `The saved script has changed on disk since this page read it, and ${overlaps === 1 ? "one change of theirs is" : `${overlaps} changes of theirs are`} where you changed something else. All other changes, yours and theirs, are in both versions.`;
  showBoth($("mine"), $("theirs"), model.asText(mine ?? store.doc), theirs.document ? model.asText(other ?? theirs.document) : []);
  $("take-theirs").disabled = !theirs.document;
  $("conflict").showModal();
});
$("conflict").addEventListener("cancel", (event) => event.preventDefault());
$("keep-mine").addEventListener("click", async () => {
  $("conflict").close();
  await store.keepMine();
});
$("take-theirs").addEventListener("click", async () => {
  $("conflict").close();
  await store.takeTheirs();
});

const button = document.querySelector("[data-do=play]");
player.addEventListener("state", ({ detail }) => {
  button.setAttribute("aria-pressed", String(player.state !== "stopped"));
  button.setAttribute("aria-label", player.state === "stopped" ? "Play" : "Stop");
  document.body.dataset.player = player.state;
  if (detail.after !== undefined) document.body.dataset.firstSound = String(Math.round(detail.after));
  if (player.state === "stopped") {
    clearTimeout(resting);
    resting = setTimeout(foresee, 700);
    view.said(null);
    view.playing("");
    $("track").style.transform = "scaleX(0)";
  }
});
let heard = "";
player.addEventListener("word", ({ detail: { id, said, share, take } }) => {
  view.said(id, said);
  if (heard !== id || !document.querySelector(".line.playing")) {
    heard = id;
    view.playing(id);
    if (!view.editing) {
      store.selected = id;
      view.select(id);
      view.mark();
      view.show(id);
      panel.chosen();
    }
    told();
    if (take.stood_in) notice(`${take.voice} reads, since the narrator’s engine is gone.`);
  }
  $("track").style.transform = `scaleX(${share})`;
});
player.addEventListener("fault", ({ detail }) => notice(detail));

document.addEventListener("click", (event) => {
  const asked = event.target.closest("[data-do]")?.dataset.do;
  if (asked && doing[asked]) doing[asked]();
  const voice = event.target.closest("[data-hear-voice]")?.dataset.hearVoice;
  if (voice && store.doc) player.hear({ line: asLine(model.find(store.doc, store.selected)), voice });
  const which = event.target.closest("button[data-view]")?.dataset.view;
  if (which) show(which);
});

$("script").addEventListener("pointerover", (event) => {
  const id = event.target.closest?.(".line")?.dataset.key;
  clearTimeout(hovering);
  // A pointer that only passes is not meant.
  if (id && player.state === "stopped") hovering = setTimeout(() => player.ahead([model.find(store.doc, id)], { first: true }), 40);
});
let hovering = 0;

/** What stands on the screen is likely to be played, and a chapter from its beginning: both are spoken while the editor reads. */
function foresee() {
  if (!store.doc || player.state !== "stopped" || view.editing || document.body.dataset.view !== "script") return;
  const box = $("script").getBoundingClientRect();
  const all = [...model.lines(store.doc)];
  const here = all.findIndex(({ line }) => line.id === store.selected);
  const seen = all.filter(({ line }) => {
    const place = view.element(line.id)?.getBoundingClientRect();
    return place && place.bottom > box.top && place.top < box.bottom;
  });
  const begins = all.filter(({ b, l }) => b === 0 && l === 0);
  const order = [...all.slice(here, here + 3), ...begins, ...seen.filter(({ nth }) => nth > here), ...seen];
  player.ahead([...new Map(order.map((place) => [place.line.id, place])).values()]);
}
let resting = 0;
$("script").addEventListener("scroll", () => {
  clearTimeout(resting);
  resting = setTimeout(foresee, 700);
});

async function rechosen(changed) {
  player.stop();
  player.forget();
  choose(changed);
  player.warm();
  $("chosen").textContent = "";
  await settledSave();
  await store.reread().catch((error) => notice(error.message));
}
for (const radio of document.querySelectorAll("input[name=voice]")) {
  radio.checked = radio.value === voiceOf();
  radio.addEventListener("change", () => rechosen({ voice: radio.value === document.body.dataset.narrator ? "" : radio.value }));
}
for (const [id, name] of [["sound", "sound"], ["length-of", "length"]]) {
  if (choices[name]) $(id).value = choices[name];
  $(id).addEventListener("change", () => rechosen({ [name]: $(id).value === document.body.dataset[name] ? "" : $(id).value }));
}

// --- keys ---

const KEYS = { a: "add", j: "join", q: "quote", p: "paragraph", c: "chapter", d: "diff", b: "build", "?": "help", Delete: "delete", "-": "shorter", "+": "longer", "=": "longer", 0: "usual" };
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea, [contenteditable]");
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z" && !field) {
    event.preventDefault();
    doing[event.shiftKey ? "redo" : "undo"]();
    return;
  }
  if (command && event.key.toLowerCase() === "s") {
    event.preventDefault();
    store.save();
  }
  if (field || command || !store.doc) return;
  const onLine = event.target.closest(".line") || event.target === document.body || event.target === $("script");
  if (document.body.dataset.view === "episode") {
    if (event.target !== document.body && event.target.closest("button, audio, [tabindex]")) return;
    if (event.key === "e") return show("script");
    if (event.key === " ") {
      event.preventDefault();
      return episode.playOrPause();
    }
    if (event.key === "b" || event.key === "?") doing[KEYS[event.key]]();
    return;
  }
  if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    return doing[event.key === "ArrowUp" ? "up" : "down"]();
  }
  if (event.altKey) return;
  if (event.key === "Escape") {
    player.stop();
    store.merged = [];
    notice("");
    return;
  }
  if (onLine) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      const next = model.neighbour(store.doc, store.selected, by);
      if (next) {
        player.stop();
        acts.goto(next.line.id);
        player.ahead([next], { first: true });
      }
      return;
    }
    if (event.key === " ") {
      event.preventDefault();
      return doing.play();
    }
    if (event.key === "Enter") {
      event.preventDefault();
      return doing.edit();
    }
  }
  if (["ArrowRight", "ArrowLeft"].includes(event.key) && (onLine || event.target.closest(".chip"))) {
    event.preventDefault();
    return panel.step(event.key === "ArrowRight" ? 1 : -1);
  }
  // Letters act on the script alone, where nothing else is focused: who speaks to the machine types no keys by chance.
  if (!onLine) return;
  if (event.key === "e") return show("episode");
  if (["1", "2", "3", "4"].includes(event.key)) {
    document.body.dataset.panel = "open";
    return panel.open(["sources", "word", "checks", "voice"][Number(event.key) - 1]);
  }
  if (event.key === "n") {
    const id = panel.next();
    if (id) acts.goto(id);
    return;
  }
  const act = KEYS[event.key];
  if (act) {
    event.preventDefault();
    doing[act]();
  }
});

addEventListener("beforeunload", (event) => {
  if (store.unsaved) event.preventDefault();
});
const looking = () => !view.editing && store.look().catch((error) => notice(error.message));
addEventListener("focus", looking);
setInterval(() => document.visibilityState === "visible" && looking(), 3000);

// For tests, and whoever looks into the page.
globalThis.studio = { store, player, view, panel, episode, model, clock };

player.warm();
store.load().then(() => {
  store.emit("settled");
  view.focus();
  if (location.hash === "#episode") show("episode");
}).catch((error) => {
  $("script").setAttribute("aria-busy", "false");
  fill($("script"), h("p", { class: "told bad" }, error.message));
});

// The episode: built with its progress, then heard with waveform, loudness, chapters and transcript, and approved.
import { ask, audioAddress } from "./api.js";
import { $, announce, clock, fill, h, svg } from "./dom.js";

const WIDTH = 1400;
const HEIGHT = 200;

export class Episode {
  #store;
  #back;
  #open = false;
  #timer = 0;
  #progress = null;
  #told = null;
  #audio = null;
  #publishes = false; // once it is in public/, since the editor said so

  constructor(store, back) {
    this.#store = store;
    this.#back = back;
  }

  async open() {
    this.#open = true;
    const told = await ask("build");
    if (told.state === "running") this.#watch(told);
    else await this.#finished();
  }

  playOrPause() {
    if (this.#audio?.isConnected) this.#audio.paused ? this.#audio.play().catch(() => {}) : this.#audio.pause();
  }

  close() {
    this.#open = false;
    this.#publishes = false;
    this.#audio?.pause();
    clearTimeout(this.#timer);
  }

  async build(again = false) {
    this.#audio?.pause();
    try {
      this.#watch(await ask("build", "POST", { again }));
    } catch (error) {
      this.#fault(error.message);
    }
  }

  #fault(text) {
    fill($("view-episode"), h("section", { class: "page" }, h("h2", {}, "Not built"), h("p", { class: "told bad", role: "alert" }, text), h("p", {}, h("button", { type: "button", onclick: () => this.#back() }, "Back to the script"))));
  }

  #watch(told) {
    clearTimeout(this.#timer);
    if (!this.#open) return;
    if (told.state === "running") {
      this.#drawProgress(told);
      this.#timer = setTimeout(async () => {
        try {
          this.#watch(await ask("build"));
        } catch (error) {
          this.#fault(error.message);
        }
      }, 500);
      return;
    }
    this.#progress = null;
    if (told.state === "done") {
      const { status, waits, heard, failed } = told.result;
      announce(status === "withheld" ? (waits ? "Built. It waits for your approval." : "Withheld: it did not pass its checks.") : `Episode ${status}.`);
      if (heard) this.#finished(failed.filter(({ check }) => check !== "approval"));
      else this.#withheld(failed);
    } else if (told.state === "cancelled") {
      this.#finished([], "The build was stopped. What was spoken is kept.");
    } else this.#fault(told.error);
  }

  #withheld(failed) {
    fill($("view-episode"), h("section", { class: "page" }, h("h2", {}, "Not spoken: the script does not pass its check"),
      h("ul", { class: "findings" }, ...failed.map(({ check, said }) => h("li", {}, h("div", { class: "finding" }, h("span", { class: "kind grave" }, check), h("span", { class: "what" }, said))))),
      h("p", {}, h("button", { type: "button", onclick: () => this.#back() }, "Back to the script"))));
  }

  #drawProgress(told) {
    if (!this.#progress) {
      const bar = h("progress", { "aria-label": "This stage" });
      const stage = h("p", { class: "stage", role: "status" });
      const left = h("p", { class: "quiet left-time" });
      const stages = h("ol", { class: "stages", "aria-label": "Stages" });
      const list = h("ol", { class: "making", "aria-label": "Chapters" });
      const cancel = h("button", { type: "button", id: "cancel", onclick: () => ask("build", "DELETE") }, "Stop");
      fill($("view-episode"), h("section", { class: "page" }, h("h2", {}, "Building"), stage, bar, left, h("div", { class: "parts" }, h("section", {}, h("h3", {}, "Stages"), stages), h("section", {}, h("h3", {}, "Chapters"), list)), h("p", {}, cancel)));
      this.#progress = { bar, stage, left, stages, list };
    }
    const { bar, stage, left, stages, list } = this.#progress;
    const name = told.stage[0].toUpperCase() + told.stage.slice(1);
    const text = told.total ? `${name}: ${told.done} of ${told.total} lines` : name;
    if (stage.textContent !== text) stage.textContent = text;
    if (told.total) Object.assign(bar, { max: told.total, value: told.done });
    else bar.removeAttribute("value");
    left.textContent = told.seconds_left === null ? "how long it takes is told once some lines are spoken" : `about ${clock(told.seconds_left)} left in all`;
    const time = { done: () => "done", running: (seconds) => (seconds === null ? "…" : seconds < 1 ? "a moment more" : `${clock(seconds)} left`), waiting: (seconds) => (seconds === null ? "" : `about ${clock(Math.max(1, seconds))}`) };
    fill(stages, ...told.stages.map(({ name: what, state, left: seconds }) => h("li", { class: state, "aria-current": state === "running" && "step" }, h("span", {}, what[0].toUpperCase() + what.slice(1)), h("span", { class: "quiet" }, time[state](seconds)))));
    fill(list, ...told.chapters.map(({ title, lines, spoken }) => h("li", { class: spoken === lines ? "done" : "" }, h("span", {}, title), h("span", { class: "quiet" }, spoken === lines ? "spoken" : `${spoken} of ${lines}`), h("span", { class: "bar", "aria-hidden": "true" }, this.#filled(spoken / Math.max(1, lines))))));
  }

  #filled(share) {
    const bar = h("span");
    bar.style.transform = `scaleX(${share})`;
    return bar;
  }

  async #finished(failed = [], said = "") {
    const told = await ask("episode").catch((error) => ({ built: false, error: error.message }));
    if (!told.built) {
      fill($("view-episode"), h("section", { class: "page" }, h("h2", {}, "No episode yet"), h("p", { class: "quiet" }, said || told.error), h("p", {}, h("button", { type: "button", class: "primary", "data-do": "build" }, "Build"))));
      return;
    }
    if (!this.#open) return;
    this.#told = told;
    this.#draw(told, failed, said);
    this.#waveform();
    this.#figures();
    if (told.aired && told.targets) {
      if (this.#publishes) this.#publish();
      else this.#standing();
    }
    this.#publishes = false;
  }

  // --- at the target ---

  async #publish() {
    try {
      this.#drawStanding(await ask("publish", "POST", {}));
    } catch (error) {
      fill($("airing"), h("p", { class: "told bad", role: "alert" }, error.message));
    }
  }

  async #standing() {
    try {
      this.#drawStanding(await ask("publish"));
    } catch (error) {
      const box = $("airing");
      if (box) fill(box, h("p", { class: "told bad", role: "alert" }, error.message));
    }
  }

  #drawStanding({ state, targets, due, lacks }) {
    const box = $("airing");
    if (!this.#open || !box) return;
    clearTimeout(this.#timer);
    const again = (name) => h("p", { class: "ways-out" }, h("button", { type: "button", id: "publish", class: "primary", onclick: () => this.#publish() }, name));
    if (state === "running") {
      fill(box, ...targets.map(({ address, state: here, done, total, said }) => h("div", { class: "target-run" },
        h("p", { role: "status" }, said || `${address}: ${here === "running" ? (total ? `${done} of ${total} files sent` : "looking at what is there") : "waits"}`),
        here === "running" ? h("progress", { "aria-label": `Sending to ${address}`, ...(total ? { max: total, value: done } : {}) }) : null)));
    } else if (!due) {
      fill(box, h("p", { class: "quiet" }, "It is in no feed yet: its time has not come, or it is withdrawn. It is sent to the target with the feed that names it."));
    } else if (lacks === null) {
      fill(box, h("p", { class: "quiet", role: "status" }, "Asking the target what it has…"));
    } else {
      const failed = targets.filter((target) => target.state === "failed");
      const out = !lacks.length;
      fill(box, ...failed.map(({ said }) => h("p", { class: "told bad", role: "alert" }, said)),
        out ? h("p", { class: "good", role: "status", id: "published" }, "Published: listeners have it from the target as it is in public/.") : h("ul", { class: "findings" }, ...lacks.map((text) => h("li", {}, h("div", { class: "finding" }, text)))),
        out ? null : again(failed.length ? "Publish again" : "Publish"));
      if (state === "done" && out) announce("Published.");
    }
    if (state === "running" || (due && lacks === null)) this.#timer = setTimeout(() => this.#standing(), 500);
  }

  #draw(told, failed, said) {
    const audio = (this.#audio = h("audio", { controls: true, preload: "metadata", src: audioAddress(told.mp3), "aria-label": "The episode" }));
    const state = told.aired ? (told.current ? "In public/, as it is on the desk." : "In public/. What is on the desk has changed since.") : told.current ? "Built, and not in public/ yet." : "Built from an earlier script; not in public/.";
    const status = h("p", { class: "told", role: "status", id: "episode-status" }, said || state);
    const ways = [];
    if (told.review && !told.aired && !failed.length) ways.push(h("button", { type: "button", class: "primary", id: "approve", disabled: !told.current, onclick: () => this.#approve(status) }, "Approve and publish"));
    if (!told.current) ways.push(h("button", { type: "button", "data-do": "build" }, "Build what is on the desk"));
    const wave = h("div", { class: "wave", id: "wave" });
    const chapters = told.chapters.map((chapter, at) => h("li", {}, h("button", { type: "button", "data-start": chapter.start, onclick: () => this.#seek(chapter.start) }, h("span", { class: "time" }, clock(chapter.start)), h("span", {}, chapter.title))));
    const words = [];
    const paragraphs = told.chapters.map((chapter) => h("div", {}, h("h4", {}, chapter.title), h("p", {}, ...told.cues.filter((cue) => cue.start >= chapter.start && cue.start < chapter.end).flatMap((cue) => cue.words.map(([text, start, end]) => {
      const word = h("span", { "data-start": start }, `${text} `);
      words.push({ start, end, word });
      return word;
    })))));
    const transcript = h("div", { class: "transcript", id: "transcript", tabindex: "0", role: "region", "aria-label": "Transcript" }, ...paragraphs);
    transcript.addEventListener("click", (event) => {
      const start = event.target.closest("[data-start]")?.dataset.start;
      if (start) this.#seek(Number(start));
    });
    fill($("view-episode"), h("section", { class: "page" },
      h("div", { class: "episode-head" }, h("h2", {}, told.title), h("p", { class: "quiet" }, `${clock(told.seconds)} · ${told.narrator}${told.stand_in ? `, spoken by ${told.stand_in}` : ""} · ${(told.bytes / 1e6).toFixed(1)} MB`)),
      status,
      failed.length ? h("ul", { class: "findings" }, ...failed.map(({ check, said: what }) => h("li", {}, h("div", { class: "finding" }, h("span", { class: "kind grave" }, check), h("span", { class: "what" }, what))))) : null,
      ways.length ? h("p", { class: "ways-out" }, ...ways) : null,
      told.aired && told.targets ? h("section", { id: "airing", "aria-label": "At the target" }) : null,
      wave, audio,
      h("div", { class: "parts" }, h("section", {}, h("h3", {}, "Chapters"), h("ol", { class: "marks" }, ...chapters), h("h3", {}, "Figures"), h("div", { id: "figures" }, h("p", { class: "quiet" }, "Measuring…"))), h("section", {}, h("h3", {}, "Transcript"), transcript))));
    let last = null;
    let frame = 0;
    const follow = () => {
      // One loop, however many events call for it.
      cancelAnimationFrame(frame);
      const now = audio.currentTime;
      const found = words.findLast(({ start }) => start <= now + 0.05);
      const word = found && now <= found.end + 0.4 ? found.word : null;
      if (word !== last) {
        last?.classList.remove("said");
        word?.classList.add("said");
        last = word;
        if (word && !audio.paused) {
          const [box, here] = [transcript.getBoundingClientRect(), word.getBoundingClientRect()];
          if (here.top < box.top || here.bottom > box.bottom - 40) transcript.scrollTop += here.top - box.top - box.height / 3;
        }
      }
      for (const item of document.querySelectorAll(".marks button")) {
        const at = told.chapters.findLast(({ start }) => start <= now + 0.05);
        if (at && Number(item.dataset.start) === at.start) item.setAttribute("aria-current", "true");
        else item.removeAttribute("aria-current");
      }
      const head = document.getElementById("playhead");
      if (head) head.setAttribute("transform", `translate(${(now / told.seconds) * WIDTH} 0)`);
      if (!audio.paused && audio.isConnected) frame = requestAnimationFrame(follow);
    };
    for (const name of ["play", "seeked", "timeupdate"]) audio.addEventListener(name, follow);
  }

  #seek(seconds) {
    this.#audio.currentTime = seconds;
    this.#audio.play().catch(() => {});
  }

  async #waveform() {
    const box = $("wave");
    let shape;
    try {
      shape = await ask("waveform");
    } catch (error) {
      fill(box, h("p", { class: "quiet" }, error.message));
      return;
    }
    if (!box.isConnected) return;
    const { peaks, rms, loudness, target } = shape;
    const step = WIDTH / peaks.length;
    const middle = HEIGHT / 2;
    const outline = (values) => {
      const top = values.map((value, at) => `${(at * step).toFixed(1)},${(middle - value * middle).toFixed(1)}`);
      const bottom = values.map((value, at) => `${(at * step).toFixed(1)},${(middle + value * middle).toFixed(1)}`).reverse();
      return [...top, ...bottom].join(" ");
    };
    const level = (value) => HEIGHT - ((Math.max(-40, value) + 40) / 40) * HEIGHT;
    const image = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img", "aria-label": `Waveform with its chapters; loudness ${this.#told.loudness.toFixed(1)} LUFS, ${target} wanted` });
    image.append(svg("polygon", { class: "peaks", points: outline(peaks) }), svg("polygon", { class: "rms", points: outline(rms) }));
    for (const chapter of this.#told.chapters) {
      const x = (chapter.start / this.#told.seconds) * WIDTH;
      image.append(svg("line", { class: "mark", x1: x, x2: x, y1: 0, y2: HEIGHT }));
    }
    image.append(svg("line", { class: "target", x1: 0, x2: WIDTH, y1: level(target), y2: level(target) }), svg("polyline", { class: "loudness", points: loudness.map((value, at) => `${(at * step).toFixed(1)},${level(value).toFixed(1)}`).join(" ") }), svg("line", { id: "playhead", class: "playhead", x1: 0, x2: 0, y1: 0, y2: HEIGHT }));
    image.addEventListener("click", (event) => {
      const frame = image.getBoundingClientRect();
      this.#seek(((event.clientX - frame.left) / frame.width) * this.#told.seconds);
    });
    fill(box, image, h("p", { class: "legend quiet" }, h("span", { class: "key wave-key" }), "waveform", h("span", { class: "key loud-key" }), `loudness over three seconds, the line at ${target} LUFS`));
  }

  async #figures() {
    const box = $("figures");
    const found = await ask("figures").catch((error) => [{ check: "check", passed: false, said: error.message }]);
    if (!box.isConnected) return;
    const row = ({ check, passed, said }) => h("li", { class: passed ? "" : "failed" }, h("span", { class: "mark", "aria-label": passed ? "passed" : "failed", role: "img" }, passed ? "✓" : "✗"), h("span", {}, check), h("span", { class: "quiet" }, said));
    const failed = found.filter(({ passed }) => !passed);
    const passed = found.length - failed.length;
    fill(box,
      h("dl", { class: "key-figures" }, ...[["Loudness", `${this.#told.loudness.toFixed(1)} LUFS`], ["Range", `${this.#told.range.toFixed(1)} LU`], ["True peak", `${this.#told.peak.toFixed(1)} dBTP`]].flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
      failed.length ? h("ul", { class: "figures" }, ...failed.map(row)) : h("p", { class: "good" }, "Every check is passed."),
      h("details", {}, h("summary", {}, `${passed} of ${found.length} checks passed`), h("ul", { class: "figures" }, ...found.filter((one) => one.passed).map(row))));
  }

  async #approve(status) {
    try {
      await ask("approve", "POST", {});
      this.#publishes = true;
      await this.build();
    } catch (error) {
      status.textContent = error.message;
      status.classList.add("bad");
    }
  }
}

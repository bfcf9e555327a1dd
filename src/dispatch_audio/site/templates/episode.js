"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const root = document.documentElement, player = find("player"), seek = find("seek"), said = find("said");
  const title = document.querySelector("h1").textContent, show = document.querySelector("meta[property='og:site_name']").content;
  const cover = document.querySelector(".head img");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const clock = (seconds) => {
    const whole = Math.floor(seconds), rest = String(whole % 60).padStart(2, "0"), minutes = Math.floor(whole / 60);
    return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
  };
  // A place in an address: #t=83, #t=83.5 or #t=1:23, as Media Fragments have it.
  const place = (hash) => {
    const found = /^#t=(?:npt:)?(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)/.exec(hash);
    return found ? Number(found[1] || 0) * 3600 + Number(found[2] || 0) * 60 + Number(found[3]) : null;
  };
  const length = () => (Number.isFinite(player.duration) ? player.duration : Number(seek.max));

  // Every word becomes an element of its own, with the second at which it is heard.
  const words = [];
  for (const sentence of said ? said.querySelectorAll("[data-t]") : []) {
    const times = sentence.dataset.t.split(" ").map(Number), text = sentence.textContent;
    const parts = text.split(" ");
    let at = 0;
    const pieces = [];
    parts.forEach((part, index) => {
      at += times[index];
      const word = document.createElement("span");
      word.className = "w";
      word.textContent = part;
      words.push({ word, sentence, start: at / 100 });
      pieces.push(...(index ? [" ", word] : [word]));
    });
    sentence.replaceChildren(...pieces);
  }
  const starts = new Map(words.map((one) => [one.word, one.start]));
  const chapters = [...document.querySelectorAll("[data-chapter]")].map((link) => ({
    link, start: place(link.hash), title: link.querySelector("span").textContent,
  }));
  // A long transcript has further pages, and this one the words from one second to another.
  const turning = document.querySelector(".turning");
  const pages = turning ? [...turning.querySelectorAll("a")].map((link) => ({
    link, start: Number(link.dataset.from), here: link.hasAttribute("aria-current"),
  })) : [];
  const lastBefore = (list, time) => {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle].start <= time) low = middle + 1; else high = middle;
    }
    return low - 1;
  };

  const go = (seconds, play) => {
    player.currentTime = Math.min(Math.max(0, seconds), length());
    follow();
    if (play) player.play().catch(() => {});
  };
  const toggle = () => (player.paused ? player.play().catch(() => {}) : player.pause());
  const byChapter = (step) => {
    const now = lastBefore(chapters, player.currentTime + 0.05);
    const back = step < 0 && now >= 0 && player.currentTime - chapters[now].start > 3;
    const target = chapters[back ? now : now + step];
    if (target) go(target.start); else if (step < 0) go(0);
  };

  // The words follow the voice; the page goes along for as long as they are on the screen.
  let current = -1, chapter = -1;
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const bring = (element) => element.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  const follow = () => {
    const time = player.currentTime, page = pages[Math.max(0, lastBefore(pages, time + 0.02))];
    const away = page && !page.here, next = away ? -1 : lastBefore(words, time + 0.02);
    if (page) {
      find("elsewhere").hidden = !away;
      find("elsewhere").firstElementChild.href = page.link.href;
    }
    if (next !== current) {
      const from = words[current], to = words[next];
      from?.word.classList.remove("now");
      to?.word.classList.add("now");
      if (from?.sentence !== to?.sentence) {
        from?.sentence.classList.remove("saying");
        to?.sentence.classList.add("saying");
      }
      if (from && to && isSeen(from.word)) {
        const box = to.word.getBoundingClientRect();
        if (box.top < 60 || box.bottom > innerHeight * 0.7) bring(to.word);
      }
      current = next;
    }
    const at = lastBefore(chapters, time + 0.05);
    if (at !== chapter) {
      chapters[chapter]?.link.removeAttribute("aria-current");
      chapters[at]?.link.setAttribute("aria-current", "true");
      find("chapter").textContent = chapters[at]?.title ?? "";
      chapter = at;
      tell();
    }
    seek.value = time;
    seek.parentElement.style.setProperty("--done", `${(100 * time) / length()}%`);
    seek.setAttribute("aria-valuetext", `${clock(time)} of ${clock(length())}`);
    find("now").textContent = clock(time);
  };
  const frame = () => {
    follow();
    if (!player.paused) requestAnimationFrame(frame);
  };
  const shown = () => {
    const button = find("play");
    button.setAttribute("aria-label", player.paused ? "Play" : "Pause");
    button.querySelector("path").setAttribute("d", player.paused ? "M8 5v14l11-7z" : "M7 5h4v14H7zM13 5h4v14h-4z");
    root.classList.toggle("playing", !player.paused);
  };
  const measured = () => {
    seek.max = length();
    find("length").textContent = clock(length());
    find("ticks").replaceChildren(...chapters.slice(1).map(({ start }) => {
      const tick = document.createElement("i");
      tick.style.left = `${(100 * start) / length()}%`;
      return tick;
    }));
    follow();
  };

  // What the system shows on a locked screen, and what its keys do.
  const tell = () => {
    if (!navigator.mediaSession) return;
    navigator.mediaSession.metadata = new MediaMetadata({
      title: chapters[chapter] ? `${chapters[chapter].title} · ${title}` : title, artist: show, album: show,
      artwork: cover?.src.startsWith("http") ? [{ src: cover.src }] : [],
    });
  };
  const actions = {
    play: () => player.play(), pause: () => player.pause(), previoustrack: () => byChapter(-1), nexttrack: () => byChapter(1),
    seekbackward: (told) => go(player.currentTime - (told.seekOffset || 15)),
    seekforward: (told) => go(player.currentTime + (told.seekOffset || 30)), seekto: (told) => go(told.seekTime),
  };
  for (const [name, action] of Object.entries(actions)) {
    try { navigator.mediaSession?.setActionHandler(name, action); } catch { /* An action that this browser does not know. */ }
  }

  // Where this page is: beside a server's own address, or as it was published when it lies on a disk.
  const home = () => (location.protocol.startsWith("http") ? location.href.split(/[?#]/)[0] : document.querySelector("link[rel=canonical]").href);
  const share = () => {
    const seconds = Math.floor(player.currentTime);
    find("at").textContent = clock(seconds);
    find("link").value = home() + (find("from").checked && seconds ? `#t=${seconds}` : "");
    const frame = document.createElement("iframe");
    for (const [name, value] of [["src", `${home()}?embed`], ["title", title], ["width", "100%"], ["height", "190"], ["loading", "lazy"], ["style", "border:0"]])
      frame.setAttribute(name, value);
    find("frame").value = frame.outerHTML;
  };
  const copy = async (field) => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      // A page that is not from a secure address has no clipboard of that kind.
      document.execCommand("copy");
    }
    find("told").textContent = "Copied";
  };

  player.addEventListener("loadedmetadata", measured);
  player.addEventListener("play", () => { shown(); tell(); frame(); });
  for (const name of ["pause", "ended"]) player.addEventListener(name, shown);
  for (const name of ["timeupdate", "seeked"]) player.addEventListener(name, follow);
  seek.addEventListener("input", () => go(Number(seek.value)));
  find("play").addEventListener("click", toggle);
  find("back").addEventListener("click", () => go(player.currentTime - 15));
  find("on").addEventListener("click", () => go(player.currentTime + 30));
  find("before").addEventListener("click", () => byChapter(-1));
  find("after").addEventListener("click", () => byChapter(1));
  find("rate").addEventListener("change", (event) => { player.playbackRate = Number(event.target.value); });
  // On another page the programme goes on where it is, as far as the browser lets a page begin to play.
  const turn = (link) => location.assign(`${link.href.split("#")[0]}#t=${player.currentTime.toFixed(2)}${player.paused ? "" : "&play"}`);
  find("words").addEventListener("click", () => {
    if (pages.length && !find("elsewhere").hidden) return turn(find("elsewhere").firstElementChild);
    const to = words[Math.max(0, current)];
    if (to) bring(to.word);
  });
  find("share").addEventListener("click", () => { find("told").textContent = ""; share(); find("sharing").showModal(); });
  find("from").addEventListener("change", share);
  for (const button of document.querySelectorAll("[data-copy]")) button.addEventListener("click", () => copy(find(button.dataset.copy)));
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const link = event.target.closest("a[href*='#t=']"), word = event.target.closest(".w");
    const other = event.target.closest("#elsewhere a");
    if (other) {
      event.preventDefault();
      turn(other);
    } else if (link) {
      event.preventDefault();
      go(place(link.hash), true);
    } else if (word && getSelection().isCollapsed) {
      go(starts.get(word), true);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, target } = event, step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (target.closest("dialog, select, textarea, input:not([type=range])")) return;
    if (key === " " && !target.closest("button")) toggle();
    else if (step && event.shiftKey) byChapter(step);
    else if (step) go(player.currentTime + 10 * step);
    else return;
    event.preventDefault();
  });
  const arrive = () => {
    const seconds = place(location.hash);
    if (seconds === null) return;
    go(seconds, location.hash.endsWith("&play"));
    if (current >= 0 && !root.classList.contains("embed")) words[current].word.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", arrive);

  root.classList.add("js");
  if (new URLSearchParams(location.search).has("embed")) {
    root.classList.add("embed");
    for (const link of document.querySelectorAll("a")) link.target = "_blank";
  }
  player.controls = false;
  find("controls").hidden = false;
  for (const hidden of document.querySelectorAll(".scripted")) hidden.hidden = false;
  measured();
  shown();
  arrive();
})();

// The list asks again for states that were not known when the page was made: whether an episode is out at its target.

const asking = () => [...document.querySelectorAll("[data-asking]")];

async function look() {
  for (const feed of new Set(asking().map((row) => row.dataset.feed))) {
    const answer = await fetch(`/api/feeds/${encodeURIComponent(feed)}/states`);
    if (!answer.ok) return;
    const told = await answer.json();
    for (const row of asking().filter((one) => one.dataset.feed === feed)) {
      const now = told[row.dataset.slug];
      if (!now || now.asking) continue;
      const state = row.querySelector(".state");
      state.textContent = now.state;
      state.className = `state ${now.state.replaceAll(" ", "-")}`;
      row.querySelectorAll(".changed").forEach((one) => one.remove());
      for (const text of now.changed) {
        const told = document.createElement("span");
        told.className = "changed";
        told.textContent = text;
        row.querySelector(".what").append(told);
      }
      delete row.dataset.asking;
    }
  }
  if (asking().length) setTimeout(look, 1000);
}
if (asking().length) setTimeout(look, 300);

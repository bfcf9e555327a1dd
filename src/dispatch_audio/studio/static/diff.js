// Differences, shown line by line.
import { fill, h } from "./dom.js";

export function showDiff(box, text) {
  const rows = text.split("\n").filter((line) => line && !line.startsWith("---") && !line.startsWith("+++"));
  fill(box, ...rows.map((line) => {
    if (line.startsWith("@@")) return h("p", { class: "hunk" }, "⋯");
    const kind = { "+": "plus", "-": "minus" }[line[0]] ?? "";
    return h("p", { class: kind }, h("span", { class: "sign", "aria-hidden": "true" }, line[0] === " " ? "" : line[0]), kind ? h("span", { class: "unseen" }, kind === "plus" ? "added: " : "taken away: ") : null, line.slice(1) || " ");
  }));
}

/** Two versions side by side, what each has alone marked. */
export function showBoth(one, other, mine, theirs) {
  const [inTheirs, inMine] = [new Set(theirs), new Set(mine)];
  const rows = (lines, known, kind) => lines.map((line) => h("p", { class: known.has(line) ? "" : kind }, line));
  fill(one, ...rows(mine, inTheirs, "plus"));
  fill(other, ...rows(theirs, inMine, "minus"));
  for (const box of [one, other]) box.querySelector(".plus, .minus")?.scrollIntoView({ block: "center" });
}

// What the page asks of the studio's server.

const { feed, slug } = document.body.dataset;

/** How the dispatch is to be heard; empty where as the feed says. Kept for this dispatch while the window is open. */
export const choices = { voice: "", sound: "", length: "", ...JSON.parse(sessionStorage.getItem(`choices ${feed} ${slug}`) || "{}") };

export function choose(changed) {
  Object.assign(choices, changed);
  sessionStorage.setItem(`choices ${feed} ${slug}`, JSON.stringify(choices));
}

export class Refused extends Error {
  constructor(status, told) {
    super(told.error || `the studio answers ${status}`);
    this.status = status;
    this.told = told;
  }
}

function address(path) {
  const asked = new URLSearchParams(Object.entries(choices).filter(([, value]) => value));
  return `/api/feeds/${encodeURIComponent(feed)}/${path}${asked.size ? `?${asked}` : ""}`;
}

export async function askFeed(path, method = "GET", body = undefined, signal = undefined) {
  let answer;
  try {
    answer = await fetch(address(path), {
      method,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: body === undefined ? {} : { "content-type": "application/json" },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { error: "the studio does not answer; is `dispatch-audio preview` still running?" });
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, told);
  return told;
}

export const ask = (path, method, body, signal) => askFeed(`${encodeURIComponent(slug)}/${path}`, method, body, signal);

export const audioAddress = (name) => `/api/feeds/${encodeURIComponent(feed)}/${encodeURIComponent(slug)}/audio?name=${encodeURIComponent(name)}`;

export async function clip(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Refused(answer.status, { error: "the clip is gone; play the line again" });
  return answer.arrayBuffer();
}

"use strict";
(() => {
  const feed = document.getElementById("feed"), copy = document.getElementById("copy"), told = document.getElementById("told");
  // The page may be served from anywhere; the feed lies beside it.
  if (location.protocol.startsWith("http")) {
    const address = new URL(document.querySelector("link[rel=alternate]").getAttribute("href"), location.href).href;
    feed.textContent = address;
    for (const link of document.querySelectorAll("[data-form]"))
      link.href = link.dataset.form.replace("{bare}", () => address.split("://")[1]).replace("{url}", () => encodeURIComponent(address));
  }
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    getSelection().selectAllChildren(feed);
    try {
      await navigator.clipboard.writeText(feed.textContent);
    } catch {
      // A page that is not from a secure address has no clipboard of that kind.
      document.execCommand("copy");
    }
    told.textContent = "Copied";
  });
})();

// The page's elements, made without HTML: every text is text.

/** An element with attributes, listeners (`onclick`) and children; false and null are left out. */
export function h(name, given = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(given)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...there(children));
  return element;
}

const there = (children) => children.flat().filter((child) => child !== null && child !== false && child !== undefined);

/** Puts these children in place of those that an element has; null and false are left out. */
export function fill(element, ...children) {
  element.replaceChildren(...there(children));
}

const SVG = "http://www.w3.org/2000/svg";

export function svg(name, given = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(given)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

export const $ = (id) => document.getElementById(id);

/** Makes the children of `parent` those of `items`, keeping the elements that are there: what is focused stays so. */
export function reconcile(parent, items, key, make, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let at = parent.firstElementChild;
  for (const item of items) {
    const name = key(item);
    let element = known.get(name);
    if (element) known.delete(name);
    else {
      element = make(item);
      element.dataset.key = name;
    }
    if (element === at) at = at.nextElementSibling;
    else parent.insertBefore(element, at);
    update(element, item);
  }
  for (const element of known.values()) element.remove();
}

/** Minutes and seconds: `7:05`. */
export function clock(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Says something to who cannot see it. */
export function announce(text) {
  $("live").textContent = text;
}

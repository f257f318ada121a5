// Highlights what htmx swaps, with DEBUG only: {% partials_debug %} loads it, a response header tells it what came.
// htmx 2 and htmx 4. Styles are set by the script itself and by debug.css, so that a strict Content-Security-Policy holds.
(() => {
  const HEADER = "X-Htmx-Partials";
  const SHOWN_MS = 4000;

  const script = document.currentScript;
  const known = new Map(); // the partials of the pages that were seen in this document, by name and place
  learn(JSON.parse(script.dataset.partials));

  function learn(partials) {
    for (const partial of partials) known.set(`${partial.name} ${partial.location}`, { ...partial, page: location.pathname });
  }

  // -- What was swapped ---------------------------------------------------------------

  const swaps = new Map(); // those under way, by their XMLHttpRequest or, in htmx 4, their context

  function begin(key, header, target) {
    if (!header || swaps.has(key)) return;
    const swap = { data: JSON.parse(header), target, added: new Set() };
    swap.note = (records) => {
      for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) swap.added.add(node);
    };
    swap.observer = new MutationObserver(swap.note);
    swap.observer.observe(document.documentElement, { childList: true, subtree: true });
    // An answer without elements ends without an event in htmx 2.
    swap.timer = setTimeout(() => finish(key), 500);
    swaps.set(key, swap);
  }

  function finish(key) {
    const swap = swaps.get(key);
    if (!swap) return;
    swaps.delete(key);
    clearTimeout(swap.timer);
    swap.note(swap.observer.takeRecords());
    swap.observer.disconnect();
    requestAnimationFrame(() => styled.then(() => show(swap)));
  }

  // htmx 2
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    begin(detail.xhr, detail.xhr.getResponseHeader(HEADER), detail.target);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => finish(detail.xhr));

  // htmx 4
  document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
    const target = typeof ctx.target === "string" ? document.querySelector(ctx.target) : ctx.target;
    begin(ctx, ctx.response?.headers.get(HEADER), target);
  });
  document.addEventListener("htmx:finally:swap", ({ detail: { ctx } }) => finish(ctx));

  function show({ data, target, added }) {
    learn(data.partials || []);
    const news = [...added].filter((element) => element.isConnected && element !== host);
    const roots = news.filter((element) => !news.some((other) => other !== element && other.contains(element)));
    const isTaken = new Set();
    const marks = [];
    for (const part of data.companions) {
      const elements = placesOf(part, roots);
      for (const element of elements) isTaken.add(element);
      marks.push({ part, elements, kind: "companion", why: "companion" });
    }
    const own = roots.filter((root) => ![...isTaken].some((taken) => taken.contains(root)));
    if (data.kind === "fragment") {
      const kind = data.partial.empty ? "empty" : "main";
      const why = data.partial.empty || data.reason;
      marks.unshift({ part: data.partial, elements: placesOfMain(target, own), kind, why });
    } else if (data.kind === "other") {
      const part = { name: "no partial", link: "" };
      marks.unshift({ part, elements: placesOfMain(target, own), kind: "other", why: data.reason });
    }
    const shown = marks.flatMap(({ elements }) => elements);
    const isOver = ({ about }) => !about?.isConnected || shown.some((element) => element.contains(about));
    for (const element of drawn("swap")) if (isOver(element)) element.remove();
    for (const mark of marks) draw(mark, "swap");
    for (const part of data.hidden) note(`${part.name}: ${part.empty}`, part.link);
    for (const { part, elements, kind, why } of marks) if (!elements.length && kind !== "companion") note(`${part.name}: ${why}`, part.link);
    const drawing = drawn("swap").filter(({ isTimed }) => !isTimed);
    for (const element of drawing) element.isTimed = true;
    setTimeout(() => fade(drawing), SHOWN_MS);
  }

  // The target as a whole where all of it is new or nothing in it is, else what was added to it or in its place.
  function placesOfMain(target, own) {
    if (!target?.isConnected) return own;
    const children = [...target.children];
    const inside = own.filter((element) => target.contains(element));
    if (target !== document.body && children.every((child) => inside.includes(child))) return [target];
    return inside.length || own.length ? own : [target];
  }

  function placesOf(part, roots) {
    if (part.id) return [document.getElementById(part.id)].filter(Boolean);
    if (!part.swap) return [];
    const places = selected(part.swap.slice(part.swap.indexOf(":") + 1));
    const inside = roots.filter((root) => places.some((place) => place.contains(root)));
    return inside.length ? inside : places;
  }

  function selected(selector) {
    try {
      return [...document.querySelectorAll(selector)];
    } catch {
      return []; // one of htmx's own
    }
  }

  // -- What the page has --------------------------------------------------------------

  let showsPage = false;

  document.addEventListener("keydown", (event) => {
    const isKey = event.code === "KeyP" && event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!isKey && !(event.key === "Escape" && showsPage)) return;
    event.preventDefault();
    showsPage = isKey && !showsPage;
    styled.then(drawPage);
  });

  function drawPage() {
    clear("page");
    legend.hidden = !showsPage;
    if (!showsPage) return;
    clear("swap");
    legend.replaceChildren(make("h2", "", "Partials of this page"), make("ul"), make("small", "", "Esc closes"));
    for (const part of known.values()) {
      const elements = part.ids.flatMap(withId).filter((element) => element.getClientRects().length);
      if (!elements.length && part.page !== location.pathname) continue; // of a page that the reader has left
      draw({ part, elements, kind: "page", why: part.location }, "page");
      const item = make("li", elements.length ? "" : "absent");
      const times = elements.length > 1 ? `, ${elements.length} times` : "";
      item.append(linkTo(part), make("small", "", part.location + (elements.length ? times : ", not on the page now")));
      legend.querySelector("ul").append(item);
    }
  }

  function withId(pattern) {
    if (!pattern.includes("*")) return [document.getElementById(pattern)].filter(Boolean);
    const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const matcher = new RegExp(`^${parts.join(".+")}$`, "s");
    return [...document.querySelectorAll("[id]")].filter((element) => matcher.test(element.id));
  }

  // -- Drawing ------------------------------------------------------------------------

  // In the top layer, above dialogs, and in a shadow, where no style of the page reaches.
  const host = make("div");
  host.id = "htmx-partials-debug";
  host.popover = "manual";
  const shadow = host.attachShadow({ mode: "open" });
  const style = make("link");
  style.rel = "stylesheet";
  style.href = script.dataset.style;
  style.nonce = script.nonce;
  const layer = make("div", "layer");
  const notes = make("div", "notes");
  notes.setAttribute("role", "status");
  const legend = make("nav", "legend");
  legend.setAttribute("aria-label", "Partials of this page");
  legend.hidden = true;
  shadow.append(style, layer, notes, legend);
  // Labels are placed by their sizes.
  const styled = new Promise((resolve) => {
    style.addEventListener("load", resolve);
    style.addEventListener("error", resolve);
  });
  document.documentElement.append(host);

  function raise() {
    if (host.matches(":popover-open")) host.hidePopover();
    host.showPopover();
  }

  function draw({ part, elements, kind, why }, group) {
    raise();
    elements.forEach((element, index) => {
      const rect = rectOf(element);
      const box = make("div", `box ${kind}`);
      box.dataset.group = group;
      box.about = element;
      place(box, rect.left + scrollX, rect.top + scrollY);
      box.style.width = `${rect.width}px`;
      box.style.height = `${rect.height}px`;
      layer.append(box);
      if (!index) label(part, kind, elements, why, group, rect);
    });
  }

  // That of an element without a height of its own is that of the first thing in it which has one: a dialog, say.
  function rectOf(element) {
    const rects = [element, ...element.querySelectorAll("*")].map((each) => each.getBoundingClientRect());
    return rects.find(({ width, height }) => width && height) || rects[0];
  }

  function label(part, kind, elements, why, group, rect) {
    const text = make("div", `label ${kind}`);
    text.dataset.group = group;
    text.about = elements[0];
    const times = elements.length;
    text.append(linkTo(part), ...(times > 1 ? [make("span", "", `${times} times`)] : []), words(why));
    if (part.size !== undefined && !part.empty) text.append(make("small", "", `${part.size.toLocaleString("en")} B`));
    layer.append(text);
    const width = document.documentElement.clientWidth;
    const size = text.getBoundingClientRect();
    const left = Math.max(4, Math.min(rect.left, width - size.width - 4));
    let top = Math.max(rect.top - size.height, Math.min(4, rect.bottom));
    // Not on top of another one.
    const others = [...layer.querySelectorAll(".label")].filter((other) => other !== text).map((other) => other.getBoundingClientRect());
    for (let tries = 0; tries < others.length; tries++) {
      const below = others.find((other) => top < other.bottom && other.top < top + size.height && left < other.right && other.left < left + size.width);
      if (!below) break;
      top = below.bottom + 1;
    }
    place(text, left + scrollX, top + scrollY);
  }

  function note(text, link) {
    raise();
    const line = make("p");
    line.dataset.group = "swap";
    line.about = document.body; // which nothing takes away
    line.append(link ? linkTo({ name: text, link }) : words(text));
    notes.append(line);
  }

  function linkTo({ name, link }) {
    const element = make(link ? "a" : "b", "", name);
    if (link) element.href = link;
    return element;
  }

  // What stands between backticks is code.
  function words(text) {
    const element = make("small");
    text.split("`").forEach((part, index) => element.append(index % 2 ? make("code", "", part) : part));
    return element;
  }

  function place(element, left, top) {
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
  }

  function drawn(group) {
    return [...shadow.querySelectorAll(`[data-group="${group}"]`)];
  }

  function clear(group) {
    for (const element of drawn(group)) element.remove();
  }

  // What the pointer is on, or the focus in, stays until it goes.
  function fade(drawing) {
    if (drawing.some((element) => element.matches(":hover, :focus-within"))) {
      setTimeout(() => fade(drawing), 500);
      return;
    }
    for (const element of drawing) {
      element.classList.add("fading");
      setTimeout(() => element.remove(), parseFloat(getComputedStyle(element).transitionDuration) * 1000 || 0);
    }
  }

  function make(name, classes = "", text = "") {
    const element = document.createElement(name);
    if (classes) element.className = classes;
    if (text) element.textContent = text;
    return element;
  }
})();

// The search in the bar: suggestions by kind while one types, driven by keys (a combobox as WAI-ARIA
// describes it). The document says its language and its frames their names from here too.

const DELAY_MS = 120;

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const words = data.words;
  const input = parentElement.querySelector("input");
  const list = parentElement.querySelector(".finder-list");
  const told = parentElement.querySelector(".finder-told");
  input.placeholder = words.hint;
  input.setAttribute("aria-label", words.label);
  list.setAttribute("aria-label", words.label);
  document.documentElement.lang = data.language === "zh" ? "zh-CN" : "en";

  let options = [], active = -1, asked = 0, timer = 0;

  function element(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text; // never markup: names are untrusted
    return node;
  }

  function open(on) {
    list.hidden = !on;
    input.setAttribute("aria-expanded", String(on));
    if (!on) { active = -1; input.removeAttribute("aria-activedescendant"); }
  }

  function mark(number) {
    options.forEach((one, at) => one.setAttribute("aria-selected", String(at === number)));
    active = number;
    if (number < 0) { input.removeAttribute("aria-activedescendant"); return; }
    input.setAttribute("aria-activedescendant", options[number].id);
    options[number].scrollIntoView({ block: "nearest" });
  }

  function choose(hit) {
    open(false);
    input.value = hit.title;
    setTriggerValue("chosen", { kind: hit.kind, id: hit.id, n: Date.now() });
  }

  function draw(groups) {
    list.replaceChildren();
    options = [];
    groups.forEach((group, at) => {
      const box = element("div", "finder-group");
      const title = element("div", "finder-title", group.title);
      title.id = `finder-group-${at}`;
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", title.id);
      box.append(title);
      group.hits.forEach((hit) => {
        const option = element("div", "finder-option");
        option.id = `finder-option-${options.length}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(element("span", "finder-name", hit.title),
          element("span", "finder-beside", [hit.beside, words.by[hit.by]].filter(Boolean).join(" · ")));
        option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(hit); });
        option.planHit = hit;
        options.push(option);
        box.append(option);
      });
      if (group.more) box.append(element("div", "finder-more", words.more.replace("{count}", group.more)));
      list.append(box);
    });
    if (!options.length) list.append(element("div", "finder-none", words.none));
    told.textContent = options.length ? words.count.replace("{count}", options.length) : words.none;
    active = -1;
    open(true);
  }

  async function ask() {
    const number = ++asked, query = input.value.trim().slice(0, 100);
    if (!query) { open(false); told.textContent = ""; return; }
    const base = (window.__streamlit || {}).BACKEND_BASE_URL || document.baseURI;
    const address = new URL("plan-find", base);
    address.search = new URLSearchParams({ q: query, lang: data.language });
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(String(answer.status));
      const groups = (await answer.json()).groups;
      if (number === asked) draw(groups);
    } catch (error) {
      if (number !== asked) return;
      list.replaceChildren(element("div", "finder-none", words.failed));
      told.textContent = words.failed;
      open(true);
    }
  }

  input.oninput = () => { clearTimeout(timer); timer = setTimeout(ask, DELAY_MS); };
  input.onfocus = () => { if (input.value.trim() && options.length) open(true); };
  input.onblur = () => open(false);
  input.onkeydown = (event) => {
    if (event.isComposing) return; // pinyin that is still being typed
    const last = options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { if (options.length) open(true); else ask(); return; }
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(active < 0 ? (step > 0 ? 0 : last) : (active + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (list.hidden) { ask(); return; }
      const chosen = options[active < 0 ? 0 : active];
      if (chosen) choose(chosen.planHit);
    } else if (event.key === "Escape") {
      if (list.hidden) input.value = "";
      open(false);
    } else if (event.key === "Home" || event.key === "End") {
      if (!list.hidden && active >= 0) { event.preventDefault(); mark(event.key === "Home" ? 0 : last); }
    }
  };

  // Frames of maps have a name in the page's language, and so has what Streamlit itself says:
  // it has no setting for its own words.
  const spoken = new Map(Object.entries(data.leftovers));
  const starts = Object.entries(data.starts);

  function said(text) {
    const plain = (text || "").trim();
    if (spoken.has(plain)) return spoken.get(plain);
    const start = starts.find(([english]) => plain.startsWith(english));
    return start ? start[1].replace("{rest}", plain.slice(start[0].length)) : null;
  }

  function translate(node) {
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      const found = node.hasAttribute(name) ? said(node.getAttribute(name)) : null;
      if (found !== null) node.setAttribute(name, found);
    }
    if (node.childNodes.length === 1 && node.firstChild.nodeType === Node.TEXT_NODE) {
      const found = said(node.textContent);
      if (found !== null) node.firstChild.data = found;
    }
  }

  let pending = false;
  function sweep() {
    pending = false;
    document.querySelectorAll('iframe[src*="streamlit_folium"]').forEach((frame) =>
      frame.setAttribute("aria-label", words.map));
    if (spoken.size || starts.length) {
      document.querySelectorAll(data.where).forEach(translate);
    }
  }
  sweep();
  const watch = new MutationObserver(() => {
    if (!pending) { pending = true; requestAnimationFrame(sweep); }
  });
  watch.observe(document.body, { childList: true, subtree: true });
  return () => { watch.disconnect(); clearTimeout(timer); };
}

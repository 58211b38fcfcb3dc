// Search over the index that Pagefind made. The page is whole without it: then it is a plain index.
(function () {
  "use strict";
  const form = document.querySelector("[data-search]");
  if (!form || location.protocol === "file:") return;
  const told = form.querySelector("[data-told]");
  const list = form.querySelector("[data-found]");
  const word = form.elements.q;
  const narrow = [...form.querySelectorAll("select")];
  const MOST = 30;
  let turn = 0;

  // Within an element, as a parser drops the spaces that a document begins with.
  const plain = (html) => new DOMParser().parseFromString(`<p>${html}`, "text/html").body.textContent;

  // Pagefind marks the words it found; everything else of the excerpt is text, not markup.
  function excerpt(html) {
    const p = document.createElement("p");
    html.split(/<mark>|<\/mark>/).forEach((piece, n) => {
      const at = n % 2 ? p.appendChild(document.createElement("mark")) : p;
      at.append(plain(piece));
    });
    return p;
  }

  function item(found) {
    const li = document.createElement("li");
    const a = li.appendChild(document.createElement("a"));
    a.href = found.url;
    a.textContent = found.meta.title;
    li.append(excerpt(found.excerpt));
    return li;
  }

  function chosen() {
    return Object.fromEntries(narrow.filter((s) => s.value).map((s) => [s.name, s.value]));
  }

  function keep() {
    const query = new URLSearchParams(chosen());
    if (word.value.trim()) query.set("q", word.value.trim());
    const text = query.toString();
    history.replaceState(null, "", text ? `?${text}` : location.pathname);
  }

  async function search(pagefind) {
    const mine = ++turn;
    keep();
    const filters = chosen();
    const asked = word.value.trim() || (Object.keys(filters).length ? null : "");
    if (asked === "") {
      list.replaceChildren();
      told.textContent = "";
      return;
    }
    const found = await pagefind.search(asked, { filters });
    const shown = await Promise.all(found.results.slice(0, MOST).map((r) => r.data()));
    if (mine !== turn) return;
    list.replaceChildren(...shown.map(item));
    const all = found.results.length;
    const rest = all > MOST ? `; the first ${MOST} are shown` : "";
    told.textContent = all ? `${all} ${all === 1 ? "page" : "pages"} found${rest}` : "Nothing found";
  }

  async function open() {
    const pagefind = await import(new URL(form.dataset.search, location.href).href);
    await pagefind.init();
    const known = await pagefind.filters();
    const asked = new URLSearchParams(location.search);
    for (const select of narrow) {
      for (const value of Object.keys(known[select.name] || {}).sort()) {
        select.append(new Option(value, value));
      }
      select.value = asked.get(select.name) || "";
      if (select.selectedIndex < 0) select.value = "";
      select.addEventListener("change", () => search(pagefind));
    }
    word.value = asked.get("q") || "";
    let wait;
    word.addEventListener("input", () => {
      clearTimeout(wait);
      wait = setTimeout(() => search(pagefind), 150);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.hidden = false;
    document.querySelector("[data-plain]").hidden = true;
    search(pagefind);
  }

  open().catch(() => {});
})();

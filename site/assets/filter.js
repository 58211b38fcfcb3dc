// Filters the matrix, keeps the choice in the address, and gives the rows shown as CSV. The page is complete without it.
"use strict";

(() => {
  const table = document.querySelector("table[data-filter]");
  const place = document.querySelector("[data-controls]");
  if (!table || !place) return;

  const heads = [...table.querySelectorAll("thead th[data-provision]")];
  const groups = [...table.querySelectorAll("thead .groups th")];
  let at = 0;
  const under = new Map(groups.map((group) => [group, heads.slice(at, at += group.colSpan)]));
  const rows = [...table.querySelectorAll("tr[data-jurisdiction]")];
  const heading = new Map(heads.map((head) => [head.dataset.provision, head]));
  const nameOf = (provision) => heading.get(provision).textContent.trim();
  const make = (tag, words = "", more = {}) => Object.assign(document.createElement(tag), { textContent: words }, more);
  const distinct = (list) => [...new Set(list.filter(Boolean))].sort();
  const every = (name) => distinct([...table.querySelectorAll("td[data-provision]")].map((cell) => cell.dataset[name]));
  const same = (list) => list.map((value) => [value, value]);
  const said = { no: "silent, or no as stated", machine: "read by billwatch", review: "decided by a person", published: "published by others" };
  const spoken = (list) => list.map((value) => [value, said[value] || value]);

  // What can be chosen: of columns, of rows, of cells. The cells are asked when somebody wants to choose, not while the page opens.
  const labels = {
    provision: "Provision", group: "Group", in: "Jurisdiction", region: "Region", value: "Answer",
    status: "Status", bound: "Binds", origin: "Origin", since: "Year, from", until: "Year, to",
  };
  const chosen = Object.fromEntries(Object.keys(labels).map((kind) => [kind, new Set()]));
  const weights = new Map();
  let kinds = null;

  function options() {
    const years = same(every("year"));
    return {
      provision: heads.map((h) => [h.dataset.provision, h.textContent.trim()]),
      group: same([...new Set(heads.map((h) => h.dataset.group))]),
      in: rows.map((r) => [r.dataset.jurisdiction, r.cells[0].firstChild.textContent]),
      region: same(distinct(rows.map((r) => r.dataset.region))),
      value: spoken(every("value")),
      status: same(every("status")),
      bound: same(every("bound")),
      origin: spoken(every("origin")),
      since: years,
      until: years,
    };
  }

  function read() {
    const given = new URLSearchParams(location.search);
    for (const [kind, all] of Object.entries(kinds)) {
      const known = new Set(all.map(([value]) => value));
      chosen[kind] = new Set(given.getAll(kind).filter((value) => known.has(value)));
    }
    for (const part of (given.get("w") || "").split(",")) {
      const [provision, weight] = part.split(":");
      const number = Number(weight);
      if (heading.has(provision) && number > 0 && number <= 9) weights.set(provision, Math.round(number));
    }
  }

  function write() {
    const query = new URLSearchParams();
    for (const [kind, values] of Object.entries(chosen)) for (const value of values) query.append(kind, value);
    if (weights.size) query.set("w", [...weights].map(([p, w]) => `${p}:${w}`).join(","));
    const words = query.toString();
    history.replaceState(null, "", (words ? `?${words}` : location.pathname) + location.hash);
  }

  const any = (kind, value) => !chosen[kind].size || chosen[kind].has(value || "");
  const column = (provision) => any("provision", provision) && any("group", heading.get(provision).dataset.group);
  const narrowed = () => ["value", "status", "bound", "origin", "since", "until"].some((kind) => chosen[kind].size);

  function speaks(cell) {
    const { value, status, bound, origin, year } = cell.dataset;
    const [since] = chosen.since, [until] = chosen.until;
    return any("value", value) && any("status", status) && any("bound", bound) && any("origin", origin)
      && (!since || (year && year >= since)) && (!until || (year && year <= until));
  }

  function show() {
    const wanted = new Set(heads.map((h) => h.dataset.provision).filter(column));
    heads.forEach((head) => { head.hidden = !wanted.has(head.dataset.provision); });
    groups.forEach((group) => {
      const n = under.get(group).filter((head) => !head.hidden).length;
      group.hidden = n === 0;
      group.colSpan = n || 1;
    });
    let shown = 0, answers = 0;
    for (const row of rows) {
      let hits = 0;
      for (const cell of row.querySelectorAll("td[data-provision]")) {
        cell.hidden = !wanted.has(cell.dataset.provision);
        const hit = speaks(cell);
        cell.classList.toggle("off", !hit);
        if (hit && !cell.hidden) hits += 1;
      }
      row.hidden = !any("in", row.dataset.jurisdiction) || !any("region", row.dataset.region) || (narrowed() && hits === 0);
      if (!row.hidden) { shown += 1; answers += hits; }
    }
    for (const apart of table.querySelectorAll("tr.apart")) {
      apart.hidden = [...apart.parentNode.querySelectorAll("tr[data-jurisdiction]")].every((row) => row.hidden);
      apart.cells[0].colSpan = wanted.size + 1;
    }
    tiles.forEach((tile) => tile.classList.toggle("on", chosen.in.has(tile.dataset.choose)));
    score(wanted);
    clear.hidden = !weights.size && !Object.values(chosen).some((values) => values.size);
    chips(shown, answers, wanted.size);
    write();
  }

  // The reader's own weights: the share of the weight whose questions have a yes (whole) or partly (half).
  // What was not read counts as nothing and is told, for it is no "no": the share is then the least it can be.
  function score(wanted) {
    for (const row of rows) {
      row.querySelector(".own")?.remove();
      if (!weights.size) continue;
      let got = 0, most = 0, asked = 0, open = 0;
      for (const [provision, weight] of weights) {
        if (!wanted.has(provision)) continue;
        const value = row.querySelector(`td[data-provision="${provision}"]`).dataset.value;
        got += weight * ({ yes: 1, partly: 0.5 }[value] || 0);
        most += weight;
        asked += 1;
        if (["not read", "unknown", "unclear"].includes(value)) open += 1;
      }
      const share = `${open ? "at least " : ""}${Math.round((100 * got) / most)}% of your weights`;
      const told = open ? `${share}; ${open} of ${asked} not known` : share;
      row.cells[0].append(make("span", !most ? "" : open === asked ? " not known" : ` ${told}`, { className: "own" }));
    }
  }

  const bar = make("div", "", { className: "fields" });
  const selects = {};
  function controls() {
    for (const [kind, all] of Object.entries(kinds)) {
      if (all.length < 2) continue;
      const field = make("label", `${labels[kind]} `);
      const select = make("select");
      select.append(make("option", "any", { value: "" }), ...all.map(([value, words]) => make("option", words, { value })));
      select.addEventListener("change", () => {
        if (kind === "since" || kind === "until") chosen[kind].clear();
        if (select.value) chosen[kind].add(select.value);
        select.value = "";
        show();
      });
      field.append(select);
      bar.append(field);
      selects[kind] = select;
    }
  }

  const list = make("p", "", { className: "chosen" });
  const count = make("p", "", { className: "fine" });
  count.setAttribute("role", "status");
  function chips(shown, answers, columns) {
    list.replaceChildren();
    for (const [kind, values] of Object.entries(chosen)) {
      for (const value of values) {
        const words = `${labels[kind]}: ${kinds[kind].find(([known]) => known === value)[1]}`;
        const chip = make("button", `${words} ×`, { type: "button" });
        chip.setAttribute("aria-label", `Remove ${words}`);
        chip.addEventListener("click", () => { chosen[kind].delete(value); show(); selects[kind].focus(); });
        list.append(chip);
      }
    }
    tell(shown, columns, answers);
  }

  function tell(shown, columns, answers) {
    const filtered = narrowed() ? `, ${answers} cells match` : "";
    count.textContent = `${shown} of ${rows.length} jurisdictions, ${columns} of ${heads.length} provisions${filtered}`;
  }

  const guarded = (text) => (/^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text);
  const quoted = (text) => `"${guarded(text).replaceAll('"', '""')}"`;
  function csv() {
    const lines = [["jurisdiction", "provision", "value", "summary", "bound", "origin", "status", "year", "evidence"]];
    for (const row of rows.filter((r) => !r.hidden)) {
      for (const cell of row.querySelectorAll("td[data-provision]:not([hidden]):not(.off)")) {
        const link = cell.querySelector("a"), d = cell.dataset;
        lines.push([row.dataset.jurisdiction, d.provision, d.value, link.title, d.bound || "", d.origin || "", d.status || "", d.year || "", link.href]);
      }
    }
    return lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
  }

  function download() {
    const link = make("a", "", { href: URL.createObjectURL(new Blob([csv()], { type: "text/csv" })), download: "billwatch-filtered.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function weighing() {
    const box = make("details", "", { open: weights.size > 0 });
    box.append(make("summary", "Your own weights (kept in the address; nothing is sent)"));
    box.append(make("p", "Say from 0 to 9 how much each question matters to you. Beside each name then stands the share that its answers give: a yes counts whole, partly counts half.", { className: "fine" }));
    const fields = make("div", "", { className: "fields" });
    for (const head of heads) {
      const provision = head.dataset.provision;
      const field = make("label", `${nameOf(provision)} `);
      const input = make("input", "", { type: "number", min: 0, max: 9, value: weights.get(provision) || 0 });
      input.addEventListener("change", () => {
        const number = Math.min(9, Math.max(0, Math.round(Number(input.value) || 0)));
        if (number) weights.set(provision, number); else weights.delete(provision);
        show();
      });
      field.append(input);
      fields.append(field);
    }
    box.append(fields);
    return box;
  }

  // A tile of the map chooses a row, or lets go of it; without this script it leads there.
  const tiles = [...document.querySelectorAll("[data-choose]")];
  tiles.forEach((tile) => tile.addEventListener("click", (event) => {
    event.preventDefault();
    const code = tile.dataset.choose;
    build();
    if (!chosen.in.delete(code)) chosen.in.add(code);
    show();
  }));

  const more = make("details");
  more.append(make("summary", "Filter this table"));
  more.addEventListener("toggle", build);
  function build() {
    if (kinds) return;
    kinds = options();
    read();
    controls();
    more.append(bar, weighing());
  }

  const save = make("button", "These rows as CSV", { type: "button" });
  save.addEventListener("click", download);
  const clear = make("button", "Clear", { type: "button" });
  clear.addEventListener("click", () => {
    Object.values(chosen).forEach((values) => values.clear());
    weights.clear();
    place.querySelectorAll("input").forEach((input) => { input.value = 0; });
    show();
    more.firstChild.focus();
  });
  const tools = make("div", "", { className: "tools" });
  tools.append(count, save, clear);
  place.append(more, list, tools);
  clear.hidden = true;
  place.hidden = false;
  if (location.search) {
    build();
    more.open = Object.values(chosen).some((values) => values.size);
    show();
  } else {
    tell(rows.length, heads.length, 0);
  }
  setTimeout(() => table.classList.add("settled"), 1000);
})();

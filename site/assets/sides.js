// Narrows the comparison to the jurisdictions named in the address (?in=ct,ny). Without it the page shows all.
"use strict";

(() => {
  const table = document.querySelector("table[data-sides]");
  const place = document.getElementById("controls");
  if (!table || !place) return;

  const heads = [...table.tHead.rows[0].cells].slice(1);
  const names = new Map(heads.map((head) => [head.dataset.jurisdiction, head.textContent.trim()]));
  const rows = [...table.tBodies[0].rows];
  const make = (tag, words = "", more = {}) => Object.assign(document.createElement(tag), { textContent: words }, more);

  const given = new URLSearchParams(location.search);
  let chosen = (given.get("in") || "").split(",").filter((code) => names.has(code));
  let onlyDiffers = given.get("differ") === "1";

  const label = make("label", "Set beside each other: ");
  const choice = make("select", "", { id: "add" });
  choice.append(make("option", "choose…", { value: "" }));
  for (const [code, name] of names) choice.append(make("option", name, { value: code }));
  label.append(choice);
  const chips = make("p", "", { className: "chosen" });
  const tick = make("label", "", { className: "tick" });
  const box = make("input", "", { type: "checkbox", checked: onlyDiffers });
  tick.append(box, " only where they differ");
  const count = make("p", "", { className: "fine" });
  count.setAttribute("role", "status");
  place.append(label, tick, chips, count);
  place.hidden = false;

  const said = (row, code) => row.querySelector(`td[data-jurisdiction="${code}"]`);

  const tell = (shown, questions) => {
    count.textContent = `${shown} of ${names.size} jurisdictions, ${questions} of ${rows.length} questions`;
  };

  function show() {
    const all = chosen.length === 0;
    const wanted = new Set(chosen);
    heads.forEach((head) => { head.hidden = !all && !wanted.has(head.dataset.jurisdiction); });
    let shown = 0;
    for (const row of rows) {
      for (const cell of row.cells) {
        const code = cell.dataset.jurisdiction;
        if (code) cell.hidden = !all && !wanted.has(code);
      }
      const values = new Set(chosen.map((code) => said(row, code).dataset.value));
      row.hidden = onlyDiffers && chosen.length > 1 && values.size < 2;
      shown += row.hidden ? 0 : 1;
    }
    table.classList.toggle("few", !all && chosen.length < 5);
    chips.replaceChildren(...chosen.map((code) => {
      const chip = make("button", `${names.get(code)} ×`, { type: "button", className: "filter" });
      chip.setAttribute("aria-label", `Remove ${names.get(code)}`);
      chip.addEventListener("click", () => { chosen = chosen.filter((c) => c !== code); show(); choice.focus(); });
      return chip;
    }));
    tell(all ? "All" : chosen.length, shown);
    const query = new URLSearchParams();
    if (!all) query.set("in", chosen.join(","));
    if (onlyDiffers) query.set("differ", "1");
    const words = query.toString().replaceAll("%2C", ",");
    history.replaceState(null, "", (words ? `?${words}` : location.pathname) + location.hash);
  }

  choice.addEventListener("change", () => {
    if (choice.value && !chosen.includes(choice.value)) chosen = [...chosen, choice.value];
    choice.value = "";
    show();
  });
  box.addEventListener("change", () => { onlyDiffers = box.checked; show(); });
  if (location.search) show(); else tell("All", rows.length);
  setTimeout(() => table.classList.add("settled"), 1000);
})();

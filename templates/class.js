"use strict";
// Without this script the tables stand in the order that they state; with it, columns sort and the students are filtered.
const collator = new Intl.Collator("en", {numeric: true, sensitivity: "base"});
const numeral = text => parseFloat(text.replace("\u2212", "-").replace(/^[^\d-]+/, ""));

for (const table of document.querySelectorAll("table.sortable")) {
  const [row] = table.tHead.rows;
  for (const head of row.cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, head));
  }
}

function sort(table, head) {
  const down = head.getAttribute("aria-sort") === "ascending", numbers = head.classList.contains("number");
  const keyed = [...table.tBodies[0].rows].map(row => {
    const text = row.cells[head.cellIndex].textContent.trim();
    return {row, key: numbers ? numeral(text) : text};
  });
  keyed.sort((one, other) => {
    if (!numbers) return (down ? -1 : 1) * collator.compare(one.key, other.key);
    if (isNaN(one.key) || isNaN(other.key)) return isNaN(one.key) - isNaN(other.key);  // what has no number comes last
    return (down ? -1 : 1) * (one.key - other.key);
  });
  table.tBodies[0].append(...keyed.map(it => it.row));
  for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
}

const all = document.getElementById("all");
if (all && all.tBodies[0].rows.length > 9) {
  const label = document.createElement("label"), field = document.createElement("input");
  const found = document.createElement("span"), bar = document.createElement("p");
  field.type = "search";
  field.autocomplete = "off";
  field.spellcheck = false;
  found.setAttribute("role", "status");
  found.className = "soft";
  bar.className = "filter";
  label.append("Find a student ", field);
  bar.append(label, found);
  all.closest(".wide").before(bar);
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let shown = 0;
    for (const row of all.tBodies[0].rows) {
      row.hidden = !`${row.cells[0].textContent} ${row.cells[1].textContent}`.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    found.textContent = wanted ? `${shown} of ${all.tBodies[0].rows.length}` : "";
  });
}

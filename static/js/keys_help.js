// The table of keys for people, drawn from the table of keys for machines.

import { GROUPS, KEYS, labelOf, shown } from "./keys.js";
import { text } from "./texts.js";

function caps(chords) {
  const cell = document.createElement("td");
  for (const chord of chords.split(" ").filter(Boolean)) {
    const cap = document.createElement("kbd");
    cap.textContent = shown(chord);
    cell.append(cap, " ");
  }
  return cell;
}

function rowOf(key) {
  const row = document.createElement("tr");
  const label = document.createElement("th");
  label.scope = "row";
  label.textContent = labelOf(key);
  row.append(label, caps(key.chord), caps(key.plain));
  return row;
}

function head() {
  const row = document.createElement("tr");
  for (const id of ["keys-what", "keys-everywhere", "keys-plain"]) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = text(id);
    row.append(cell);
  }
  return row;
}

export function drawKeys(element) {
  const table = document.createElement("table");
  table.className = "keys";
  table.createTHead().append(head());
  for (const group of GROUPS) {
    const body = table.createTBody();
    const title = body.insertRow().appendChild(document.createElement("th"));
    Object.assign(title, { scope: "rowgroup", colSpan: 3, className: "keys-group", textContent: text(`group-${group}`) });
    body.append(...KEYS.filter((key) => key.group === group).map(rowOf));
  }
  element.replaceChildren(table);
}

const page = document.querySelector("[data-keys-page]");
if (page) drawKeys(page);

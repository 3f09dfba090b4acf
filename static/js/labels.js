// The project's questions, drawn from its schema. One of them is the current one: its answers carry numbers, and the number keys answer it.

import { text } from "./texts.js";

const OPTIONS = {
  choice: (label) => label.options.map((option) => [option, option]),
  multi: (label) => label.options.map((option) => [option, option]),
  scale: (label) => Array.from({ length: label.most - label.least + 1 }, (_, index) => [label.least + index, String(label.least + index)]),
  yesno: () => [[true, text("yes")], [false, text("no")]],
};

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function optionOf(label, value, words, index) {
  const input = make("input", { type: label.kind === "multi" ? "checkbox" : "radio", name: `label-${label.name}`, value: JSON.stringify(value) });
  const cap = index < 9 ? make("kbd", { ariaHidden: "true" }, String(index + 1)) : "";
  return make("label", { className: "option" }, input, make("span", {}, words), cap);
}

function optionsOf(label) {
  const options = OPTIONS[label.kind](label).map(([value, words], index) => optionOf(label, value, words, index));
  return make("div", { className: "options" }, ...options);
}

function lineOf(label) {
  const silent = { autocomplete: "off", spellcheck: false }; // a browser's spelling help may send text away
  return make("input", { type: "text", name: `label-${label.name}`, ariaLabel: label.title, ...silent });
}

/** What of a value is an answer to this question; nothing when the question has changed under it. */
function fitting(label, values) {
  const value = Object.hasOwn(values, label.name) ? values[label.name] : undefined;
  if (label.kind === "text") return typeof value === "string" ? value : "";
  return label.kind === "multi" ? [value].flat() : [Array.isArray(value) ? undefined : value];
}

function fill(field, label, values) {
  const value = fitting(label, values);
  for (const input of field.querySelectorAll("input")) {
    if (label.kind === "text") input.value = value;
    else input.checked = value.some((one) => JSON.stringify(one) === input.value);
  }
}

function fieldOf(label) {
  const error = make("p", { id: `error-${label.name}`, className: "label-error", hidden: true });
  const title = label.is_required ? [label.title, " ", make("span", { className: "muted" }, text("required"))] : [label.title];
  const field = make("fieldset", { className: `label label-${label.kind}` }, make("legend", {}, ...title));
  field.dataset.name = label.name;
  field.append(label.kind === "text" ? lineOf(label) : optionsOf(label), error);
  for (const input of field.querySelectorAll("input")) input.setAttribute("aria-describedby", error.id);
  return field;
}

export class Labels {
  #schema = [];

  constructor(element, onChange) {
    this.element = element;
    element.addEventListener("input", (event) => {
      this.#say(event.target.closest("fieldset"), "");
      onChange();
    });
    element.addEventListener("focusin", (event) => this.#choose(event.target.closest("fieldset")));
  }

  show(schema, values = {}) {
    this.#schema = schema;
    this.element.replaceChildren(...schema.map(fieldOf));
    schema.forEach((label, index) => fill(this.element.children[index], label, values));
    this.#choose(this.#fields().find((field) => !this.#isAnswered(field)) ?? this.#fields()[0]);
  }

  /** { name: value } of what was answered. */
  read() {
    const found = {};
    for (const label of this.#schema) {
      const inputs = [...this.#field(label.name).querySelectorAll("input")];
      const chosen = inputs.filter((input) => input.checked).map((input) => JSON.parse(input.value));
      if (label.kind === "text") found[label.name] = inputs[0].value;
      else if (label.kind === "multi") found[label.name] = chosen;
      else if (chosen.length) found[label.name] = chosen[0];
    }
    return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== "" && value.length !== 0));
  }

  /** { name: sentence } of required questions without an answer: known here, so that nobody waits for the server to say so. */
  missing() {
    const answers = this.read();
    const open = this.#schema.filter((label) => label.is_required && !Object.hasOwn(answers, label.name));
    return Object.fromEntries(open.map((label) => [label.name, text("answer-this")]));
  }

  /** Puts each sentence at its question and the focus on the first; answers the sentences that belong to no question. */
  complain(errors) {
    const fields = this.#fields().filter((field) => Object.hasOwn(errors, field.dataset.name));
    for (const field of fields) this.#say(field, errors[field.dataset.name]);
    fields[0]?.querySelector("input").focus();
    return Object.entries(errors).filter(([name]) => !fields.some((field) => field.dataset.name === name)).map(([, sentence]) => sentence);
  }

  pick(number) {
    const field = this.#current();
    const input = field?.querySelectorAll("input")[number - 1];
    if (!input) return;
    if (input.type === "text") return input.focus();
    input.checked = input.type === "radio" || !input.checked;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (input.type === "radio") this.go(1);
  }

  go(step) {
    const fields = this.#fields();
    const field = fields[fields.indexOf(this.#current()) + step];
    if (!field) return;
    this.#choose(field);
    field.scrollIntoView({ block: "nearest" });
  }

  #fields() {
    return [...this.element.children];
  }

  #field(name) {
    return this.#fields().find((field) => field.dataset.name === name);
  }

  #current() {
    return this.element.querySelector(".is-current");
  }

  #choose(field) {
    for (const one of this.#fields()) one.classList.toggle("is-current", one === field);
  }

  #isAnswered(field) {
    return [...field.querySelectorAll("input")].some((input) => (input.type === "text" ? input.value : input.checked));
  }

  #say(field, sentence) {
    if (!field) return;
    const place = field.querySelector(".label-error");
    Object.assign(place, { textContent: sentence, hidden: !sentence });
    for (const input of field.querySelectorAll("input")) {
      if (sentence) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

// The form: the presets and their fields.
import type { About } from "./about.ts";
import { type Choice, choiceOf } from "./choice.ts";
import { byId, element } from "./element.ts";
import type { Fault } from "./fault.ts";
import { type FieldName, type Preset, presetOf, presets } from "./presets.ts";
import { lineOf } from "./own-urls.ts";
import { whyNot } from "./why-not.ts";

/** Names of fields that differ between the Worker and the page. */
const FIELD_NAMES: Readonly<Record<string, string>> = { name: "city", requests: "times", Authorization: "key" };

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** The form of the page. */
export class FormView {
  readonly element = byId("form", HTMLFormElement);
  readonly #presets = byId("presets", HTMLFieldSetElement);
  readonly #fields = byId("fields", HTMLFieldSetElement);
  #preset: Preset = presets[0];

  /** `onPreset` is called when the user picks a preset, `onField` when the user changes a field. */
  constructor(onPreset: (preset: Preset) => void, onField: () => void) {
    for (const { id, label } of presets) {
      const radio = element("input", { type: "radio", name: "run", value: id });
      this.#presets.append(element("label", {}, radio, element("span", {}, label)));
    }
    this.#presets.addEventListener("change", () => {
      const picked = presetOf(new FormData(this.element).get("run") as string | null);
      if (picked !== undefined) onPreset(picked);
    });
    this.#fields.addEventListener("input", () => {
      this.#mark(undefined);
      onField();
    });
    this.#control("key").addEventListener("input", () => this.#mark(undefined));
  }

  /** The current values of the form. */
  get choice(): Choice {
    const set = this.#preset.shows.map((field) => {
      const control = this.#control(field);
      return [field, field === "compare" ? (control as HTMLInputElement).checked : control.value];
    });
    return { ...choiceOf(this.#preset), ...(Object.fromEntries(set) as Partial<Choice>) };
  }

  get key(): string {
    return this.#control("key").value.trim();
  }

  /** Shows `choice`. If this Worker cannot run it, the form says why. */
  show(choice: Choice, about: About): void {
    const { preset } = choice;
    this.#preset = preset;
    for (const radio of this.#presets.querySelectorAll("input")) {
      const offered = presetOf(radio.value);
      radio.checked = offered === preset;
      radio.parentElement?.classList.toggle("away", offered !== undefined && whyNot(offered, about) !== undefined);
    }
    byId("says", HTMLElement).textContent = preset.says;
    const why = whyNot(preset, about);
    const unavailable = byId("unavailable", HTMLElement);
    unavailable.hidden = why === undefined;
    unavailable.textContent = why ?? "";
    byId("stop", HTMLButtonElement).textContent = preset.asks === "job" ? "Cancel" : "Stop";
    byId("run", HTMLButtonElement).setAttribute("aria-disabled", String(why !== undefined));
    byId("delay-label", HTMLElement).textContent = preset.asks === "hello" ? "Each sleeps, ms" : "Headers after, ms";
    byId("key", HTMLElement).hidden =
      !["gather", "job"].includes(preset.asks) || about.access !== "key" || why !== undefined;
    for (const label of this.#fields.querySelectorAll<HTMLElement>("[data-field]")) {
      const field = label.dataset["field"] as FieldName;
      const control = this.#control(field);
      label.hidden = !preset.shows.includes(field);
      control.disabled = label.hidden;
      if (field === "compare") (control as HTMLInputElement).checked = choice.compare;
      else control.value = choice[field];
    }
    this.#mark(undefined);
  }

  /** Marks the fields of `fault`. If the Worker wants a key, it focuses the key field. */
  blame(fault: Fault): void {
    this.#mark(fault);
    if (fault.wantsKey) this.#control("key").focus();
  }

  /** Returns `fault` with the names of the page: a line of the URLs, or the label of a field. */
  named(fault: Fault): Fault {
    const named = fault.fields.map(({ field, message }) => {
      const own = this.#preset.id === "own" ? lineOf(field, this.choice.urls) : undefined;
      const name = this.#nameOf(field);
      if (own !== undefined && name === "urls") return { field: `Line ${own.line}, “${own.url}”,`, message };
      const label = this.#fields.querySelector(`[data-field="${name}"]`)?.firstChild?.textContent?.trim();
      return { field: label === undefined || label === "" ? field : `${label}:`, message };
    });
    const fields = named.filter(
      ({ field, message }, index) =>
        named.findIndex((other) => other.field === field && other.message === message) === index,
    );
    return { ...fault, fields };
  }

  /** Returns the control that sets a field of a request. */
  #nameOf(field: string): string {
    const last = /\w+$/.exec(field)?.[0] ?? "";
    if (last === "hedgeMs") return last;
    const first = /^\w+/.exec(field)?.[0] ?? "";
    return this.#preset.id === "own" && first === "requests" ? "urls" : (FIELD_NAMES[first] ?? first);
  }

  #mark(fault: Fault | undefined): void {
    const blamed = (fault?.fields ?? []).map(({ field }) => this.#nameOf(field));
    if (fault?.wantsKey === true) blamed.push("key");
    for (const name of [...this.#preset.shows, "key"]) {
      if (blamed.includes(name)) this.#control(name).setAttribute("aria-invalid", "true");
      else this.#control(name).removeAttribute("aria-invalid");
    }
  }

  #control(name: string): Control {
    const control = this.element.elements.namedItem(name);
    if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    )
      return control;
    throw new Error(`the form has no field called ${name}`);
  }
}

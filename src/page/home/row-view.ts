// One task on the page: its name, its bar, its time.
import { type Bar, notBegun, type Segment } from "./bar.ts";
import { writeExactly } from "./axis.ts";
import { element, setStyle } from "./element.ts";
import { icon } from "./icon.ts";
import { endKind, tellBar } from "./words.ts";

/** A row, which shows a bar. */
export class RowView {
  readonly element: HTMLLIElement;
  readonly button: HTMLButtonElement;
  readonly #track = element("span", { class: "track", "aria-hidden": "true" });
  readonly #time = element("span", { class: "time", "aria-hidden": "true" });
  readonly #text = element("span", { class: "unseen" });
  readonly #turn: string | undefined;
  #bar: Bar;

  /** `turn`: the reason why the task starts only after others have ended. */
  constructor(key: string, turn?: string) {
    this.#bar = notBegun(key);
    this.#turn = turn;
    const name = element("span", { class: "name", title: key }, key);
    this.button = element(
      "button",
      { type: "button", class: "row", tabindex: -1, "data-key": key },
      name,
      this.#text,
      this.#track,
      this.#time,
    );
    this.element = element("li", {}, this.button);
    this.#draw();
  }

  /** The bar as a sentence. */
  get text(): string {
    return tellBar(this.#bar, this.#turn);
  }

  /** Shows `bar`, unless it is shown already. */
  show(bar: Bar): void {
    if (bar === this.#bar) return;
    this.#bar = bar;
    this.#draw();
  }

  #draw(): void {
    const { segments, end, hedge } = this.#bar;
    const drawn = segments.map(drawSegment);
    this.button.classList.toggle("hedged", hedge !== undefined);
    // The name is visible. The rest is for screen readers.
    this.#text.textContent = this.text.slice(this.#bar.key.length);
    if (end === undefined) {
      this.#track.replaceChildren(...drawn);
      return;
    }
    const kind = endKind(end);
    this.button.dataset["end"] = kind;
    const cap = element("i", { class: "cap", "data-end": kind });
    setStyle(cap, { "--from": end.atMs });
    this.#track.replaceChildren(...drawn, ...(drawn.length > 0 ? [cap] : []));
    const fromMs = segments[0]?.fromMs ?? end.atMs;
    this.#time.replaceChildren(segments.length === 0 ? "" : `${writeExactly(end.atMs - fromMs)} ms`, icon(kind));
  }
}

function drawSegment({ phase, fromMs, toMs, strand, lost, failed }: Segment): HTMLElement {
  const drawn = element("i", {
    class: "segment",
    "data-phase": phase,
    "data-strand": strand,
    "data-lost": lost,
    "data-failed": failed,
    "data-from": fromMs,
    "data-to": toMs,
  });
  setStyle(drawn, { "--from": fromMs, ...(toMs !== undefined && { "--to": toMs }) });
  return drawn;
}

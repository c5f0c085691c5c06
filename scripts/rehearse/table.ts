// The table of a rehearsal: a row for each fault, with the answer and a verdict for each delivery.
import type { Case } from "./case.ts";
import { sentOf } from "./observation.ts";
import type { Delivery, Reading } from "./reading.ts";
import type { Rehearsed } from "./rehearsed.ts";
import type { Judged } from "./run-lane.ts";
import type { Screen } from "./screen.ts";

/** Characters of the columns that hold words. */
const WIDTHS = { upstream: 28, fault: 22, answer: 44 };

/** Prints rows in the order of the cases, each as soon as it and all rows before it are there. */
export class Table {
  readonly #cases: readonly Case[];
  readonly #deliveries: readonly Delivery[];
  readonly #screen: Screen;
  readonly #rows: readonly (readonly Case[])[];
  readonly #ran = new Map<Case, Judged>();
  #printed = 0;

  constructor(cases: readonly Case[], deliveries: readonly Delivery[], screen: Screen) {
    this.#cases = cases;
    this.#deliveries = deliveries;
    this.#screen = screen;
    this.#rows = [...Map.groupBy(cases, ({ fault, upstreams }) => `${nameOf(upstreams)} ${fault}`).values()];
    const { upstream, fault, answer } = WIDTHS;
    const words = `${"upstream".padEnd(upstream)}${"fault".padEnd(fault)}${"parts".padEnd(answer)}`;
    screen.line(`${words}status  complete    ms  sent  ${deliveries.join("  ")}`);
  }

  /** Takes note of a case that has run. */
  add(judged: Judged): void {
    this.#ran.set(judged.seen.case, judged);
    for (
      let row = this.#rows[this.#printed];
      row?.every((one) => this.#ran.has(one));
      row = this.#rows[this.#printed]
    ) {
      this.#screen.line(this.#line(row));
      this.#printed++;
    }
    this.#screen.progress(`${this.#ran.size} of ${this.#cases.length} cases`);
  }

  #line(row: readonly Case[]): string {
    const [first] = row;
    const seen = first && this.#ran.get(first)?.seen;
    if (first === undefined || seen === undefined) return "";
    const { upstream, fault, answer } = WIDTHS;
    const words = [
      cell(nameOf(first.upstreams), upstream),
      cell(first.fault, fault),
      cell(seen.reading === undefined ? (seen.error ?? "") : fateOf(seen.reading), answer),
    ];
    const { status, complete } = seen.reading ?? {};
    const said = complete === undefined ? "-" : complete ? "yes" : "no";
    const [code, ms, sent] = [status ?? "-", seen.ms, sentOf(seen)].map((value) => String(value).padStart(6));
    const numbers = `${code}  ${said.padEnd(8)}${ms}${sent}  `;
    return (
      words.join("") +
      numbers +
      this.#deliveries
        .map((one) => this.#mark(row, one))
        .join("  ")
        .trimEnd()
    );
  }

  #mark(row: readonly Case[], delivery: Delivery): string {
    const own = row.find((one) => one.delivery === delivery);
    const breaches = own && this.#ran.get(own)?.breaches;
    const mark = breaches === undefined ? "" : breaches.length === 0 ? "ok" : "no?";
    return mark.padEnd(delivery.length);
  }
}

/** The upstreams of a case in words. */
export function nameOf(upstreams: readonly Rehearsed[]): string {
  if (upstreams.length > 2) return `all ${upstreams.length}`;
  return upstreams.length === 0 ? "(request)" : upstreams.map(({ name }) => name).join(" + ");
}

/** The parts that are missing, or `all there`. */
export function fateOf({ parts, problem, complete, fault }: Reading): string {
  if (fault !== undefined) return fault;
  const missing = Object.entries(parts).filter(([, { outcome }]) => outcome !== "ok");
  if (missing.length > 0) return missing.map(([name, { outcome }]) => `${name} ${outcome}`).join(", ");
  return problem?.detail ?? (complete === true ? "all there" : "says that something is missing");
}

function cell(text: string, width: number): string {
  const fitting = text.length < width ? text : `${text.slice(0, width - 2)}…`;
  return fitting.padEnd(width);
}

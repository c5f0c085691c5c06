// One fault on the page: a word for the grid, and the answers in each delivery behind it.
import { waterfall } from "../../waterfall.ts";
import { sentOf } from "../observation.ts";
import type { Judged } from "../run-lane.ts";
import { fateOf, nameOf } from "../table.ts";
import { escaped } from "./escaped.ts";

/** The fate of an answer: a class of the style sheet, and a word. */
export interface CellFate {
  readonly fate: "complete" | "partial" | "failed" | "breach";
  readonly text: string;
}

/** The fate of the first delivery, or the first broken rule of any. */
export function fateOfCell(row: readonly Judged[]): CellFate {
  const breach = row.flatMap(({ breaches }) => breaches)[0];
  if (breach !== undefined) return { fate: "breach", text: `${breach.rule}!` };
  const reading = row[0]?.seen.reading;
  if (reading === undefined || reading.status >= 400)
    return { fate: "failed", text: String(reading?.status ?? "none") };
  return reading.complete === true ? { fate: "complete", text: "complete" } : { fate: "partial", text: "partial" };
}

/** The answers to one fault, as a popover with the id `id`. */
export function caseView(row: readonly Judged[], id: string): string {
  const [first] = row;
  if (first === undefined) return "";
  const { upstreams, fault } = first.seen.case;
  return `<div popover id="${id}">
<h2>${escaped(nameOf(upstreams))}: ${escaped(fault)}</h2>
${row.map(answerView).join("\n")}
</div>`;
}

function answerView({ seen, breaches }: Judged): string {
  const { reading, ms, error = "no answer" } = seen;
  const said = reading === undefined ? error : `${reading.status}, ${fateOf(reading)}`;
  const parts = Object.entries(reading?.parts ?? {});
  const picture = waterfall(parts.map(([name, { outcome, timing }]) => ({ name, outcome, timing })));
  const messages = parts.flatMap(([name, { message }]) => (message === undefined ? [] : [`${name}: ${message}`]));
  const list = (className: string, lines: readonly string[]): string =>
    lines.length === 0
      ? ""
      : `<ul class="${className}">${lines.map((line) => `<li>${escaped(line)}</li>`).join("")}</ul>`;
  return `<p>As ${seen.case.delivery}: ${escaped(said)}. ${ms} ms, ${sentOf(seen)} sent.</p>
${list(
  "breaches",
  breaches.map(({ rule, what }) => `${rule}: ${what}`),
)}
${parts.length === 0 ? "" : `<pre>${escaped(picture)}</pre>`}
${list("messages", messages)}`;
}

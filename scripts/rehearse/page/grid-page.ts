// A rehearsal as a page: a grid of upstreams and faults. A click on a cell shows the waterfall of that answer.
import { readFileSync } from "node:fs";
import type { Rehearsal } from "../rehearsal.ts";
import type { Judged } from "../run-lane.ts";
import { summaryOf } from "../summary.ts";
import { nameOf } from "../table.ts";
import { caseView, fateOfCell } from "./case-view.ts";
import { escaped } from "./escaped.ts";

const STYLES = ["../../../src/colours.css", "grid.css"];

/** Returns the page as HTML. It needs no script and loads nothing. */
export function gridPage(rehearsal: Rehearsal): string {
  const { endpoint, judged } = rehearsal;
  const rows = [...Map.groupBy(judged, ({ seen }) => `${nameOf(seen.case.upstreams)} ${seen.case.fault}`).values()];
  const singles = rows.filter(([first]) => first?.seen.case.upstreams.length === 1);
  const budgets = rows.filter(([first]) => first?.seen.case.upstreams.length === 0);
  const several = rows.filter(([first]) => (first?.seen.case.upstreams.length ?? 0) > 1);
  const styles = STYLES.map((file) => readFileSync(new URL(file, import.meta.url), "utf8"));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(endpoint)} rehearsed</title>
<style>${styles.join("\n")}</style>
</head>
<body>
<h1>${escaped(endpoint)}</h1>
<pre>${escaped(summaryOf(rehearsal).join("\n").trim())}</pre>
${grid("One upstream fails", singles)}
${grid("The request has too few subrequests", budgets)}
${grid("Several upstreams fail at once", several)}
${rows.map((row) => caseView(row, idOf(row))).join("\n")}
</body>
</html>
`;
}

type Row = readonly Judged[];

function grid(caption: string, rows: readonly Row[]): string {
  if (rows.length === 0) return "";
  const faults = [...new Set(rows.map(faultOf))];
  const head = faults.map((fault) => `<th scope="col">${escaped(fault)}</th>`).join("");
  const lines = [...Map.groupBy(rows, upstreamsOf)].map(([name, own]) => {
    const cells = faults.map((fault) => cell(own.find((row) => faultOf(row) === fault)));
    return `<tr><th scope="row">${escaped(name)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="wide"><table>
<caption>${escaped(caption)}</caption>
<thead><tr><td></td>${head}</tr></thead>
<tbody>${lines.join("\n")}</tbody>
</table></div>`;
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "<td></td>";
  const { fate, text } = fateOfCell(row);
  return `<td><button class="${fate}" popovertarget="${idOf(row)}">${escaped(text)}</button></td>`;
}

function faultOf([first]: Row): string {
  return first?.seen.case.fault ?? "";
}

function upstreamsOf([first]: Row): string {
  return nameOf(first?.seen.case.upstreams ?? []);
}

function idOf(row: Row): string {
  return `${upstreamsOf(row)}-${faultOf(row)}`.toLowerCase().replaceAll(/[^\w]+/g, "-");
}

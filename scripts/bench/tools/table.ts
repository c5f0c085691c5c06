// Rows as text for people and as JSON for programs.
import { type Bound, type Row, valueOf, verdictOf } from "./row.ts";

/** Writes one section, a line for each row: value, spread, bound and verdict. Notes are beneath their rows. */
export function sectionText(title: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => {
    const { samples, unit = "" } = row;
    const spread =
      samples.length < 2
        ? ""
        : `${digits(Math.min(...samples))} .. ${digits(Math.max(...samples))} (${samples.length})`;
    const value = samples.length === 0 ? "-" : `${digits(valueOf(row))} ${unit}`.trim();
    return [row.what, value, spread, boundText(row.bound), verdictOf(row)];
  });
  const widths = ["", "", "", ""].map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.flatMap((line, index) => {
    const text = line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
    });
    const { note } = rows[index] ?? {};
    return [`  ${text.join("  ")}`.trimEnd(), ...(note === undefined ? [] : [`      ${note}`])];
  });
  return [title, "", ...lines, ""].join("\n");
}

/** One row as data. */
export function rowJson(section: string, row: Row): Record<string, unknown> {
  const { what, unit = "ratio", samples, bound, note } = row;
  const measured = samples.length > 0;
  return {
    section,
    what,
    unit,
    ...(measured && { value: valueOf(row), min: Math.min(...samples), max: Math.max(...samples) }),
    samples,
    ...bound,
    verdict: verdictOf(row),
    note,
  };
}

function boundText(bound: Bound | undefined): string {
  if (bound === undefined) return "";
  return "atMost" in bound ? `<= ${bound.atMost}` : `>= ${bound.atLeast}`;
}

/** Three digits that mean something, and never an exponent. */
function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 100) return String(Math.round(value));
  return value.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

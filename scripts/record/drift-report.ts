// The text that `npm run drift` prints of one recording.
import type { DriftLine } from "./drift-of.ts";
import type { Recording } from "./recording.ts";

const WORDS: Readonly<Record<DriftLine["kind"], string>> = {
  same: "same",
  values: "same shape, other values",
  shape: "CHANGED SHAPE",
  failing: "is failing",
  unreachable: "could not be compared",
};

/** A paragraph for a person: a line for each call, the details below it, and what to do. */
export function driftReport(file: string, { endpoint, recordedAt }: Recording, lines: readonly DriftLine[]): string {
  const { method, path, query } = endpoint;
  const target = `${path}${query === "" ? "" : `?${query}`}`;
  const told = lines.flatMap(({ what, kind, details }) => [
    `  ${what}: ${WORDS[kind]}`,
    ...details.map((detail) => `    ${detail}`),
  ]);
  const changed = lines.some(({ kind }) => kind === "shape");
  const again = method === "GET" ? `: npm run record -- '${target}'` : "";
  const next = changed ? [`  adapt the declaration if need be, then record it again${again}`] : [];
  return [`${file}: ${method} ${target}, recorded ${recordedAt.slice(0, 10)}`, ...told, ...next].join("\n");
}

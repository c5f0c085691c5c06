// The command that allows calls which the guard refused.
import type { Bar } from "./bar.ts";

/** The message of the guard. */
const NOT_ALLOWED = /leads to (\S+), which is not in ALLOWED_ORIGINS$/;

/** Returns a command that allows the refused origins of `bars`, or `undefined` if no origin was refused. */
export function allowingCommand(bars: readonly Bar[]): string | undefined {
  const origins = bars.flatMap(({ end }) => NOT_ALLOWED.exec(end?.message ?? "")?.[1] ?? []);
  return origins.length === 0 ? undefined : `ALLOWED_ORIGINS='${[...new Set(origins)].join(" ")}' npm run dev`;
}

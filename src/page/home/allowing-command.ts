// What to do about calls that this Worker would not make.
import type { Bar } from "./bar.ts";

/** How the guard says it. */
const NOT_ALLOWED = /leads to (\S+), which is not in ALLOWED_ORIGINS$/;

/** The command that lets the calls of `bars` be made that were refused for where they lead; `undefined` where there are none. */
export function allowingCommand(bars: readonly Bar[]): string | undefined {
  const origins = bars.flatMap(({ end }) => NOT_ALLOWED.exec(end?.message ?? "")?.[1] ?? []);
  return origins.length === 0 ? undefined : `ALLOWED_ORIGINS='${[...new Set(origins)].join(" ")}' npm run dev`;
}

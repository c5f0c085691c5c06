// What a process may use, each with a limit, because a program is somebody else's code.
import type { Modules } from "./child-code.ts";

export interface SpawnOptions {
  /** The program's arguments. At most 8,192 characters as JSON, percent-encoded. */
  readonly argv?: readonly string[] | undefined;
  /** Further modules that the program may import, by names that end in `.js`. */
  readonly modules?: Modules | undefined;
  /**
   * Whose program it is. Runs of one tenant with the same source and modules may be given the same isolate, one after the other and at once, and then
   * share its module scope and globals. `null` gives each run a new isolate. Cloudflare bills each isolate, which
   * otherwise is one a day for each tenant and source. Default: `""`, one tenant for all.
   */
  readonly tenant?: string | null | undefined;
  /** Kills the process, with the signal's reason as its message. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the process may take, at most 2,147,483,647. Default: 10,000. Caveat: a child that computes without a pause is not stopped by it. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds that the process may compute. Default: 1,000. Caveat: enforced on the edge alone; locally an endless loop stops everything. */
  readonly cpuMs?: number | undefined;
  /** Bytes that the sources may have together. Default: 1,048,576. */
  readonly maxSourceBytes?: number | undefined;
  /** Bytes that may be written to the process. One more ends it. Default: 16,777,216. */
  readonly maxStdinBytes?: number | undefined;
  /** Bytes that it may write, held in memory until they are read. One more ends it. Default: 1,048,576. */
  readonly maxStdoutBytes?: number | undefined;
  /** Bytes that are kept of its standard error and console; the rest is dropped. Default: 65,536. */
  readonly maxStderrBytes?: number | undefined;
}

/** Every limit, set; and the arguments, as the header that carries them. */
export type SpawnLimits = Readonly<ReturnType<typeof limitsOf>>;

/** Longer headers are refused by servers; so is a longer `argv`, before it is sent. */
const MAX_ARGV_LENGTH = 8_192;

const MAX_TIMER_MS = 2_147_483_647;

/** `options`, with the default where one is not set. @throws `RangeError` for a limit that is out of range, and for a long `argv`. */
export function limitsOf(options: SpawnOptions) {
  const {
    timeoutMs = 10_000,
    cpuMs = 1_000,
    maxSourceBytes = 1_048_576,
    maxStdinBytes = 16_777_216,
    maxStdoutBytes = 1_048_576,
    maxStderrBytes = 65_536,
  } = options;
  if (!(timeoutMs >= 0 && timeoutMs <= MAX_TIMER_MS))
    throw new RangeError(`timeoutMs must be from 0 to ${MAX_TIMER_MS}, not ${timeoutMs}`);
  const whole = { cpuMs, maxSourceBytes, maxStdinBytes, maxStdoutBytes, maxStderrBytes };
  for (const [name, value] of Object.entries(whole)) {
    if (!Number.isInteger(value) || value < 0)
      throw new RangeError(`${name} must be a whole number from 0, not ${value}`);
  }
  const argv = encodeURIComponent(JSON.stringify((options.argv ?? []).map((text) => text.toWellFormed())));
  if (argv.length > MAX_ARGV_LENGTH) throw new RangeError(`argv is longer than ${MAX_ARGV_LENGTH}`);
  return { argv, timeoutMs, ...whole };
}

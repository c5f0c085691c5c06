// The limits of a process. A program is foreign code, so everything that it may use has a limit.
import type { Modules } from "./child-code.ts";

/** The input and the limits of a process. */
export interface SpawnOptions {
  /** Arguments of the program. At most 8,192 characters as percent-encoded JSON. */
  readonly argv?: readonly string[] | undefined;
  /** Extra modules that the program may import. Their names end in `.js`. */
  readonly modules?: Modules | undefined;
  /**
   * The owner of the program. Runs of one tenant with the same source and modules may share an isolate, and with it the
   * module scope and globals, even at the same time. `null` gives each run a new isolate. Cloudflare bills each
   * isolate: one a day for each tenant and source, or one for each run with `null`.
   *
   * @default "" (one tenant for all)
   */
  readonly tenant?: string | null | undefined;
  /** Kills the process. Its message is then the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Milliseconds that the process may take, at most 2,147,483,647. Caveat: it does not stop a child that computes
   * without a pause.
   *
   * @default 10_000
   */
  readonly timeoutMs?: number | undefined;
  /**
   * Milliseconds of CPU time. Caveat: only the edge enforces it. Locally, an endless loop stops everything.
   *
   * @default 1_000
   */
  readonly cpuMs?: number | undefined;
  /** Bytes of all sources together. @default 1_048_576 */
  readonly maxSourceBytes?: number | undefined;
  /** Bytes that may be written to the process. More than that ends it. @default 16_777_216 */
  readonly maxStdinBytes?: number | undefined;
  /** Bytes that it may write. They stay in memory until they are read. More than that ends it. @default 1_048_576 */
  readonly maxStdoutBytes?: number | undefined;
  /** Bytes of standard error and console that are kept. The rest is dropped. @default 65_536 */
  readonly maxStderrBytes?: number | undefined;
}

/** All limits, and the arguments as the value of a header. */
export type SpawnLimits = Readonly<ReturnType<typeof limitsOf>>;

/** Servers refuse longer headers, so a longer `argv` is refused before it is sent. */
const MAX_ARGV_LENGTH = 8_192;

const MAX_TIMER_MS = 2_147_483_647;

/** Returns `options` with their defaults. @throws {RangeError} for a limit out of range, and for a long `argv`. */
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

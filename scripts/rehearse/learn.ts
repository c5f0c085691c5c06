// Asks the endpoint while everything works, and learns its upstreams, its parts and a whole answer.
import { baselineOf, type Baselines } from "./baseline.ts";
import type { Lane } from "./lane.ts";
import type { Observation } from "./observation.ts";
import type { Delivery, Reading } from "./reading.ts";
import { type Rehearsed, everyStandIn } from "./rehearsed.ts";
import { RehearsalError } from "./rehearsal-error.ts";

/** The facts about an endpoint that works. */
export interface Learnt {
  /** The upstreams that it calls. */
  readonly upstreams: readonly Rehearsed[];
  readonly baselines: Baselines;
  /** Subrequests that it makes while everything works. */
  readonly subrequests: number;
}

/** Answers per delivery that are compared, to find the values that change by themselves. */
const SAMPLES = 2;

/** Tries for each of them. A machine that does too much at once may spoil one. */
const TRIES = 3;

/** Answers after which a new isolate counts as warm: the first may be slow enough to be hedged. */
const WARM_AFTER = 3;

/**
 * Learns about the endpoint of `lane`, which must watch every stand-in.
 *
 * @throws `RehearsalError` for an endpoint that cannot be rehearsed, with what to do about it.
 */
export async function learn(
  lane: Lane,
  what: string,
  wanted: readonly Delivery[],
  advice: (reading: Reading) => Promise<string | undefined>,
): Promise<Learnt> {
  await lane.recover(WARM_AFTER);
  const seen: Observation[] = [];
  const baselines: Record<string, Baselines[Delivery]> = {};
  for (const delivery of wanted) {
    const samples: Observation[] = [];
    for (let sample = 0; sample < SAMPLES; sample++) samples.push(await patient(lane, delivery));
    const readings = await Promise.all(samples.map((sample) => whole(what, sample, advice)));
    baselines[delivery] = baselineOf(readings as [Reading, ...Reading[]]);
    seen.push(...samples);
  }
  const upstreams = everyStandIn().flatMap((one) => {
    const calls = Math.min(...seen.map(({ requests }) => requests[one.key] ?? 0));
    return calls > 0 ? [{ ...one, calls }] : [];
  });
  if (upstreams.length === 0)
    throw new RehearsalError(
      `${what} calls none of the local upstreams, so nothing can be made to fail. ` +
        "A stand-in is a file in scripts/upstreams/ and a line in scripts/upstreams/stand-ins.ts.",
    );
  return { upstreams, baselines, subrequests: upstreams.reduce((sum, { calls }) => sum + calls, 0) };
}

/** Asks until the answer is complete, at most `TRIES` times. */
async function patient(lane: Lane, delivery: Delivery): Promise<Observation> {
  for (let left = TRIES; ; left--) {
    const seen = await lane.ask(delivery);
    if (seen.reading?.complete === true || left === 1) return seen;
  }
}

/** The reading of an answer that has everything. */
async function whole(
  what: string,
  { reading, error }: Observation,
  advice: (reading: Reading) => Promise<string | undefined>,
): Promise<Reading> {
  if (reading === undefined) throw new RehearsalError(`${what}, with all upstreams well: ${error}`);
  const advised = await advice(reading);
  if (advised !== undefined) throw new RehearsalError(advised);
  const { fault, complete } = reading;
  if (complete === true && fault === undefined) return reading;
  const missing = Object.entries(reading.parts).filter(([, { outcome }]) => outcome !== "ok");
  const parts = missing.map(([name, { outcome, message = "" }]) => `\n  ${name}: ${outcome}. ${message}`).join("");
  throw new RehearsalError(
    `${what} is not complete even with all upstreams well${fault === undefined ? "" : `: it ${fault}`}.` +
      `${parts}\nAn upstream without a stand-in in scripts/upstreams/stand-ins.ts answers 404 here. ` +
      "For more time use --deadline.",
  );
}

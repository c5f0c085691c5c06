// Times what a contestant computes, from outside the runtime that computes it: inside workerd no clock moves meanwhile.

/** One contestant and how much it is given. */
export interface Computing {
  /** Where the helpers' Worker answers, in whichever runtime. */
  readonly origin: string;
  readonly contestant: string;
  readonly tasks: number;
}

/** Returns a function that resolves to the milliseconds of one run, each time measured over about `forMs` milliseconds. */
export async function timeComputing(what: Computing, forMs: number): Promise<() => Promise<number>> {
  let times = 1;
  // The first runs are the compiler's: doubling them until they take long enough warms up, too.
  while ((await elapsed(what, times)) < forMs && times < 1_000_000) times *= 2;
  return async function timed() {
    const nothing = await elapsed(what, 0);
    return Math.max(0, (await elapsed(what, times)) - nothing) / times;
  };
}

async function elapsed({ origin, contestant, tasks }: Computing, times: number): Promise<number> {
  const query = new URLSearchParams({ contestant, tasks: String(tasks), times: String(times) });
  const startedAt = performance.now();
  const response = await fetch(`${origin}/?${query.toString()}`);
  const said = await response.text();
  if (!response.ok) throw new Error(`${contestant}: ${said}`);
  return performance.now() - startedAt;
}

// A Worker that computes in a child isolate. A test builds it, to check `runInExecutor` with bundled functions.
import { runInExecutor } from "../../src/process/run-in-executor.ts";

/** The primes up to `most`: a pure function that uses nothing outside itself. */
const primesUpTo = (most: number): number[] => {
  const isComposite = new Uint8Array(most + 1);
  const isPrime = (n: number): boolean => isComposite[n] === 0;
  function strike(n: number): void {
    for (let multiple = n * n; multiple <= most; multiple += n) isComposite[multiple] = 1;
  }
  const primes: number[] = [];
  for (let n = 2; n <= most; n++) {
    if (!isPrime(n)) continue;
    primes.push(n);
    strike(n);
  }
  return primes;
};

export default {
  /** `/primes?most=30`. */
  async fetch(request: Request, { LOADER }: { readonly LOADER: WorkerLoader }): Promise<Response> {
    const most = Number(new URL(request.url).searchParams.get("most"));
    return Response.json(await runInExecutor(LOADER, primesUpTo, [most], { signal: request.signal, timeoutMs: 2_000 }));
  },
};

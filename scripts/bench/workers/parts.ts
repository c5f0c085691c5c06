// The fan-out that every contestant runs: which upstreams, at which paths, merged into which answer.

/** The ten upstreams, by the name that the merged answer knows them by. */
export const parts = Array.from({ length: 10 }, (_, index) => `part${index}`);

/** Where a part is to be had at `origin`. */
export function partUrl(origin: string, part: string): string {
  return `${origin}/${part}`;
}

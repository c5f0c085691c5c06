// The fan-out that every contestant runs: its upstreams, their paths, the merged answer.

/** The ten upstreams, by their names in the merged answer. */
export const parts = Array.from({ length: 10 }, (_, index) => `part${index}`);

/** As many of them as there are slots. */
export const SIX = parts.slice(0, 6);

/** The URL of a part at `origin`. */
export function partUrl(origin: string, part: string): string {
  return `${origin}/${part}`;
}

/** Gets the parts from `origin` with `fetch` and `Promise.all` alone. @throws `Error` for a status that is not ok. */
export async function plainlyMerged(origin: string, names = parts): Promise<Record<string, unknown>> {
  const merged = await Promise.all(
    names.map(async function fetchPart(part) {
      const response = await fetch(partUrl(origin, part));
      if (!response.ok) throw new Error(`${part} answered ${response.status}`);
      return [part, await response.json()] as const;
    }),
  );
  return Object.fromEntries(merged);
}

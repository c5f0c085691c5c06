// The fan-out that every contestant runs: which upstreams, at which paths, merged into which answer.

/** The ten upstreams, by the name that the merged answer knows them by. */
export const parts = Array.from({ length: 10 }, (_, index) => `part${index}`);

/** Where a part is to be had at `origin`. */
export function partUrl(origin: string, part: string): string {
  return `${origin}/${part}`;
}

/** Gets every part from `origin` as one writes it without us. @throws `Error` for a status that is not ok. */
export async function plainlyMerged(origin: string): Promise<Record<string, unknown>> {
  const merged = await Promise.all(
    parts.map(async function fetchPart(part) {
      const response = await fetch(partUrl(origin, part));
      if (!response.ok) throw new Error(`${part} answered ${response.status}`);
      return [part, await response.json()] as const;
    }),
  );
  return Object.fromEntries(merged);
}

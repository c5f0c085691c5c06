// Counts what is sent below all layers: the platform's own `fetch`, watched.

export interface CountedFetch {
  /** Requests to the watched origin so far. */
  readonly sent: () => number;
  /** The most of them that ever waited for headers at once. */
  readonly mostWaiting: () => number;
  readonly restore: () => void;
}

/** Watches requests to `origin` from now on, until restored. */
export function countedFetch(origin: string): CountedFetch {
  const { fetch } = globalThis;
  let [sent, waiting, mostWaiting] = [0, 0, 0];
  async function counted(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const url = input instanceof Request ? input.url : input.toString();
    if (!url.startsWith(origin)) return fetch(input, init);
    sent++;
    mostWaiting = Math.max(mostWaiting, ++waiting);
    try {
      return await fetch(input, init);
    } finally {
      waiting--;
    }
  }
  globalThis.fetch = counted;
  return { sent: () => sent, mostWaiting: () => mostWaiting, restore: () => void (globalThis.fetch = fetch) };
}

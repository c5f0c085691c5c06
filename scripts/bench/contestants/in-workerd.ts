// The alternatives on Workers: `fetch` alone, code by hand, stacks of libraries.
import type { WorkerName } from "../tools/build-workers.ts";
import { type Contestant, promises } from "./contestant.ts";

function worker(name: string, bundle: WorkerName, about: Pick<Contestant, "keeps" | "caveat">): Contestant {
  return { name, path: "/merged", start: (stage, origin) => stage.serve(bundle, origin), ...about };
}

/** The yardstick: the least code that works. The platform ends its fetches when the request ends. */
export const bare = worker("bare Worker", "bare", { keeps: ["cancels"], caveat: "fetch and Promise.all" });

export const honoAlone = worker("Hono alone", "hono-alone", {
  keeps: ["cancels"],
  caveat: "fetch and Promise.all in a handler",
});

export const byHand = worker("by hand", "by-hand", {
  keeps: promises,
  caveat: "no framework; ignores Retry-After, holds a slot through waits and bodies",
});

export const honoOfetch = worker("Hono + ofetch", "hono-ofetch", {
  keeps: promises,
  caveat: "one clock for all attempts of a call; ignores Retry-After, holds a slot through waits and bodies",
});

export const honoKy = worker("Hono + ky", "hono-ky", {
  keeps: promises,
  caveat: "holds a slot through waits and bodies",
});

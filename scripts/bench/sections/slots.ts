// More upstreams than slots: the whole must take as many waves as there are, and next to nothing besides.
import { SLOTS } from "../../../src/upstream/layers/slot.ts";
import { postGather } from "../tools/post-gather.ts";
import { takeTurns } from "../tools/take-turns.ts";
import type { Section } from "../tools/section.ts";

/** Milliseconds that every upstream takes. */
const DELAY_MS = 200;

/** `POST /gather`, timed by the client. */
export const slots: Section = {
  name: "slots",
  title: `Six slots, upstreams of ${DELAY_MS} ms`,
  async measure({ serveBuilt, upstreams, effort }) {
    const { origin } = await serveBuilt();
    const request = { url: `${upstreams}/fault?delayMs=${DELAY_MS}` };
    const counts = [6, 18, 48];
    const measures = Object.fromEntries(
      counts.map((count) => {
        const requests = Array.from({ length: count }, () => request);
        const ideal = Math.ceil(count / SLOTS) * DELAY_MS;
        const what = `wall time of ${count} ÷ ${ideal} ms`;
        return [what, async () => (await timed(() => postGather(origin, { requests }))) / ideal];
      }),
    );
    await (await postGather(origin, { requests: [request] })).arrayBuffer(); // Warms up.
    const samples = await takeTurns(effort.longRounds, measures);
    return {
      rows: Object.entries(samples).map(([what, ratio]) => ({ what, samples: ratio, bound: { atMost: 1.05 } })),
    };
  },
};

async function timed(ask: () => Promise<Response>): Promise<number> {
  const startedAt = performance.now();
  await (await ask()).arrayBuffer();
  return performance.now() - startedAt;
}

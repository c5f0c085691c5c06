// Every contestant merges ten upstreams into one answer. All get the same requests, and all answers are compared byte
// for byte.
import { contestants as all } from "../contestants/index.ts";
import type { Contestant } from "../contestants/contestant.ts";
import { bare, byHand, honoAlone, honoKy, honoOfetch } from "../contestants/in-workerd.ts";
import { nodeHttp, nodeKy, nodeUndici } from "../contestants/in-node.ts";
import { aiohttp, aiohttpRetries } from "../contestants/in-python.ts";
import { declared, merge, scopeRead } from "../contestants/ours.ts";
import { fanOutChart } from "../tools/fan-out-chart.ts";
import { measureServers, type Measurable, type Measured } from "../tools/measure-servers.ts";
import type { Bound, Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { median, quietMean } from "../tools/statistics.ts";
import { comparison } from "../tools/comparison.ts";

/** The most CPU time that our ways to call an upstream may take, compared with a bare Worker. */
const atMost: ReadonlyMap<Contestant, Bound> = new Map([
  [scopeRead, { atMost: 1.45 }],
  [declared, { atMost: 1.55 }],
  [merge, { atMost: 1.65 }],
]);

/** Contestants that promise nothing, beside the bare Worker: a quick run leaves them out. */
const PLAIN: ReadonlySet<Contestant> = new Set([honoAlone, nodeHttp, aiohttp]);

/** CPU time and requests a second of every contestant, and how they compare. */
export const fanOut: Section = {
  name: "fan-out",
  title: "Fan-out, ten upstreams merged into one answer",
  async measure(stage) {
    const contestants = stage.effort.isFull ? all : all.filter((one) => !PLAIN.has(one));
    const measured = await measureServers(await running(stage, contestants), stage.effort);
    const of = ({ name }: Contestant): Measured | undefined => measured[name];

    const cpu = (over: Contestant, under: Contestant, bound?: Bound, note?: string): Row => ({
      what: `CPU time a request, ${over.name} ÷ ${under.name}`,
      ...comparison(of(over)?.cpuMs, of(under)?.cpuMs, quietMean),
      ...(bound && { bound }),
      ...(note && { note }),
    });
    const speed = (over: Contestant, under: Contestant, bound?: Bound): Row => ({
      what: `requests a second, ${over.name} ÷ ${under.name}`,
      ...comparison(of(over)?.perSecond, of(under)?.perSecond),
      ...(bound && { bound }),
    });
    const [best, other] = [honoOfetch, honoKy].toSorted(
      (a, b) => median(of(a)?.cpuMs ?? []) - median(of(b)?.cpuMs ?? []),
    );

    const others = contestants.filter((one) => one !== bare);
    const rows = [
      ...others.map((one) => cpu(one, bare, atMost.get(one))),
      cpu(declared, best ?? honoOfetch, { atMost: 1.03 }, "the better of the two stacks in workerd"),
      cpu(declared, other ?? honoKy),
      ...[byHand, nodeKy, nodeUndici, aiohttpRetries].map((stack) => cpu(declared, stack)),
      ...others.map((one) => speed(one, bare)),
      speed(declared, aiohttpRetries, { atLeast: 1.4 }),
      speed(declared, nodeKy, { atLeast: 1.1 }),
      ...[nodeUndici, honoOfetch, honoKy, byHand].map((stack) => speed(declared, stack)),
      ...contestants.flatMap((one): Row[] => [
        { what: one.name, samples: of(one)?.perSecond ?? [], unit: "requests/s" },
        {
          what: one.name,
          samples: of(one)?.cpuMs ?? [],
          value: quietMean(of(one)?.cpuMs ?? []),
          unit: "ms CPU a request",
        },
      ]),
    ];
    return { rows, charts: fanOutChart(contestants.map(({ name }) => [name, measured[name]])) };
  },
};

/** Starts each contestant and checks how it answers. */
async function running(stage: Stage, contestants: readonly Contestant[]): Promise<Record<string, Measurable>> {
  const servers: Record<string, Measurable> = {};
  let expected = Buffer.alloc(0);
  for (const contestant of contestants) {
    const { name, path, saysMore = false } = contestant;
    const server = await contestant.start(stage, stage.lean);
    if (server === undefined) continue;
    if (contestant === bare) expected = Buffer.from(await (await fetch(server.origin + path)).arrayBuffer());
    // The members of the merged answer, without its braces, stand together in an answer that says more.
    const members = expected.subarray(1, -1);
    servers[name] = { server, path, accepts: (body) => (saysMore ? body.includes(members) : body.equals(expected)) };
  }
  return servers;
}

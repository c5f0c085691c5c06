// Every contestant merges ten upstreams into one answer. All get the same requests, and all answers are compared byte
// for byte.
import { contestants } from "../contestants/index.ts";
import type { Contestant } from "../contestants/contestant.ts";
import { bare, byHand, honoAlone, honoKy, honoOfetch } from "../contestants/in-workerd.ts";
import { nodeKy, nodeUndici } from "../contestants/in-node.ts";
import { aiohttpRetries } from "../contestants/in-python.ts";
import { declared, merge, scopeFetch, scopeRead } from "../contestants/ours.ts";
import { fanOutChart } from "../tools/fan-out-chart.ts";
import { measureServers, type Measurable, type Measured } from "../tools/measure-servers.ts";
import type { Bound, Row } from "../tools/row.ts";
import type { Section } from "../tools/section.ts";
import type { Stage } from "../tools/stage.ts";
import { median } from "../tools/statistics.ts";
import { comparison } from "../tools/comparison.ts";
import { upstreamAlone } from "../tools/upstream-alone.ts";

/** CPU time and requests a second of every contestant, and how they compare. */
export const fanOut: Section = {
  name: "fan-out",
  title: "Fan-out, ten upstreams merged into one answer",
  async measure(stage) {
    const measured = await measureServers(await running(stage), stage.effort);
    const of = ({ name }: Contestant): Measured | undefined => measured[name];

    const cpu = (over: Contestant, under: Contestant, bound?: Bound, note?: string): Row => ({
      what: `CPU time a request, ${over.name} ÷ ${under.name}`,
      ...comparison(of(over)?.cpuMs, of(under)?.cpuMs),
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

    const rows = [
      cpu(scopeFetch, bare),
      cpu(scopeRead, bare, { atMost: 1.45 }),
      cpu(declared, bare, { atMost: 1.55 }),
      cpu(merge, bare, { atMost: 1.65 }),
      ...[honoAlone, byHand, honoOfetch, honoKy].map((stack) => cpu(stack, bare)),
      cpu(declared, best ?? honoOfetch, { atMost: 1.03 }, "the better of the two stacks in workerd"),
      cpu(declared, other ?? honoKy),
      ...[byHand, nodeKy, nodeUndici, aiohttpRetries].map((stack) => cpu(declared, stack)),
      speed(declared, aiohttpRetries, { atLeast: 1.4 }),
      speed(declared, nodeKy, { atLeast: 1.1 }),
      speed(declared, nodeUndici),
      speed(declared, honoOfetch),
      speed(declared, honoKy),
      ...contestants.filter((one) => one !== bare).map((one) => speed(one, bare)),
      ...contestants.flatMap((one): Row[] => [
        { what: one.name, samples: of(one)?.perSecond ?? [], unit: "requests/s" },
        { what: one.name, samples: of(one)?.cpuMs ?? [], unit: "ms CPU a request" },
      ]),
      await upstreamAlone(stage),
    ];
    return { rows, charts: fanOutChart(contestants.map(({ name }) => [name, measured[name]])) };
  },
};

/** Starts each contestant and checks how it answers. */
async function running(stage: Stage): Promise<Record<string, Measurable>> {
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

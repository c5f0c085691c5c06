// A rehearsal: the endpoint is asked once for each way in which its upstreams can fail, and each answer is judged.
import { gather } from "../../src/gather/index.ts";
import { asker } from "./ask.ts";
import { adviceOn } from "./advice.ts";
import { casesOf, pairsLeftOut } from "./case.ts";
import { confirm } from "./confirm.ts";
import { Lane } from "./lane.ts";
import { learn } from "./learn.ts";
import { endpointFor, merged } from "./openapi.ts";
import { LANES, planLanes } from "./plan-lanes.ts";
import { priceTagOf } from "./price-tag.ts";
import { deliveries, type Delivery } from "./reading.ts";
import type { Rehearsal, RehearseOptions } from "./rehearsal.ts";
import { runLane } from "./run-lane.ts";
import { startLanes } from "./start-lanes.ts";
import { CLIENT_GRACE_MS } from "./verdict.ts";

/** Milliseconds that the endpoint has where neither its route nor the command says. */
const DEADLINE_MS = 1_000;

/** The least deadline that the Worker's configuration takes. */
const MIN_DEADLINE_MS = 100;

/** Milliseconds that the client waits beyond twice the deadline, until it takes the endpoint to have none. */
const GIVE_UP_AFTER_MS = 2_000;

/**
 * Rehearses an endpoint and resolves to what came of it.
 *
 * @throws `RehearsalError` for an endpoint that cannot be rehearsed, with what to do about it.
 */
export async function rehearse(options: RehearseOptions): Promise<Rehearsal> {
  const startedAt = performance.now();
  const { bundle, request, variables = {}, pairs = true, only, watch } = options;
  const wanted = options.deliveries ?? (Object.keys(deliveries) as Delivery[]);
  const configuredMs = Math.max(MIN_DEADLINE_MS, options.deadlineMs ?? DEADLINE_MS);
  const common = { DEADLINE_MS: String(configuredMs), ...variables };
  const what = `${request.method} ${request.path}`;

  const first = await startLanes(bundle, [common]);
  const [servers] = first.servers;
  if (servers === undefined) throw new Error("no lane was started");
  const stop: (() => Promise<void>)[] = [first.stop];
  try {
    const price = endpointFor(await merged(servers.worker), request.method, request.path)?.price;
    const deadlineMs = price?.milliseconds.deadline ?? callersDeadline(request.path) ?? configuredMs;
    const ask = asker(request, 2 * deadlineMs + CLIENT_GRACE_MS + GIVE_UP_AFTER_MS);
    const learnt = await learn(
      (upstreams) => new Lane(servers, upstreams, ask, deadlineMs),
      what,
      wanted,
      (reading) => adviceOn(reading, request, servers.worker),
    );
    const { upstreams, baselines, subrequests } = learnt;
    const cases = casesOf(upstreams, { deliveries: wanted, pairs, only, subrequests });
    watch?.planned(cases, upstreams);

    const plans = planLanes(cases);
    const lanes = await startLanes(
      bundle,
      plans.map(({ budget }) => withBudget(common, budget)),
    );
    stop.push(lanes.stop);
    const standard = {
      baselines,
      upstreams,
      deadlineMs,
      price: price?.basis === "exact" ? price.subrequests.worst : undefined,
    };
    const running = plans.map((plan, index) => {
      const own = lanes.servers[index] ?? servers;
      return () => runLane(new Lane(own, upstreams, ask, deadlineMs), plan, standard, watch?.ran);
    });
    const ran = (await gather(running, { concurrency: LANES })).flat();
    const { judged, cleared } = await confirm(ran, standard, async (suspects) => {
      const own = await startLanes(
        bundle,
        suspects.map(({ budget }) => withBudget(common, budget)),
      );
      stop.push(own.stop);
      return own.servers.map((one) => new Lane(one, upstreams, ask, deadlineMs));
    });
    const inOrder = judged.toSorted((a, b) => cases.indexOf(a.seen.case) - cases.indexOf(b.seen.case));
    return {
      endpoint: what,
      deadlineMs,
      upstreams,
      parts: Object.keys(Object.values(baselines)[0]?.reading.parts ?? {}),
      judged: inOrder,
      price: priceTagOf(price, inOrder, learnt),
      cleared,
      pairsLeftOut: pairs ? pairsLeftOut(upstreams) : 0,
      errors: [...first.errors(), ...lanes.errors()],
      seconds: Math.round((performance.now() - startedAt) / 100) / 10,
    };
  } finally {
    await Promise.all(stop.map((end) => end()));
  }
}

function withBudget(variables: Readonly<Record<string, string>>, budget: number | undefined): Record<string, string> {
  return { ...variables, ...(budget !== undefined && { SUBREQUESTS: String(budget) }) };
}

/** The deadline that the request itself names, where the route lets callers choose. */
function callersDeadline(path: string): number | undefined {
  const given = Number(new URL(path, "http://localhost").searchParams.get("deadlineMs"));
  return given > 0 ? given : undefined;
}

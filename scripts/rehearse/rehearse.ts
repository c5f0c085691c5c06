// A rehearsal: the endpoint is asked once for each way in which its upstreams can fail, and each answer is judged.
import { gather } from "../../src/gather/index.ts";
import { asker } from "./ask.ts";
import { adviceOn } from "./advice.ts";
import { casesOf, pairsLeftOut } from "./case.ts";
import { confirm } from "./confirm.ts";
import { Lane } from "./lane.ts";
import { LanePool } from "./lane-pool.ts";
import { learn } from "./learn.ts";
import { endpointFor, merged } from "./openapi.ts";
import { LANES, planLanes } from "./plan-lanes.ts";
import { priceTagOf } from "./price-tag.ts";
import { deliveries, type Delivery, type Reading } from "./reading.ts";
import { everyStandIn, type Rehearsed } from "./rehearsed.ts";
import type { Rehearsal, RehearseOptions } from "./rehearsal.ts";
import { runLane } from "./run-lane.ts";
import type { LaneServers } from "./start-lanes.ts";
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
  const what = `${request.method} ${request.path}`;

  await using pool = new LanePool(bundle, { DEADLINE_MS: String(configuredMs), ...variables });
  const [first] = await pool.start([undefined]);
  if (first === undefined) throw new Error("no lane was started");
  const price = endpointFor(await merged(first.worker), request.method, request.path)?.price;
  const deadlineMs = price?.milliseconds.deadline ?? callersDeadline(request.path) ?? configuredMs;
  const ask = asker(request, 2 * deadlineMs + CLIENT_GRACE_MS + GIVE_UP_AFTER_MS);
  const laneAt = (servers: LaneServers, upstreams: readonly Rehearsed[]): Lane =>
    new Lane(servers, upstreams, ask, deadlineMs);

  const advice = (reading: Reading): Promise<string | undefined> => adviceOn(reading, request, first.worker);
  const learnt = await learn(laneAt(first, everyStandIn()), what, wanted, advice);
  const { upstreams, baselines, subrequests } = learnt;
  const cases = casesOf(upstreams, { deliveries: wanted, pairs, only, subrequests });
  watch?.planned(cases, upstreams);

  const plans = planLanes(cases);
  const worst = price?.basis === "exact" ? price.subrequests.worst : undefined;
  const standard = { baselines, upstreams, deadlineMs, price: worst };
  // The isolate of the first answers is as good as new.
  const reused = plans[0]?.budget === undefined ? [first] : [];
  const further = await pool.start(plans.slice(reused.length).map(({ budget }) => budget));
  const servers = [...reused, ...further];
  const running = plans.map((plan, index) => {
    return () => runLane(laneAt(servers[index] ?? first, upstreams), plan, standard, watch?.ran);
  });
  const ran = (await gather(running, { concurrency: LANES })).flat();
  const { judged, cleared } = await confirm(ran, standard, async (suspects) => {
    const fresh = await pool.start(suspects.map(({ budget }) => budget));
    return fresh.map((own) => laneAt(own, upstreams));
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
    errors: pool.errors,
    seconds: Math.round((performance.now() - startedAt) / 100) / 10,
  };
}

/** The deadline that the request itself names, where the route lets callers choose. */
function callersDeadline(path: string): number | undefined {
  const given = Number(new URL(path, "http://localhost").searchParams.get("deadlineMs"));
  return given > 0 ? given : undefined;
}

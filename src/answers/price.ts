// The price of a merged endpoint: its worst-case cost, in the units that the platform limits.
import * as z from "zod";
import { ATTEMPT_TIMEOUT_MS, EXTRA_ATTEMPTS } from "../open-scope.ts";
import { type CallCost, costOf } from "../upstream/call-cost.ts";
import { SLOTS } from "../upstream/layers/slot.ts";

/** The price of an endpoint: the member `x-price` of its operation in the OpenAPI document. */
export interface Price {
  /** `exact`: all calls are known. `incomplete`: the calls of the members in `unpriced` are not known. */
  readonly basis: "exact" | "incomplete";
  readonly unpriced?: readonly string[];
  /** Calls of each upstream, by name. */
  readonly calls: Readonly<Record<string, number>>;
  readonly subrequests: {
    /** While everything works and the cache is empty. */
    readonly healthy: number;
    /** With all retries and hedges. */
    readonly worst: number;
    /** With the most redirects of each attempt. The request's budget stops it before the limit. */
    readonly redirected: number;
  };
  /** Rounds in which six slots take all calls, if the calls start at once. */
  readonly waves: number;
  readonly milliseconds: {
    /** Until the last attempt ends, if all calls start at once, in waves. */
    readonly together: number;
    /** The same, if each call waits for the one before. */
    readonly inTurn: number;
    /** The route's own deadline. Absent if the configuration's holds. */
    readonly deadline?: number;
  };
}

/**
 * Returns the price of a route whose answer has `shape`.
 *
 * `calls` lists the upstreams that it calls. List an upstream twice if it is called twice. Without `calls`, a member
 * counts as one call if its schema is the answer of a declared upstream, also as `nullable()` or `optional()`. Other
 * members are `unpriced`.
 *
 * @throws {TypeError} for something in `calls` that is not a declared upstream.
 */
export function priceOf(shape: z.ZodRawShape, calls: readonly object[] | undefined, deadlineMs?: number): Price {
  const members = Object.entries(shape).map(([name, schema]) => ({ name, cost: costOfMember(schema as z.ZodType) }));
  const costs = calls?.map(costOfUpstream) ?? members.flatMap(({ cost }) => cost ?? []);
  const unpriced = calls === undefined ? members.filter(({ cost }) => cost === undefined).map(({ name }) => name) : [];
  return {
    basis: unpriced.length === 0 ? "exact" : "incomplete",
    ...(unpriced.length > 0 && { unpriced }),
    ...sumOf(costs, deadlineMs),
  };
}

function sumOf(costs: readonly CallCost[], deadlineMs: number | undefined): Omit<Price, "basis" | "unpriced"> {
  const byUpstream = [...Map.groupBy(costs, ({ upstream }) => upstream).values()];
  const cacheCalls = sum(costs.map((cost) => cost.cacheCalls));
  const waves = wavesOf(costs);
  return {
    calls: Object.fromEntries(byUpstream.map((own) => [own[0]?.upstream ?? "", own.length])),
    subrequests: {
      healthy: costs.length + cacheCalls,
      worst: sum(byUpstream.map(attemptsOf)) + cacheCalls,
      redirected: sum(byUpstream.map((own) => attemptsOf(own) * (own[0]?.hops ?? 1))) + cacheCalls,
    },
    waves,
    milliseconds: {
      together: waves * Math.max(0, ...costs.map(msOf)),
      inTurn: sum(costs.map(msOf)),
      ...(deadlineMs !== undefined && { deadline: deadlineMs }),
    },
  };
}

/** What takes no slot, such as a lookup in D1, runs beside the first wave. */
function wavesOf(costs: readonly CallCost[]): number {
  const slotted = costs.filter(({ slot }) => slot).length;
  return Math.max(Math.ceil(slotted / SLOTS), Math.min(1, costs.length));
}

/** Attempts of all calls of one upstream: a full bucket bounds those beyond the first of each. */
function attemptsOf(calls: readonly CallCost[]): number {
  const extra = sum(calls.map(({ sends, retries, hedgeMs }) => sends * retries + (hedgeMs === undefined ? 0 : 1)));
  return sum(calls.map(({ sends }) => sends)) + Math.min(EXTRA_ATTEMPTS, extra);
}

/** A hedge begins late and may take as long as the attempt that it stands beside. */
function msOf({ sends, retries, timeoutMs = ATTEMPT_TIMEOUT_MS, hedgeMs = 0, waitMs }: CallCost): number {
  return sends * ((1 + retries) * timeoutMs + waitMs) + hedgeMs;
}

function costOfMember(schema: z.ZodType): CallCost | undefined {
  const isWrapped = schema instanceof z.ZodNullable || schema instanceof z.ZodOptional;
  return costOf(isWrapped ? schema.unwrap() : schema);
}

function costOfUpstream(upstream: object): CallCost {
  const cost = costOf(upstream);
  if (cost === undefined) throw new TypeError("calls lists something that is not a declared upstream");
  return cost;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

// One isolate and its upstreams, which go through cases one after the other.
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import type { Asker } from "./ask.ts";
import type { Case } from "./case.ts";
import type { Observation } from "./observation.ts";
import type { Rehearsed } from "./rehearsed.ts";
import type { Reading } from "./reading.ts";
import type { LaneServers } from "./start-lanes.ts";

/** Milliseconds after the answer in which the calls that it left behind must have ended. */
const LEFT_OPEN_MS = 1_500;

/** Milliseconds without a change at the upstreams. A call that was begun last may still be on its way. */
const QUIET_MS = 50;

/** Milliseconds between two looks at what the upstreams count. */
const LOOK_EVERY_MS = 10;

/** Requests at once that open a breaker: it takes ten failures in a row (BREAKER of src/middleware/scope.ts). */
const PRIMING = 10;

/** A failure that a breaker counts and a retry does not repeat. */
const PRIMED_BY = "status=530";

/** Rounds of priming. After them the breaker is open, or the upstream has none. */
const MAX_PRIMINGS = 4;

const Counts = z.record(z.string(), z.number());

/** Runs cases against one isolate. */
export class Lane {
  readonly #servers: LaneServers;
  readonly #upstreams: readonly Rehearsed[];
  readonly #ask: Asker;
  readonly #deadlineMs: number;

  constructor(servers: LaneServers, upstreams: readonly Rehearsed[], ask: Asker, deadlineMs: number) {
    this.#servers = servers;
    this.#upstreams = upstreams;
    this.#ask = ask;
    this.#deadlineMs = deadlineMs;
  }

  /** Makes the trouble of `one`, asks the endpoint once, and ends the trouble. */
  async run(one: Case): Promise<Observation> {
    if (one.isBreakerOpen) await this.#openBreakers(one.upstreams);
    for (const [index, { path }] of one.upstreams.entries()) {
      const recipe = one.faults[index]?.recipe(this.#deadlineMs);
      if (recipe !== undefined) await this.#misbehave(path, recipe);
    }
    const before = await this.#counts();
    const asked = await this.#ask(this.#servers.worker, one.delivery);
    const { counts, leftOpen } = await this.#settled();
    await this.#behave();
    const requests = Object.fromEntries(
      Object.keys(counts).map((key) => [key, (counts[key]?.["requests"] ?? 0) - (before[key]?.["requests"] ?? 0)]),
    );
    return { case: one, ...asked, requests, leftOpen };
  }

  /** Asks while nothing goes wrong. */
  async ask(delivery: Case["delivery"]): Promise<Observation> {
    return this.run({ fault: "none", upstreams: [], faults: [], delivery });
  }

  /** Asks until a complete answer shows that the isolate is warm and its failures are forgotten; at most `times`. */
  async recover(times: number): Promise<Reading | undefined> {
    for (let left = times; left > 0; left--) {
      const { reading } = await this.#ask(this.#servers.worker, "json");
      if (reading?.complete === true || left === 1) return reading;
    }
    return undefined;
  }

  async #openBreakers(upstreams: readonly Rehearsed[]): Promise<void> {
    for (const { path, key } of upstreams) {
      await this.#misbehave(path, PRIMED_BY);
      for (let round = 0, seen = -1; round < MAX_PRIMINGS; round++) {
        await Promise.all(Array.from({ length: PRIMING }, () => this.#ask(this.#servers.worker, "json")));
        const { requests = 0 } = (await this.#counts())[key] ?? {};
        if (requests === seen) break;
        seen = requests;
      }
    }
    await this.#behave();
  }

  /** Waits until no request is open at the upstreams, or it is clear that one stays. */
  async #settled(): Promise<{ counts: Record<string, z.output<typeof Counts>>; leftOpen: string[] }> {
    const giveUpAt = performance.now() + LEFT_OPEN_MS;
    let quietAt = performance.now() + QUIET_MS;
    let before = "";
    for (;;) {
      const counts = await this.#counts();
      const now = JSON.stringify(counts);
      if (now !== before) quietAt = performance.now() + QUIET_MS;
      before = now;
      const open = this.#upstreams.filter(({ key }) => {
        const { waitingForHeaders = 0, openBodies = 0 } = counts[key] ?? {};
        return waitingForHeaders + openBodies > 0;
      });
      const isQuiet = open.length === 0 && performance.now() >= quietAt;
      if (isQuiet || performance.now() > giveUpAt) return { counts, leftOpen: open.map(({ name }) => name) };
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  async #counts(): Promise<Record<string, z.output<typeof Counts>>> {
    const counted = this.#upstreams.map(async ({ key }) => {
      const response = await fetch(`${this.#servers.upstreams}/seen?key=${encodeURIComponent(key)}`);
      return [key, Counts.parse(await response.json())] as const;
    });
    return Object.fromEntries(await Promise.all(counted));
  }

  async #misbehave(path: string, recipe: string): Promise<void> {
    const url = `${this.#servers.upstreams}/misbehave?path=${encodeURIComponent(path)}&${recipe}`;
    const response = await fetch(url, { method: "POST" });
    if (!response.ok) throw new Error(`the local upstreams refuse ${recipe}: ${await response.text()}`);
  }

  async #behave(): Promise<void> {
    await fetch(`${this.#servers.upstreams}/misbehave`, { method: "DELETE" });
  }
}

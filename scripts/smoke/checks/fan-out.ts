// Fan-outs of POST /gather: all that can be had, what cannot, and nothing at all.
import * as z from "zod";
import { ask, hasHeader, jsonOf, problemOf } from "../ask.ts";
import { type Check, holds } from "../check.ts";

/** An address that no Worker may reach: the metadata server of a cloud. */
export const REFUSED = "https://169.254.169.254/";

const Result = z.looseObject({
  outcome: z.string(),
  timing: z.looseObject({ startMs: z.number(), totalMs: z.number() }),
});
const Answer = z.looseObject({ complete: z.boolean(), elapsedMs: z.number(), results: z.array(Result) });

/** Calls of a fan-out: two waves of six slots. */
const CALLS = 8;

export const fanOut: Check = {
  name: "a fan-out",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    const requests = Array.from({ length: CALLS }, (_, index) => callTo(target.upstream, index));
    const response = await ask(target, "/gather", { body: { requests } });
    const { complete, elapsedMs, results } = await jsonOf(response, Answer);
    const outcomes = results.map(({ outcome }) => outcome).join();
    holds(complete, `calls of ${target.upstream} ended as ${outcomes}; --upstream names another`);
    const summedMs = results.reduce((sum, { timing }) => sum + timing.totalMs, 0);
    return `${CALLS} calls took ${Math.round(elapsedMs)} ms at once, ${Math.round(summedMs)} ms in sum`;
  },
};

export const partial: Check = {
  name: "an honest partial answer",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    const requests = [callTo(target.upstream), callTo(REFUSED)];
    const response = await ask(target, "/gather", { body: { requests } });
    hasHeader(response, "Gather-Complete", "false");
    hasHeader(response, "Cache-Control", "no-store");
    const { complete, results } = await jsonOf(response, Answer);
    holds(!complete, "complete is true, although a call was refused");
    const [there, refused] = results.map(({ outcome }) => outcome);
    holds(refused === "blocked", `the metadata server ended as ${refused}`);
    holds(there === "ok", `${target.upstream} ended as ${there}`);
    return "a call that is refused is reported, and the answer says that it is not complete";
  },
};

export const allFailed: Check = {
  name: "502",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    const response = await ask(target, "/gather", { body: { requests: { refused: callTo(REFUSED) } } });
    hasHeader(response, "Gather-Complete", "false");
    await problemOf(response, 502);
    return "a fan-out in which all calls failed is a problem, which the edge leaves alone";
  },
};

/** A request for `url`. The Worker sends identical requests once, so `index` goes into a header. */
export function callTo(url: string, index = 0): object {
  return { url, headers: { "X-Smoke": String(index) } };
}

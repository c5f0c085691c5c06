// A request that is too large is refused before anything is sent.
import { aboutOf } from "../about-of.ts";
import { ask, problemOf } from "../ask.ts";
import { type Check, holds } from "../check.ts";
import { callTo } from "./fan-out.ts";

/** Subrequests beyond which one request too many does not fit into a body of 1 MiB. */
const MOST_TO_ASK = 5_000;

export const limits: Check = {
  name: "limits",
  async run(target) {
    const { access, subrequests, slots } = await aboutOf(target);
    holds(access !== "closed", "no key is set to open /gather, /probe and /jobs (wrangler secret put API_KEYS)");
    return `access: ${access}; ${slots} calls at once, ${subrequests} subrequests a request`;
  },
};

export const tooManyRequests: Check = {
  name: "too many requests",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    const { subrequests } = await aboutOf(target);
    if (subrequests > MOST_TO_ASK) return `not tried: ${subrequests} subrequests do not fit into one body`;
    const requests = Array.from({ length: subrequests + 1 }, (_, index) => callTo(target.upstream, index));
    await problemOf(await ask(target, "/gather", { body: { requests } }), 422);
    return `${requests.length} requests are refused, one more than there are subrequests`;
  },
};

export const tooLarge: Check = {
  name: "too large a body",
  route: "POST /gather",
  keyed: true,
  async run(target) {
    await problemOf(await ask(target, "/gather", { body: { requests: ["x".repeat(2 ** 20)] } }), 413);
    return "a body of more than 1 MiB is refused";
  },
};

// The ten upstreams as the README says to write one: declared, with a schema and limits.
import { declareUpstream } from "../../../src/upstream/declare-upstream.ts";
import { RETRIES, TIMEOUT_MS } from "../stacks/limits.ts";
import { PartAnswer } from "../stacks/part-answer.ts";

/** The limits of every call; the six slots and the breaker are the scope's. */
export const policy = { timeoutMs: TIMEOUT_MS, retries: RETRIES };

/** Gets a part by its name, and holds it to the schema. The variable is one that wrangler.toml has already. */
export const ourPart = declareUpstream({
  name: "part",
  origin: "FORECAST_ORIGIN",
  policy,
  request: (part: string) => ({ path: `/${part}` }),
  answer: PartAnswer,
});

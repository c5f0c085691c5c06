// Uses each of its bindings once.
import { DurableObject } from "cloudflare:workers";

interface Bound {
  readonly FACTS: KVNamespace;
  readonly DATABASE: D1Database;
  readonly FILES: R2Bucket;
  readonly WAREHOUSE: Fetcher;
  readonly SEARCH_LIMITER: RateLimit;
  readonly COUNTER: DurableObjectNamespace<Counter>;
  readonly GREETING: string;
}

export class Counter extends DurableObject {
  count(): number {
    return 1;
  }
}

export default {
  async fetch(_request: Request, env: Bound): Promise<Response> {
    await env.FACTS.put("colour", "blue");
    await env.FILES.put("page", "text");
    const limits = [await env.SEARCH_LIMITER.limit({ key: "a" }), await env.SEARCH_LIMITER.limit({ key: "a" })];
    return Response.json({
      kv: await env.FACTS.get("colour"),
      d1: await env.DATABASE.prepare("SELECT 1 + 1 AS two").first("two"),
      r2: await (await env.FILES.get("page"))?.text(),
      service: await (await env.WAREHOUSE.fetch("https://warehouse/")).json(),
      limits: limits.map(({ success }) => success),
      object: await env.COUNTER.getByName("a").count(),
      greeting: env.GREETING,
    });
  },
};

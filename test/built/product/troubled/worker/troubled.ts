// KV, D1 and a Worker, as far as the product page asks them, over RPC. Each stalls or fails on request.
import { RpcTarget, WorkerEntrypoint } from "cloudflare:workers";

type Trouble = "stalled" | "broken";

/** Milliseconds of a stall: longer than any test. A promise that nothing can settle would be an error of the runtime. */
const STALL_MS = 60_000;

const troubles = new Map<string, Trouble>();

async function meet(name: string): Promise<void> {
  const trouble = troubles.get(name);
  if (trouble === "stalled") await scheduler.wait(STALL_MS);
  if (trouble === "broken") throw new Error(`${name} is broken`);
}

export class Stock extends WorkerEntrypoint {
  async get(_key: string, _type: "json"): Promise<unknown> {
    await meet("stock");
    return { pieces: 12 };
  }
}

class Statement extends RpcTarget {
  bind(_id: string): this {
    return this;
  }

  async all(): Promise<{ results: unknown[] }> {
    await meet("reviews");
    return { results: [{ stars: 5, text: "Bright and quiet." }] };
  }
}

export class Reviews extends WorkerEntrypoint {
  prepare(_sql: string): Statement {
    return new Statement();
  }
}

export default class Prices extends WorkerEntrypoint {
  override async fetch(): Promise<Response> {
    try {
      await meet("price");
      return Response.json({ cents: 4_900, currency: "EUR" });
    } catch (error) {
      return Response.json(String(error), { status: 500 });
    }
  }

  async deliveryDays(_id: string): Promise<number> {
    await meet("delivery");
    return 2;
  }

  /** Called by tests: `undefined` ends the trouble. */
  trouble(name: string, trouble: Trouble | undefined): void {
    if (trouble === undefined) troubles.delete(name);
    else troubles.set(name, trouble);
  }
}

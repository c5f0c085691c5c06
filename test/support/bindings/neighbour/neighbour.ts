// Answers over HTTP as its path says and over RPC, and counts what it was asked.
import { WorkerEntrypoint } from "cloudflare:workers";

/** Requests by key. */
const asked = new Map<string, number>();

export default class Neighbour extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const key = url.searchParams.get("key") ?? "";
    const count = (asked.get(key) ?? 0) + 1;
    asked.set(key, count);
    switch (url.pathname) {
      case "/fails-first":
        return Response.json({ url: request.url, count }, { status: count === 1 ? 503 : 200 });
      case "/fails":
        return Response.json({ count }, { status: 503 });
      case "/hangs":
        // The runtime ends a request at once that waits for nothing.
        return new Promise<Response>(() => setTimeout(() => undefined, 60_000));
      case "/moved":
        return new Response(null, { status: 302, headers: { Location: url.searchParams.get("to") ?? "/" } });
      default:
        return Response.json({ url: request.url, count, headers: Object.fromEntries(request.headers) });
    }
  }

  /** What was asked for under `key`, this way and by `fetch`. */
  seen(key: string): number {
    return asked.get(key) ?? 0;
  }

  greet(name: string, leftMs: number): { readonly greeting: string; readonly leftMs: number } {
    return { greeting: `hello ${name}`, leftMs };
  }

  fail(): never {
    throw new RangeError("out of stock");
  }
}

// A "real" API on loopback, and what the proxy before it sees.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { listen } from "../../../scripts/listen.ts";
import type { ProxiedExchange } from "../../../scripts/record/exchange.ts";
import { startProxy } from "../../../scripts/record/start-proxy.ts";

/** The variable of the upstream that the API stands for. */
export const VARIABLE = "NEWS_ORIGIN";

/** Answers one request; what it resolves to does not matter. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Serves `answer` until the test ends, and returns its origin. */
export async function realApi(answer: Answer): Promise<string> {
  const { port, close } = await listen(createServer((request, response) => void answer(request, response)));
  onTestFinished(close);
  return `http://127.0.0.1:${port}`;
}

/** A proxy before an API, until the test ends. */
interface Proxied {
  readonly origin: string;
  /** Resolves to the exchanges, when there are `count`. */
  readonly exchanges: (count: number) => Promise<readonly ProxiedExchange[]>;
}

/** Puts a proxy before `target`. */
export async function proxied(target: string, now?: () => number): Promise<Proxied> {
  const seen: ProxiedExchange[] = [];
  let changed = Promise.withResolvers<void>();
  const { origin, close } = await startProxy({ variable: VARIABLE, target, onEnd, ...(now && { now }) });
  onTestFinished(close);
  return { origin, exchanges };

  function onEnd(exchange: ProxiedExchange): void {
    seen.push(exchange);
    changed.resolve();
    changed = Promise.withResolvers();
  }

  async function exchanges(count: number): Promise<readonly ProxiedExchange[]> {
    while (seen.length < count) await changed.promise;
    return seen;
  }
}

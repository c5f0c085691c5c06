// The Worker with a proxy before each of its upstreams: what is asked of it goes to the real ones, and is seen.
import { freePort } from "../free-port.ts";
import { startDev } from "../start-dev.ts";
import { askEndpoint, type EndpointAnswer, type EndpointRequest } from "./ask-endpoint.ts";
import type { ProxiedExchange } from "./exchange.ts";
import { startProxy } from "./start-proxy.ts";

/** Milliseconds that calls may go on after the answer: background work, and attempts that were cancelled. */
const SETTLE_MS = 5_000;

/** An answer, and what the upstreams were asked for it. */
export interface Asked {
  readonly answer: EndpointAnswer;
  readonly exchanges: readonly ProxiedExchange[];
}

/** The Worker, running. Ask it one request at a time. */
export interface Recorder {
  readonly ask: (request: EndpointRequest) => Promise<Asked>;
  readonly stop: () => Promise<void>;
}

/** Starts it before the real upstreams at `origins`, by variable. @throws `Error` with what wrangler printed. */
export async function startRecorder(origins: ReadonlyMap<string, string>): Promise<Recorder> {
  let exchanges: ProxiedExchange[] = [];
  let open = 0;
  let idle: PromiseWithResolvers<void> | undefined;
  const proxies = await Promise.all(
    [...origins].map(async ([variable, target]) => {
      const proxy = await startProxy({ variable, target, onStart: () => void open++, onEnd });
      return { variable, ...proxy };
    }),
  );
  const vars = proxies.flatMap(({ variable, origin }) => ["--var", `${variable}:${origin}`]);
  const port = String(await freePort(0));
  const stack = await startDev(["--port", port, ...vars], { log: () => undefined, exitCode: 130 }).catch(
    async (error: unknown) => {
      await closeProxies();
      throw error;
    },
  );
  return { ask, stop };

  function onEnd(exchange: ProxiedExchange): void {
    exchanges.push(exchange);
    open--;
    if (open === 0) idle?.resolve();
  }

  async function ask(request: EndpointRequest): Promise<Asked> {
    exchanges = [];
    const answer = await askEndpoint(stack.url, request);
    if (open > 0) {
      idle = Promise.withResolvers<void>();
      const timer = setTimeout(idle.resolve, SETTLE_MS);
      await idle.promise;
      clearTimeout(timer);
    }
    return { answer, exchanges };
  }

  async function stop(): Promise<void> {
    await stack.stop();
    await closeProxies();
  }

  async function closeProxies(): Promise<void> {
    await Promise.all(proxies.map(({ close }) => close()));
  }
}

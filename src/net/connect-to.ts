// How a connection comes to be: checked, queued for a slot, counted, connected. The only place that touches the platform's sockets.
import { connect } from "cloudflare:sockets";
import { type CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { AttemptTrace } from "../upstream/call/call-trace.ts";
import { UpstreamError } from "../upstream/call/outcome.ts";
import { slotFor } from "../upstream/layers/slot.ts";
import { type Address, addressOf } from "./address.ts";
import { Connection } from "./connection.ts";
import { ConnectionLife, type ConnectionOptions } from "./connection-life.ts";
import { refusalOf } from "./guard.ts";

const TRANSPORTS = { off: "off", on: "on", startTls: "starttls" } as const;

/**
 * Connects to `input`: it must be in `ALLOWED_ORIGINS`; it spends one subrequest; and it holds one of the request's slots
 * until it ends, which it does with the request at the latest. Of a `fetch` the platform counts the wait for headers alone, but "each open TCP
 * socket counts": https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/#considerations
 *
 * @throws `UpstreamError`, whose `outcome` tells how it ended: `network` for an address that refuses, is not found, or fails in its TLS
 * handshake, which the platform does not tell apart; `TypeError` for what is no address; `RangeError` for a `timeoutMs` that no timer can wait.
 *
 * Caveat: workerd closes a socket that is in its TLS handshake, or whose peer takes nothing of what is being written, only when the request ends.
 */
export async function connectTo(
  call: CallContext,
  input: string | Pick<Address, "hostname" | "port">,
  options: ConnectionOptions,
): Promise<Connection> {
  const address = addressOf(input);
  const { tls = "off" } = options;
  const scope = scopeOf(call);
  const { signal = call.signal, trace = call.watch() } = options;
  const life = new ConnectionLife(scope, address, { ...options, signal, trace });
  try {
    const refusal = refusalOf(address, scope.allowedOrigins);
    if (refusal !== undefined) throw new UpstreamError(life.upstream, "blocked", refusal);
    life.begin(await slotFor({ signal: life.over, trace: life.trace }, scope.slots));
    scope.budget.spend(life.upstream);
    const attempt = new AttemptTrace(life.trace);
    attempt.noteSent();
    const { hostname, port } = address;
    const socket = connect({ hostname, port }, { allowHalfOpen: true, secureTransport: TRANSPORTS[tls] });
    socket.closed.catch(ignore);
    const connection = new Connection(life, address, socket);
    await life.orOver(socket.opened);
    attempt.noteHeaders();
    life.phase = "once connected";
    return connection;
  } catch (reason) {
    throw life.fail(reason);
  }
}

function ignore(): void {}

// How a connection comes to be: checked, queued for a slot, counted, connected. The only place that touches the platform's sockets.
import { connect } from "cloudflare:sockets";
import { type CallContext, scopeOf } from "../upstream/request/call-context.ts";
import { Attempt } from "../upstream/call/attempt.ts";
import { slotFor } from "../upstream/layers/slot.ts";
import { type Address, addressOf } from "./address.ts";
import { Connection } from "./connection.ts";
import { ConnectionLife, type ConnectionOptions } from "./connection-life.ts";
import { checkAddress } from "./guard.ts";

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
  const life = new ConnectionLife(scope, address, options, options.call ?? call.open());
  try {
    checkAddress(life.upstream, address, scope.allowedOrigins);
    life.begin(await slotFor(life.call, life.over, scope.slots));
    scope.budget.spend(life.upstream);
    const attempt = new Attempt(life.call);
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

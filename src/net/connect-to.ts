// Opens a connection: check the address, wait for a slot, spend a subrequest, connect. Only this file uses the
// platform's sockets.
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
 * Connects to `input`, which must be in `ALLOWED_ORIGINS`. The connection spends one subrequest. It holds one of the
 * request's slots until it ends, at the latest with the request. For a `fetch`, the platform counts only the wait for
 * headers, but "each open TCP socket counts":
 * https://developers.cloudflare.com/workers/runtime-apis/tcp-sockets/#considerations
 *
 * @throws {UpstreamError} with the `outcome` of the connection. `network` means refused, not found, or a failed TLS
 * handshake: the platform does not say which.
 * @throws {TypeError} for an invalid address.
 * @throws {RangeError} for a `timeoutMs` that no timer can wait.
 *
 * Caveat: during the TLS handshake, and while a peer reads nothing, workerd closes the socket only when the request
 * ends.
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

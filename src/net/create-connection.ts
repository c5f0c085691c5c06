// asyncio's create_connection: a TCP connection with callbacks.
import type { CallContext } from "../upstream/request/call-context.ts";
import type { Address } from "./address.ts";
import { connectTo } from "./connect-to.ts";
import type { ConnectionOptions } from "./connection-life.ts";
import type { Protocol } from "./protocol.ts";
import { Transport } from "./transport.ts";

/**
 * Connects to `tcp://hostname:port`, creates a protocol, and resolves when its `connectionMade` has returned. Like
 * `loop.create_connection`, but with limits: the connection ends after `timeoutMs` (the request's by default), when
 * `signal` aborts, and with the call's context. Then `connectionLost` is called.
 *
 * @example
 * const { transport } = await createConnection(call, () => new LineProtocol(), "tcp://cache.internal:6379");
 * transport.write("PING\r\n");
 *
 * @throws {UpstreamError} if it cannot connect; `outcome` says why. No protocol is created then.
 * @throws The error of `protocolFactory` or `connectionMade`.
 * @throws {TypeError} for an invalid address.
 *
 * Caveat: the connection holds one of the request's six slots until it is closed. If six are open, the next one waits
 * until the deadline.
 */
export async function createConnection<P extends Protocol>(
  call: CallContext,
  protocolFactory: () => P,
  address: string | Pick<Address, "hostname" | "port">,
  options: ConnectionOptions = {},
): Promise<{ readonly transport: Transport; readonly protocol: P }> {
  const connection = await connectTo(call, address, options);
  let protocol: P;
  try {
    protocol = protocolFactory();
  } catch (reason) {
    connection.abort();
    throw reason;
  }
  const transport = new Transport(connection, protocol);
  transport.start();
  return { transport, protocol };
}

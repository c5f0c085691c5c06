// asyncio's create_connection: a TCP connection that calls a protocol back.
import type { CallContext } from "../upstream/request/call-context.ts";
import type { Address } from "./address.ts";
import { connectTo } from "./connect-to.ts";
import type { ConnectionOptions } from "./connection-life.ts";
import type { Protocol } from "./protocol.ts";
import { Transport } from "./transport.ts";

/**
 * Connects to `tcp://hostname:port`, makes a protocol, and resolves when its `connectionMade` has returned. Like `loop.create_connection`, but
 * bounded: the connection ends after `timeoutMs` (the request's by default), when `signal` aborts, and with the call's context; `connectionLost` is told.
 *
 * @throws `UpstreamError`, whose `outcome` tells why it was not connected: no protocol is made then; what `protocolFactory` or
 * `connectionMade` throws; `TypeError` for what is no address.
 *
 * Caveat: it holds one of the request's six slots until it is closed; who keeps six open waits for the seventh until the deadline.
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

// Who asks, for what is counted or kept apart by caller.
import type { Context } from "hono";
import { sha256 } from "hono/utils/crypto";
import { clientAddress } from "./client-address.ts";
import type { AppEnv } from "../middleware/scope.ts";

/** Names by request, so that each request makes one digest. */
const known = new WeakMap<Context<AppEnv>, string>();

/** Names the caller of a route behind `access`: by the digest of the key, so that no key leaves the Worker, or by address. */
export async function callerOf(c: Context<AppEnv>): Promise<string> {
  const { key } = c.var;
  const caller = known.get(c) ?? (key === undefined ? clientAddress(c) : `key ${await sha256(key)}`);
  known.set(c, caller);
  return caller;
}

// Names the caller of a request. Counts and breakers are kept by that name.
import type { Context } from "hono";
import { sha256 } from "hono/utils/crypto";
import { clientAddress } from "./client-address.ts";
import type { AppEnv } from "../app-env.ts";

/** Names by request, so that each request needs one digest. */
const known = new WeakMap<Context<AppEnv>, string>();

/** Returns the name of the caller: a digest of the key, so that no key leaves the Worker, or the address. */
export async function callerOf(c: Context<AppEnv>): Promise<string> {
  const { key } = c.var;
  const caller = known.get(c) ?? (key === undefined ? clientAddress(c) : `key ${await sha256(key)}`);
  known.set(c, caller);
  return caller;
}

// The types that every handler and middleware shares.
import type { CallContext } from "./upstream/request/call-context.ts";

/** The types of `c.env` and `c.var` in handlers. */
export interface AppEnv {
  Bindings: Env;
  Variables: { call: CallContext; key: string | undefined };
}

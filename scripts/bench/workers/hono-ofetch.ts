// Hono, p-limit, cockatiel, ofetch and zod.
import { mergeWithOfetch } from "../stacks/with-ofetch.ts";
import { honoStack } from "./hono-stack.ts";

export default { fetch: honoStack(mergeWithOfetch).fetch };

// Hono, p-limit, cockatiel, ky and zod.
import { mergeWithKy } from "../stacks/with-ky.ts";
import { honoStack } from "./hono-stack.ts";

export default { fetch: honoStack(mergeWithKy).fetch };

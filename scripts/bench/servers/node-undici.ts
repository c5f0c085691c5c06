// Node's `http`, p-limit, cockatiel, undici's RetryAgent and zod.
import { mergeWithUndici } from "../stacks/with-undici.ts";
import { serveMerged } from "./serve-merged.ts";

serveMerged(mergeWithUndici);

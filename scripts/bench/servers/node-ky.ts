// Node's `http`, p-limit, cockatiel, ky and zod.
import { mergeWithKy } from "../stacks/with-ky.ts";
import { serveMerged } from "./serve-merged.ts";

serveMerged(mergeWithKy);

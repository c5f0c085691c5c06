// The same fan-out as a plain Node server: `http`, the built-in `fetch`, `Promise.all`.
import { plainlyMerged } from "../workers/parts.ts";
import { serveMerged } from "./serve-merged.ts";

serveMerged((origin) => plainlyMerged(origin));

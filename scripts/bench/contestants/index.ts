// All contestants, in the order of the report.
import type { Contestant } from "./contestant.ts";
import { bare, byHand, honoAlone, honoKy, honoOfetch } from "./in-workerd.ts";
import { nodeHttp, nodeKy, nodeUndici } from "./in-node.ts";
import { aiohttp, aiohttpRetries } from "./in-python.ts";
import { declared, merge, scopeFetch, scopeRead } from "./ours.ts";

/** All contestants of the fan-out. */
export const contestants: readonly Contestant[] = [
  bare,
  honoAlone,
  byHand,
  honoOfetch,
  honoKy,
  scopeFetch,
  scopeRead,
  declared,
  merge,
  nodeHttp,
  nodeKy,
  nodeUndici,
  aiohttp,
  aiohttpRetries,
];

// Node servers, without a framework: `node:http` costs them less than Hono costs a Worker.
import { type Contestant, promises } from "./contestant.ts";

function node(name: string, file: string, about: Pick<Contestant, "keeps" | "caveat">): Contestant {
  const path = `scripts/bench/servers/${file}.ts`;
  return { name, path: "/merged", start: (stage, origin) => stage.start([path, origin]), ...about };
}

export const nodeHttp = node("Node http", "node-fan-out", { keeps: [], caveat: "fetch and Promise.all" });

export const nodeKy = node("Node + ky", "node-ky", {
  keeps: promises,
  caveat: "holds a slot through waits and bodies",
});

export const nodeUndici = node("Node + undici", "node-undici", {
  keeps: promises,
  caveat: "its clocks tick by the half second; holds a slot through waits and bodies",
});

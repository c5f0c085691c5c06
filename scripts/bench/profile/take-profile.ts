// V8's CPU profile of one Worker under load, as milliseconds of CPU time a request.
import { writeFileSync } from "node:fs";
import { cpuTimeMs } from "../tools/cpu-time.ts";
import { OUT } from "../tools/build-workers.ts";
import { openInspector } from "../tools/inspector.ts";
import type { Load } from "../tools/load.ts";
import type { RunningWorker } from "../tools/serve-worker.ts";
import { percentile } from "../tools/statistics.ts";

/** Microseconds between samples: each costs some, so that fewer would disturb less and tell less. */
const INTERVAL_US = 500;

/** A function in the profile, as the DevTools Protocol describes it. */
export interface Frame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: Frame; readonly children?: readonly number[] }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The result of a profile. */
export interface Taken {
  /** Each sampled function with its callers, innermost first, and its own milliseconds a request. */
  readonly stacks: readonly { readonly frames: readonly Frame[]; readonly ms: number }[];
  /** All CPU time of the process, a request. */
  readonly cpuMs: number;
}

/** Profiles `requests` requests; writes `<name>.cpuprofile`, which DevTools opens, beside the bundles. */
export async function takeProfile(name: string, worker: RunningWorker, load: Load, requests: number): Promise<Taken> {
  const inspector = await openInspector(worker.inspectorPort);
  await inspector.send("Profiler.enable");
  await inspector.send("Profiler.setSamplingInterval", { interval: INTERVAL_US });
  await inspector.send("Profiler.start");
  const before = cpuTimeMs(worker.pid) ?? NaN;
  await load.ask(requests);
  const cpuMs = ((cpuTimeMs(worker.pid) ?? NaN) - before) / requests;
  const { profile } = await inspector.send<{ profile: CpuProfile }>("Profiler.stop");
  inspector.close();
  writeFileSync(`${OUT}/${name.replaceAll(/\W+/g, "-")}.cpuprofile`, JSON.stringify(profile));
  return { stacks: stacksOf(profile, requests), cpuMs };
}

function stacksOf({ nodes, samples, timeDeltas }: CpuProfile, requests: number): Taken["stacks"] {
  // The sampler misses what runs outside the isolate, and the gap grows by whole intervals: most gaps are one interval.
  const sampleMs = percentile(timeDeltas, 0.25) / 1000;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const counts = new Map<number, number>();
  for (const id of samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].map(([id, count]) => {
    const frames: Frame[] = [];
    for (let at: number | undefined = id; at !== undefined; at = callers.get(at)) {
      const node = byId.get(at);
      if (node !== undefined) frames.push(node.callFrame);
    }
    return { frames, ms: (count * sampleMs) / requests };
  });
}

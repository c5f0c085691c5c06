// `npm run bench -- --profile`: where the CPU time of a request goes, in hundredths of a bare Worker's.
import type { WorkerName } from "../tools/build-workers.ts";
import { full } from "../tools/effort.ts";
import { openLoad } from "../tools/load.ts";
import { measureServers } from "../tools/measure-servers.ts";
import { onStage, type Stage } from "../tools/stage.ts";
import { median } from "../tools/statistics.ts";
import { type Group, grouped, groups } from "./group-of.ts";
import { sourceOf } from "./source-of.ts";
import { type Taken, takeProfile } from "./take-profile.ts";

/** Requests that one profile covers, and connections that ask. */
const REQUESTS = 2_000;
const CONNECTIONS = 16;

/** Files that the second table names. */
const FILES = 15;

interface Profiled {
  readonly name: string;
  readonly worker: WorkerName;
  readonly path: string;
}

const profiled: readonly Profiled[] = [
  { name: "bare", worker: "bare", path: "/merged" },
  { name: "by hand", worker: "by-hand", path: "/merged" },
  { name: "ofetch", worker: "hono-ofetch", path: "/merged" },
  { name: "scope.read", worker: "ours", path: "/merged/read" },
  { name: "declared", worker: "ours", path: "/merged/declared" },
  { name: "merge", worker: "ours", path: "/merged/merge" },
];

/** Profiles each Worker and prints the groups of all, then the files of the declared upstreams. */
export async function profile(): Promise<void> {
  await onStage(full, async function profileAll(stage) {
    const cpuMs = await unprofiled(stage);
    const columns: Map<Group, number>[] = [];
    for (const one of profiled) {
      console.error(`profiling: ${one.name} ...`);
      const taken = await profileOne(stage, one);
      const sums = grouped(taken, sourceOf(one.worker));
      // The profiler costs time itself: the whole is what the same request takes without it.
      const factor = (cpuMs[one.name] ?? NaN) / taken.cpuMs;
      columns.push(new Map([...sums].map(([group, ms]) => [group, ms * factor])));
      if (one.name === "declared") printFiles(taken, sourceOf(one.worker));
    }
    printGroups(columns);
  });
}

/** Median CPU time of a request, in rounds, without the inspector. */
async function unprofiled({ serve, effort }: Stage): Promise<Record<string, number>> {
  const servers: Record<string, Parameters<typeof measureServers>[0][string]> = {};
  for (const { name, worker, path } of profiled) servers[name] = { server: await serve(worker), path };
  const measured = await measureServers(servers, { ...effort, rounds: 30 });
  return Object.fromEntries(Object.entries(measured).map(([name, { cpuMs }]) => [name, median(cpuMs)]));
}

async function profileOne({ serve, lean, effort }: Stage, { name, worker, path }: Profiled): Promise<Taken> {
  const running = await serve(worker, lean, { inspected: true });
  const load = openLoad(running.origin + path, CONNECTIONS);
  await load.ask(effort.warmUp);
  const taken = await takeProfile(name, running, load, REQUESTS);
  await load.close();
  await running.stop();
  return taken;
}

function printGroups(columns: readonly ReadonlyMap<Group, number>[]): void {
  const total = (column: ReadonlyMap<Group, number> | undefined) =>
    [...(column ?? [])].reduce((sum, [, ms]) => sum + ms, 0);
  const whole = total(columns[0]);
  const cell = (ms: number) => (ms === 0 ? "–" : String(Math.round((100 * ms) / whole)));
  const lines = [
    ["hundredths of a bare Worker's CPU time", ...profiled.map(({ name }) => name)],
    ...groups.map((group) => [group, ...columns.map((column) => cell(column.get(group) ?? 0))]),
    ["all", ...columns.map((column) => cell(total(column)))],
  ];
  for (const [first = "", ...rest] of lines)
    console.log(first.padEnd(50) + rest.map((text) => text.padStart(12)).join(""));
}

function printFiles({ stacks }: Taken, source: ReturnType<typeof sourceOf>): void {
  const sums = new Map<string, number>();
  for (const { frames, ms } of stacks) {
    const file = frames.map(source).find((name) => name !== undefined);
    if (file !== undefined) sums.set(file, (sums.get(file) ?? 0) + ms);
  }
  const most = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, FILES);
  console.log("\ndeclared: microseconds a request by file, with the runtime's functions that it calls");
  for (const [file, ms] of most) console.log(`${String(Math.round(ms * 1000)).padStart(6)}  ${file}`);
  console.log();
}

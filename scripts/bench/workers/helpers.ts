// Runs one contestant a number of times. Clocks stand still inside workerd while code computes, so the client measures.
import { contestants, readyTasks } from "./contestants.ts";

const prepared = new Map<string, () => Promise<unknown>>();

export default {
  /** `?contestant=gather&tasks=1000&times=100`; with `times=0` it is a request that does nothing. */
  async fetch(request: Request): Promise<Response> {
    const { searchParams } = new URL(request.url);
    const name = searchParams.get("contestant") ?? "";
    const tasks = Number(searchParams.get("tasks"));
    const times = Number(searchParams.get("times"));
    const key = `${name} ${tasks}`;
    const run = prepared.get(key) ?? contestants[name]?.(readyTasks(tasks));
    if (run === undefined) return new Response(`there is no ${name}`, { status: 404 });
    prepared.set(key, run);
    for (let time = 0; time < times; time++) await run();
    return new Response("done");
  },
};

// Coroutines: gather and its siblings. They use standard web APIs only, and run in Workers, browsers and Node 22.
import { checkRuntime } from "./check-runtime.ts";

export { Alarms } from "./alarms.ts";
export { asCompleted } from "./as-completed.ts";
export type { Completion } from "./completions.ts";
export { gather } from "./gather.ts";
export { gatherAny } from "./gather-any.ts";
export { gatherSettled, type GatheredOutcomes } from "./gather-settled.ts";
export { gatherSome } from "./gather-some.ts";
export type { TaskStarter } from "./group.ts";
export { Semaphore, type Release } from "./semaphore.ts";
export { shield, type ShieldOptions } from "./shield.ts";
export { sleep } from "./sleep.ts";
export type { Forkable, Gathered, GatherOptions, ResultOf, Task, TaskContext, TaskResult, Tasks } from "./task.ts";
export { taskGroup, TaskGroup } from "./task-group.ts";
export { TimeoutError } from "./timeout-error.ts";
export { withTimeout } from "./with-timeout.ts";

checkRuntime();

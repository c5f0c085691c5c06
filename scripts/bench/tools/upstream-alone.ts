// The ceiling of the fan-out: the upstream, asked by the load itself.
import { openLoad } from "./load.ts";
import type { Row } from "./row.ts";
import type { Stage } from "./stage.ts";

/** The requests a second that the upstream allows; ten of its answers count as one request. */
export async function upstreamAlone({ lean, effort }: Stage): Promise<Row> {
  const load = openLoad(`${lean}/part0`, 64);
  await load.ask(effort.requests * 10);
  const { perSecond } = await load.ask(effort.requests * 50);
  await load.close();
  return {
    what: "the upstream, asked by itself",
    samples: [perSecond / 10],
    unit: "requests/s",
    note: "ten answers counted as one request: the ceiling for everyone",
  };
}

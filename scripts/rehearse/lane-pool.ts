// All lanes of a rehearsal, started when they are needed and stopped together.
import { type Lanes, type LaneServers, startLanes } from "./start-lanes.ts";

/** Starts lanes for one Worker. */
export class LanePool implements AsyncDisposable {
  readonly #bundle: string;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #started: Lanes[] = [];

  /** Lanes run the Worker at `bundle`, with `variables` besides those of `wrangler.toml`. */
  constructor(bundle: string, variables: Readonly<Record<string, string>>) {
    this.#bundle = bundle;
    this.#variables = variables;
  }

  /** The first mistakes that the Workers have logged. */
  get errors(): string[] {
    return this.#started.flatMap((lanes) => lanes.errors());
  }

  /** Starts a lane for each budget: the subrequests of a request, or `undefined` for as many as are configured. */
  async start(budgets: readonly (number | undefined)[]): Promise<readonly LaneServers[]> {
    if (budgets.length === 0) return [];
    const lanes = await startLanes(
      this.#bundle,
      budgets.map((budget) => ({
        ...this.#variables,
        ...(budget !== undefined && { SUBREQUESTS: String(budget) }),
      })),
    );
    this.#started.push(lanes);
    return lanes.servers;
  }

  /** Stops every lane. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#started.map((lanes) => lanes.stop()));
  }
}

// The panel of runs within requests: bars, a table, a legend and a sentence.
import { gatherSettled } from "../../gather/index.ts";
import type { About } from "./about.ts";
import { allowingCommand } from "./allowing-command.ts";
import { ChartView, type DrawnLane } from "./chart-view.ts";
import type { Choice } from "./choice.ts";
import { curlOf } from "./curl.ts";
import { byId } from "./element.ts";
import { ExchangeView } from "./exchange-view.ts";
import { explainFault } from "./explain-fault.ts";
import type { Fault } from "./fault.ts";
import { Lane } from "./lane.ts";
import { LaneClock } from "./lane-clock.ts";
import { LegendView } from "./legend-view.ts";
import type { Panel } from "./panel.ts";
import { planRun } from "./plan-run.ts";
import { runLane } from "./run-lane.ts";
import { showFault } from "./show-fault.ts";
import { TableView } from "./table-view.ts";
import { tellRun } from "./tell-run.ts";
import { whyNot } from "./why-not.ts";

type ShownLane = DrawnLane & { readonly exchange: ExchangeView };

/** The panel. `named` gives a fault the field names of the form. */
export class FanOutPanel implements Panel {
  readonly #chart = new ChartView();
  readonly #table = new TableView();
  readonly #legend = new LegendView();
  readonly #verdict = byId("verdict", HTMLElement);
  readonly #exchanges = byId("exchanges", HTMLElement);
  readonly #named: (fault: Fault) => Fault;
  #running: AbortController | undefined;

  constructor(named: (fault: Fault) => Fault) {
    this.#named = named;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  show(choice: Choice, about: About): void {
    this.#draw(choice, about);
  }

  async run(choice: Choice, about: About, key: string): Promise<Fault | undefined> {
    const controller = new AbortController();
    this.#running = controller;
    const lanes = this.#draw(choice, about);
    const { signal } = controller;
    const { asks } = choice.preset;
    const tasks = lanes.map(({ plan, lane, clock, exchange }) => () => {
      const onText = (line: string): void => exchange.add(line);
      const onChange = (): void => {
        this.#chart.draw();
        if (this.#running !== controller) return;
        this.#legend.show(choice.preset, lanes);
        this.#table.refresh(lanes);
      };
      return runLane(lane, plan.request, { asks, clock, signal, key, onText, onChange });
    });
    await gatherSettled(tasks);
    // The user may have made another choice by now.
    if (this.#running !== controller && this.#running !== undefined) return undefined;
    this.#running = undefined;
    if (!this.#exchanges.contains(lanes[0]?.exchange.element ?? null)) return undefined;
    return this.#tell(lanes, choice);
  }

  stop(): void {
    this.#running?.abort();
  }

  leave(): void {
    this.#running?.abort();
    this.#running = undefined;
  }

  /** Draws the bars and requests of `choice`, before the run starts. */
  #draw(choice: Choice, about: About): readonly ShownLane[] {
    const { preset } = choice;
    const salt = crypto.getRandomValues(new Uint32Array(1)).join("");
    const lanes = planRun(choice, about, salt).map((plan) => ({
      plan,
      lane: new Lane(plan.keys),
      clock: new LaneClock(),
      exchange: new ExchangeView(plan.title, curlOf(plan.request, location.origin, about.access !== "open")),
    }));
    this.#chart.begin(lanes, preset.asks === "gather" ? about.slots : 0);
    this.#table.show(lanes);
    // A command is shown only if it would work.
    const works = whyNot(preset, about) === undefined;
    this.#exchanges.replaceChildren(...(works ? lanes.map(({ exchange }) => exchange.element) : []));
    this.#legend.show(preset, lanes);
    showFault({});
    this.#verdict.textContent = tellRun(lanes, choice);
    return lanes;
  }

  /** Shows the result of a run. Returns its fault, if it has one. */
  #tell(lanes: readonly ShownLane[], choice: Choice): Fault | undefined {
    this.#table.show(lanes);
    this.#legend.show(choice.preset, lanes);
    const text = tellRun(lanes, choice);
    this.#verdict.textContent = text;
    const failed = lanes.find(({ lane }) => lane.fault !== undefined)?.lane;
    const fault = failed?.fault && explainFault(this.#named(failed.fault), failed.bars);
    const hasHeadline = fault !== undefined && text.startsWith(fault.title);
    showFault({ fault, hasHeadline, command: allowingCommand(lanes.flatMap(({ lane }) => lane.bars)) });
    return failed?.fault;
  }
}

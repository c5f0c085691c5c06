// The page at /: run a fan-out and watch where the time goes. Progress events become bars, a table and a sentence.
import { type About, readAbout, unknownAbout } from "./home/about.ts";
import { ChartView, type DrawnLane } from "./home/chart-view.ts";
import { addressOf, type Choice, choiceIn, choiceOf, sensible } from "./home/choice.ts";
import { copiesOnClick } from "./home/copy-button.ts";
import { allowingCommand } from "./home/allowing-command.ts";
import { byId } from "./home/element.ts";
import { ExchangeView } from "./home/exchange-view.ts";
import { FormView } from "./home/form-view.ts";
import { explainFault } from "./home/explain-fault.ts";
import { gatherSettled } from "../gather/index.ts";
import { Lane } from "./home/lane.ts";
import { LaneClock } from "./home/lane-clock.ts";
import { LegendView } from "./home/legend-view.ts";
import { planRun } from "./home/plan-run.ts";
import { runLane } from "./home/run-lane.ts";
import { TableView } from "./home/table-view.ts";
import { tellRun } from "./home/tell-run.ts";
import { whyNot } from "./home/why-not.ts";
import { showFault } from "./home/show-fault.ts";

const chart = new ChartView();
const table = new TableView();
const legend = new LegendView();
const form = new FormView(pick, keepAddress);
const verdict = byId("verdict", HTMLElement);
const runButton = byId("run", HTMLButtonElement);
const stopButton = byId("stop", HTMLButtonElement);
const exchanges = byId("exchanges", HTMLElement);

let about: About = unknownAbout;
let known = false;
let running: AbortController | undefined;

form.element.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
stopButton.addEventListener("click", () => running?.abort());
copiesOnClick(byId("share", HTMLButtonElement), () =>
  addressOf(sensible(form.choice)) === undefined ? undefined : location.href,
);
addEventListener("popstate", () => show(choiceIn(location.search)));

show(choiceIn(location.search));
if (form.choice.preset.asks === "hello") whenSeen(() => void run());
void learn();

async function learn(): Promise<void> {
  about = await readAbout();
  known = true;
  form.show(form.choice, about);
  showRunning(running !== undefined);
  // The "hello" preset does not depend on `about`, and may have run by now.
  if (running === undefined && form.choice.preset.asks !== "hello") draw(sensible(form.choice));
}

/** Shows `choice` before a run. */
function show(choice: Choice): void {
  running?.abort();
  running = undefined;
  // The Worker has not answered yet, so nothing is shown as missing.
  form.show(choice, known ? about : { ...about, access: "open", localUpstreams: "" });
  showRunning(false);
  draw(choice);
}

/** Draws the bars and requests of `choice`, before the run starts. */
function draw(choice: Choice): readonly (DrawnLane & { readonly exchange: ExchangeView })[] {
  const { preset } = choice;
  const salt = crypto.getRandomValues(new Uint32Array(1)).join("");
  const lanes = planRun(choice, about, salt).map((plan) => ({
    plan,
    lane: new Lane(plan.keys),
    clock: new LaneClock(),
    exchange: new ExchangeView(plan, about.access !== "open"),
  }));
  chart.begin(lanes, preset.asks === "gather" ? about.slots : 0);
  table.show(lanes);
  // A command is shown only if it would work.
  const works = whyNot(preset, about) === undefined;
  exchanges.replaceChildren(...(works ? lanes.map(({ exchange }) => exchange.element) : []));
  legend.show(preset, lanes);
  showFault({});
  verdict.textContent = tellRun(lanes, choice);
  return lanes;
}

async function run(): Promise<void> {
  const { choice, key } = form;
  if (running !== undefined || whyNot(choice.preset, about) !== undefined || !form.element.reportValidity()) return;
  const controller = new AbortController();
  running = controller;
  showRunning(true);
  const lanes = draw(choice);
  const { signal } = controller;
  const { asks } = choice.preset;
  const tasks = lanes.map(({ plan, lane, clock, exchange }) => () => {
    const onText = (line: string): void => exchange.add(line);
    const onChange = (): void => {
      chart.draw();
      if (running !== controller) return;
      legend.show(choice.preset, lanes);
      table.refresh(lanes);
    };
    return runLane(lane, plan.request, { asks, clock, signal, key, onText, onChange });
  });
  await gatherSettled(tasks);
  // The user may have made another choice by now.
  if (running !== controller && running !== undefined) return;
  running = undefined;
  showRunning(false);
  if (!exchanges.contains(lanes[0]?.exchange.element ?? null)) return;
  table.show(lanes);
  legend.show(choice.preset, lanes);
  const text = tellRun(lanes, choice);
  verdict.textContent = text;
  const failed = lanes.find(({ lane }) => lane.fault !== undefined)?.lane;
  const fault = failed?.fault && explainFault(form.named(failed.fault), failed.bars);
  const hasHeadline = fault !== undefined && text.startsWith(fault.title);
  showFault({ fault, hasHeadline, command: allowingCommand(lanes.flatMap(({ lane }) => lane.bars)) });
  if (failed?.fault !== undefined) form.blame(failed.fault);
}

function showRunning(runs: boolean): void {
  runButton.setAttribute("aria-disabled", String(runs || whyNot(form.choice.preset, about) !== undefined));
  stopButton.setAttribute("aria-disabled", String(!runs));
}

function pick(preset: Choice["preset"]): void {
  const choice = choiceOf(preset);
  history.pushState(null, "", addressOf(choice));
  show(choice);
}

function keepAddress(): void {
  // If the address is too long, it holds the preset alone.
  const choice = sensible(form.choice);
  history.replaceState(null, "", addressOf(choice) ?? addressOf(choiceOf(choice.preset)));
  if (running === undefined) draw(choice);
}

/** Calls `begin` when the page is visible: now, or later. */
function whenSeen(begin: () => void): void {
  if (document.visibilityState === "visible") return begin();
  document.addEventListener("visibilitychange", begin, { once: true });
}

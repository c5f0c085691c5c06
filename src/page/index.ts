// The page at /: run a fan-out or a job, and watch where the time goes. The form chooses what to run; a panel shows it.
import { type About, readAbout, unknownAbout } from "./home/about.ts";
import { addressOf, type Choice, choiceIn, choiceOf, sensible } from "./home/choice.ts";
import { copiesOnClick } from "./home/copy-button.ts";
import { byId } from "./home/element.ts";
import { FanOutPanel } from "./home/fan-out-panel.ts";
import { FormView } from "./home/form-view.ts";
import { JobPanel } from "./home/job/job-panel.ts";
import { keepJob, keptJob } from "./home/job/kept-job.ts";
import type { Panel } from "./home/panel.ts";
import { whyNot } from "./home/why-not.ts";

const form = new FormView(pick, keepAddress);
const fanOut = new FanOutPanel((fault) => form.named(fault));
const jobs = new JobPanel(keepJob);
const runButton = byId("run", HTMLButtonElement);
const stopButton = byId("stop", HTMLButtonElement);

let about: About = unknownAbout;
let known = false;

form.element.addEventListener("submit", (event) => {
  event.preventDefault();
  void run();
});
stopButton.addEventListener("click", () => panelOf(form.choice).stop());
copiesOnClick(byId("share", HTMLButtonElement), () =>
  addressOf(sensible(form.choice)) === undefined ? undefined : location.href,
);
addEventListener("popstate", () => {
  show(choiceIn(location.search));
  goOn();
});

show(choiceIn(location.search));
if (form.choice.preset.asks === "hello") whenSeen(() => void run());
void learn();

async function learn(): Promise<void> {
  about = await readAbout();
  known = true;
  form.show(form.choice, about);
  const panel = panelOf(form.choice);
  showRunning();
  // The "hello" preset does not depend on `about`, and may have run by now.
  if (!panel.isRunning && form.choice.preset.asks !== "hello") panel.show(sensible(form.choice), about);
  goOn();
}

/** Shows `choice` before a run. */
function show(choice: Choice): void {
  fanOut.leave();
  jobs.leave();
  jobs.known = keptJob();
  document.body.dataset["asks"] = choice.preset.asks;
  // Until the Worker has answered, nothing is shown as missing.
  form.show(choice, known ? about : { ...about, access: "open", localUpstreams: "", jobs: true });
  panelOf(choice).show(choice, about);
  showRunning();
}

/** Continues to watch the job in the address, which makes no calls. If a key is needed, it waits for the key. */
function goOn(): void {
  if (known && form.choice.preset.asks === "job" && jobs.isOpen && about.access === "open") void run();
}

async function run(): Promise<void> {
  const { choice, key } = form;
  const panel = panelOf(choice);
  if (panel.isRunning || whyNot(choice.preset, about) !== undefined || !form.element.reportValidity()) return;
  const running = panel.run(choice, about, key);
  showRunning();
  const fault = await running;
  showRunning();
  if (fault !== undefined) form.blame(fault);
}

function panelOf({ preset }: Choice): Panel {
  return preset.asks === "job" ? jobs : fanOut;
}

function showRunning(): void {
  const { isRunning } = panelOf(form.choice);
  const stands = isRunning || whyNot(form.choice.preset, about) !== undefined;
  runButton.setAttribute("aria-disabled", String(stands));
  stopButton.setAttribute("aria-disabled", String(!isRunning));
}

function pick(preset: Choice["preset"]): void {
  const choice = choiceOf(preset);
  history.pushState(null, "", addressOf(choice));
  show(choice);
}

function keepAddress(): void {
  // If the address is too long, it holds the preset alone.
  const choice = sensible(form.choice);
  const panel = panelOf(choice);
  // The address of a job that runs names it, whatever is typed for the next one.
  if (panel === jobs && panel.isRunning) return;
  history.replaceState(null, "", addressOf(choice) ?? addressOf(choiceOf(choice.preset)));
  if (!panel.isRunning) panel.show(choice, about);
}

/** Calls `begin` when the page is visible: now, or later. */
function whenSeen(begin: () => void): void {
  if (document.visibilityState === "visible") return begin();
  document.addEventListener("visibilitychange", begin, { once: true });
}

// The panel of a job. It uploads the job, watches it, and continues after a reload from the last event.
import type { About } from "../about.ts";
import type { Choice } from "../choice.ts";
import { curlOf } from "../curl.ts";
import { byId } from "../element.ts";
import { ExchangeView } from "../exchange-view.ts";
import { type Fault, networkFault } from "../fault.ts";
import type { Panel } from "../panel.ts";
import { showFault } from "../show-fault.ts";
import { whyNot } from "../why-not.ts";
import { cancelJob, followJob, postJob, RefusedError } from "./job-client.ts";
import { JobProgress } from "./job-progress.ts";
import type { KeptJob } from "./kept-job.ts";
import { JobView } from "./job-view.ts";
import { JOB_REQUESTS, planJob } from "./plan-job.ts";
import { tellJob } from "./tell-job.ts";

/** Lines of the upload that the command shows. */
const SHOWN_LINES = 3;

/** The panel. `keep` stores the watched job for a reload. */
export class JobPanel implements Panel {
  readonly #view = new JobView();
  readonly #verdict = byId("verdict", HTMLElement);
  readonly #keep: (known: KeptJob | undefined) => void;
  #known: KeptJob | undefined;
  #progress = new JobProgress();
  #watching: AbortController | undefined;
  #key = "";

  constructor(keep: (known: KeptJob | undefined) => void) {
    this.#keep = keep;
  }

  get isRunning(): boolean {
    return this.#watching !== undefined;
  }

  /** Returns true if there is a job to continue that has not ended. */
  get isOpen(): boolean {
    return this.#known !== undefined && !this.#progress.hasEnded;
  }

  /** The job to continue. `undefined` for a new one. */
  set known(known: KeptJob | undefined) {
    this.#known = known;
    this.#progress = new JobProgress();
  }

  show(choice: Choice, about: About): ExchangeView {
    const salt = crypto.getRandomValues(new Uint32Array(1)).join("");
    const request = planJob(choice, about, salt);
    const shown = { ...request, body: sampleOf(request.body ?? "") };
    const exchange = new ExchangeView("The job", curlOf(shown, location.origin, about.access !== "open"));
    byId("exchanges", HTMLElement).replaceChildren(
      ...(whyNot(choice.preset, about) === undefined ? [exchange.element] : []),
    );
    showFault({});
    this.#draw(
      this.isOpen && about.access !== "open" ? "A job is under way. Give the key and run it to watch it." : undefined,
    );
    return exchange;
  }

  async run(choice: Choice, about: About, key: string): Promise<Fault | undefined> {
    const controller = new AbortController();
    const { signal } = controller;
    this.#watching = controller;
    this.#key = key;
    if (!this.isOpen) this.known = undefined;
    const exchange = this.show(choice, about);
    try {
      if (this.#known === undefined) await this.#begin(choice, about, signal);
      const { id = "", eventId = "" } = this.#known ?? {};
      const onText = (line: string): void => exchange.add(line);
      const onLost = (): void =>
        void (this.#verdict.textContent = "The connection was lost. The job goes on; so does this page, soon.");
      for await (const heard of followJob(id, { key, eventId, signal, onText, onLost }))
        this.#hear(heard.report, heard.eventId);
    } catch (error) {
      if (signal.aborted) return undefined;
      const refused = error instanceof RefusedError ? error : undefined;
      const fault = refused?.fault ?? networkFault(this.#known !== undefined, navigator.onLine);
      if (refused?.status === 404) this.#forget();
      this.#verdict.textContent = fault.title;
      showFault({ fault, hasHeadline: true });
      return fault;
    } finally {
      if (this.#watching === controller) this.#watching = undefined;
    }
    return undefined;
  }

  /** Cancels the job. Its event stream reports the end. */
  stop(): void {
    if (this.#known === undefined) return this.leave();
    cancelJob(this.#known.id, this.#key).then(
      (report) => this.#hear(report, this.#known?.eventId ?? ""),
      () => void (this.#verdict.textContent = "The job could not be cancelled: the Worker cannot be reached."),
    );
  }

  leave(): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }

  async #begin(choice: Choice, about: About, signal: AbortSignal): Promise<void> {
    this.#verdict.textContent = "The requests are being uploaded.";
    const salt = crypto.getRandomValues(new Uint32Array(1)).join("");
    const report = await postJob(planJob(choice, about, salt), this.#key, signal);
    this.#known = { id: report.id, eventId: "" };
    this.#hear(report, "");
  }

  /** The Worker does not know the job: it was deleted, or belongs to another caller. The next run makes a new one. */
  #forget(): void {
    this.known = undefined;
    this.#keep(undefined);
  }

  #hear(report: Parameters<JobProgress["take"]>[0], eventId: string): void {
    this.#known = { id: report.id, eventId };
    this.#keep(this.#known);
    this.#progress.take(report, performance.now());
    this.#draw();
  }

  #draw(verdict: string = tellJob(this.#progress)): void {
    this.#view.show(this.#progress, JOB_REQUESTS);
    if (this.#verdict.textContent !== verdict) this.#verdict.textContent = verdict;
  }
}

/** Returns a few lines. All lines would make a command of 200 kB. */
function sampleOf(body: string): string {
  return body.split("\n").slice(0, SHOWN_LINES).join("\n");
}

// Shows a request as a command to copy, and the raw answer.
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";

/** Characters of an answer that are shown. */
const MAX_SHOWN = 100_000;

/** A request and its answer. */
export class ExchangeView {
  readonly element: HTMLElement;
  readonly #answer: HTMLElement;
  #shown = 0;
  #skips = false;

  /** `command` is the request for a shell. */
  constructor(title: string, command: string) {
    this.#answer = element("pre", {
      tabindex: 0,
      role: "region",
      "aria-label": `${title}: the answer`,
      class: "answer",
    });
    this.element = element(
      "article",
      {},
      element(
        "header",
        {},
        element("h2", {}, `${title}, as a command`),
        copyButton("Copy", () => command),
      ),
      element("pre", { tabindex: 0, role: "region", "aria-label": `${title}: the command`, class: "command" }, command),
      element("h3", {}, "The answer, as it came"),
      this.#answer,
    );
  }

  /** Adds a line. It leaves out heartbeats: comments of an event stream, and white space before a line. */
  add(raw: string): void {
    const line = raw.trimStart();
    const beat = line.startsWith(":") || (this.#skips && line === "");
    this.#skips = line.startsWith(":");
    if (beat || this.#shown > MAX_SHOWN) return;
    this.#shown += line.length + 1;
    this.#answer.append(this.#shown > MAX_SHOWN ? "… (the rest is not shown)\n" : `${line}\n`);
  }
}

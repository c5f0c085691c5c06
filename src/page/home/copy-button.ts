// A button that copies a text.
import { element } from "./element.ts";

/** Milliseconds for which it says that it has. */
const SAID_FOR_MS = 1_600;

/** Makes the button. It says what came of it in place of its name. */
export function copyButton(name: string, text: () => string): HTMLButtonElement {
  const button = element("button", { type: "button", class: "copy" }, name);
  copiesOnClick(button, text);
  return button;
}

/** Makes `button` copy `text`, or say that there is none to be copied. */
export function copiesOnClick(button: HTMLButtonElement, text: () => string | undefined): void {
  const name = button.textContent;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", function copy() {
    const copied = text();
    if (copied === undefined) say("Too long");
    else void write(copied).then((done) => say(done ? "Copied" : "Not allowed"));
  });

  function say(what: string): void {
    button.textContent = what;
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = name), SAID_FOR_MS);
  }
}

/** Browsers offer the clipboard to secure pages alone, and may refuse it. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

// A button that copies a text.
import { element } from "./element.ts";

/** Milliseconds for which the button shows the result. */
const RESULT_SHOWN_MS = 1_600;

/** Makes a button that copies `text`. For a moment it shows the result instead of its name. */
export function copyButton(name: string, text: () => string): HTMLButtonElement {
  const button = element("button", { type: "button", class: "copy" }, name);
  copiesOnClick(button, text);
  return button;
}

/** Makes `button` copy `text` on click. If `text` returns `undefined`, it shows "Too long". */
export function copiesOnClick(button: HTMLButtonElement, text: () => string | undefined): void {
  const name = button.textContent;
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener("click", function copy() {
    const copied = text();
    if (copied === undefined) showResult("Too long");
    else void write(copied).then((done) => showResult(done ? "Copied" : "Not allowed"));
  });

  function showResult(result: string): void {
    button.textContent = result;
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = name), RESULT_SHOWN_MS);
  }
}

/** Browsers allow the clipboard on secure pages only, and may refuse it. */
async function write(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

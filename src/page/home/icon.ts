// Icons for the ends of a task, so that they differ not only in colour.
import type { EndKind } from "./words.ts";

const SVG = "http://www.w3.org/2000/svg";

const paths: Readonly<Record<EndKind, string>> = {
  ok: "M3 8.5l3.2 3.2L13 4.8",
  failed: "M4 4l8 8M12 4l-8 8",
  late: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2M8 4.8V8l2.4 1.6",
  cancelled: "M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 1 0 8 2.2M4 12l8-8",
};

/** Returns the icon. Screen readers skip it. */
export function icon(kind: EndKind): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", paths[kind]);
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  svg.dataset["end"] = kind;
  svg.append(path);
  return svg;
}

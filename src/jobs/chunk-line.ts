// A chunk's requests are lines of text, "index json": the ledger moves them around and never parses them to do so.

/** One request of a job. */
export interface ChunkLine {
  /** Its place in the upload, from 0. */
  readonly index: number;
  /** The request, in JSON. */
  readonly json: string;
}

/** Lines as one text. */
export function writeLines(lines: readonly ChunkLine[]): string {
  return lines.map(({ index, json }) => `${index} ${json}`).join("\n");
}

/** The lines of a text that `writeLines` wrote. */
export function readLines(text: string): ChunkLine[] {
  return text.split("\n").map((line) => {
    const at = line.indexOf(" ");
    return { index: Number(line.slice(0, at)), json: line.slice(at + 1) };
  });
}

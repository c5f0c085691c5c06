// What fetch hides: the very bytes of an answer, and whether its connection was ended or reset.
import { connect } from "node:net";

export interface RawAnswer {
  text: string;
  ending: "ended" | "reset";
}

/** Sends `text` to `origin` over a connection of its own, and resolves with all that came back once the server closes it. */
export function raw(origin: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(origin);
  return new Promise(function talking(resolve, reject) {
    const chunks: string[] = [];
    const socket = connect(Number(port), hostname);
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => chunks.push(chunk));
    socket.on("end", () => resolve({ text: chunks.join(""), ending: "ended" }));
    socket.on("error", function failed(error: NodeJS.ErrnoException) {
      if (error.code === "ECONNRESET") resolve({ text: chunks.join(""), ending: "reset" });
      else reject(error);
    });
    socket.write(text);
  });
}

/** A GET of `url` as it stands on the wire. */
export function rawGet(url: string): Promise<RawAnswer> {
  const { origin, host, pathname, search } = new URL(url);
  return raw(origin, `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
}

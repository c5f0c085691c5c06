// The upstream that all contestants call: as lean as HTTP/1.1 on Node can be, so that it is not what is measured.
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { partBody } from "./part-body.ts";

const END = "\r\n\r\n";

/** Answers by path, made once: `/part0` to `/part9`. */
const answers = new Map(
  Array.from({ length: 10 }, (_, index) => {
    const body = partBody(index);
    const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}${END}`;
    return [`/part${index}`, head + body];
  }),
);

const missing = `HTTP/1.1 404 Not Found\r\nContent-Length: 0${END}`;

// Reads requests that have no body and looks at nothing but their path.
const server = createServer({ noDelay: true }, function serve(socket) {
  let unread = "";
  socket.setEncoding("latin1");
  socket.on("error", () => socket.destroy());
  socket.on("data", function answer(text: string) {
    unread += text;
    let out = "";
    for (let end = unread.indexOf(END); end >= 0; end = unread.indexOf(END)) {
      const path = unread.slice(unread.indexOf(" ") + 1, unread.indexOf(" HTTP/"));
      out += answers.get(path) ?? missing;
      unread = unread.slice(end + END.length);
    }
    if (out !== "") socket.write(out);
  });
});

server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

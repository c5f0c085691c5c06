// Content codings by any of their names. The runtime undoes those that are spelt `gzip` and `br`, and no others.

/** `response` with its body decompressed where it is gzip by another spelling: `GZIP`, `x-gzip`, `gzip, identity`. RFC 9110 section 8.4.1. */
export function decodedResponse(response: Response): Response {
  const coding = response.headers.get("Content-Encoding");
  if (coding === null || coding === "gzip" || !isGzip(coding) || response.body === null) return response;
  const headers = new Headers(response.headers);
  headers.set("Content-Encoding", "gzip");
  // Without this the runtime would compress the body again for who reads it.
  const init = { status: response.status, statusText: response.statusText, headers, encodeBody: "manual" } as const;
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), init);
}

function isGzip(codings: string): boolean {
  const names = codings.split(",").map((name) => name.trim().toLowerCase());
  const [coding, ...others] = names.filter((name) => name !== "identity" && name !== "");
  return others.length === 0 && (coding === "gzip" || coding === "x-gzip");
}

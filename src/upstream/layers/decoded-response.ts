// Decodes gzip by any of its names. The runtime itself decodes only `gzip` and `br`, in lower case.

/** Decompresses a body whose coding is `GZIP`, `x-gzip`, `gzip, identity` and the like. Its reason phrase is lost. RFC 9110 section 8.4.1. */
export function decodedResponse(response: Response): Response {
  const coding = response.headers.get("Content-Encoding");
  if (coding === null || coding === "gzip" || !isGzip(coding) || response.body === null) return response;
  const headers = new Headers(response.headers);
  headers.set("Content-Encoding", "gzip");
  // By default the runtime would compress the body again.
  const init = { status: response.status, headers, encodeBody: "manual" } as const;
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")), init);
}

function isGzip(codings: string): boolean {
  const names = codings.split(",").map((name) => name.trim().toLowerCase());
  const [coding, ...others] = names.filter((name) => name !== "identity" && name !== "");
  return others.length === 0 && (coding === "gzip" || coding === "x-gzip");
}

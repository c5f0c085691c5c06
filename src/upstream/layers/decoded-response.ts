// Decodes gzip under all its names. The runtime decodes only lower-case `gzip` and `br`.

/**
 * Decompresses a body with the coding `GZIP`, `x-gzip`, `gzip, identity` or similar. It loses the reason phrase. RFC
 * 9110 section 8.4.1.
 */
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

// Streams without us. `/passed` hands the upstream's body on, and the runtime copies it without running any code.
// `/read` counts its bytes.

export default {
  async fetch(request: Request, { UPSTREAM }: { readonly UPSTREAM: string }): Promise<Response> {
    const { body }: { body: ReadableStream<Uint8Array> | null } = await fetch(`${UPSTREAM}/stream`);
    if (request.url.endsWith("/passed")) return new Response(body);
    let bytes = 0;
    for await (const chunk of body ?? []) bytes += chunk.byteLength;
    return Response.json(bytes);
  },
};

// Evaluates a Worker's code in a new isolate for every request, so that the client can measure the start-up.

interface FreshEnv {
  readonly LOADER: WorkerLoader;
  /** The code of the built Worker. */
  readonly BUILT: string;
  readonly COMPATIBILITY_DATE: string;
}

// The answer says that the module was evaluated, and nothing of it is called.
const wrapper = `import worker from "worker.js";
export default { fetch: () => new Response(typeof worker.fetch) };`;

const empty = "export default { fetch() {} };";

export default {
  /** `/built` evaluates the built Worker, `/empty` one that does nothing. */
  async fetch(request: Request, { LOADER, BUILT, COMPATIBILITY_DATE }: FreshEnv): Promise<Response> {
    const code = new URL(request.url).pathname === "/built" ? BUILT : empty;
    const isolate = LOADER.get(crypto.randomUUID(), () => ({
      compatibilityDate: COMPATIBILITY_DATE,
      mainModule: "main.js",
      modules: { "main.js": wrapper, "worker.js": code },
    }));
    return isolate.getEntrypoint().fetch("http://isolate/");
  },
};

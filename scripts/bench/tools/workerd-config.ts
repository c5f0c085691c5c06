// workerd's own configuration, written as Cap'n Proto text: see workerd.capnp in the package.

/** A built Worker and its bindings. */
export interface Served {
  /** The path of its bundle from the folder of the configuration. Cap'n Proto does not accept an absolute path. */
  readonly script: string;
  readonly bindings?: Readonly<Record<string, string>>;
  /** Bindings whose text is a file's, by its path from the same folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Binds `LOADER`, which loads code as isolates. */
  readonly loads?: boolean;
  /** Opens V8's inspector and exposes `gc()`. */
  readonly inspected?: boolean;
}

/** The compatibility settings of wrangler.toml. */
interface Compatibility {
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
}

/** Writes the configuration: one service and its socket, both called `worker`; outgoing fetches may go to loopback. */
export function workerdConfig(worker: Served, compatibility: Compatibility): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "internet", network = (allow = ["public", "private"])),
    (name = "worker", worker = (${fields(worker, compatibility).join(", ")}))
  ],
  v8Flags = [${worker.inspected ? '"--expose-gc"' : ""}],
  sockets = [(name = "worker", address = "127.0.0.1:0", http = (), service = "worker")]
);
`;
}

function fields(
  { script, bindings = {}, files = {}, loads = false }: Served,
  { compatibility_date, compatibility_flags }: Compatibility,
): string[] {
  const all = [
    ...Object.entries(bindings).map(([key, value]) => `(name = ${text(key)}, text = ${text(value)})`),
    ...Object.entries(files).map(([key, path]) => `(name = ${text(key)}, text = embed ${text(path)})`),
    ...(loads ? [`(name = "LOADER", workerLoader = (id = "worker"))`] : []),
  ];
  return [
    `modules = [(name = "worker.js", esModule = embed ${text(script)})]`,
    `compatibilityDate = ${text(compatibility_date)}`,
    `compatibilityFlags = [${compatibility_flags.map(text).join(", ")}]`,
    `bindings = [${all.join(", ")}]`,
  ];
}

/** A JSON string is also a Cap'n Proto string, for the paths, names and origins used here. */
function text(value: string): string {
  return JSON.stringify(value);
}

// workerd's own configuration, written as Cap'n Proto text: see workerd.capnp in the package.

/** A built Worker and what it is configured with. */
export interface Served {
  /** The path of its bundle, from the folder of the configuration; in Cap'n Proto a path that begins with a slash means another place. */
  readonly script: string;
  readonly bindings?: Readonly<Record<string, string>>;
  /** Bindings whose text is a file's, by its path from the same folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether it may load code of its own as isolates, through `LOADER`. */
  readonly loads?: boolean;
}

/** What wrangler.toml says of compatibility. */
interface Compatibility {
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
}

/** Writes the configuration: a service and a socket for each Worker, by its name; outgoing fetches may go to loopback. */
export function workerdConfig(workers: Readonly<Record<string, Served>>, compatibility: Compatibility): string {
  const names = Object.keys(workers);
  const services = Object.entries(workers).map(([name, worker]) => service(name, worker, compatibility));
  const sockets = names.map(
    (name) => `(name = ${text(name)}, address = "127.0.0.1:0", http = (), service = ${text(name)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "internet", network = (allow = ["public", "private"])),
    ${services.join(",\n    ")}
  ],
  sockets = [${sockets.join(", ")}]
);
`;
}

function service(
  name: string,
  { script, bindings = {}, files = {}, loads = false }: Served,
  { compatibility_date, compatibility_flags }: Compatibility,
): string {
  const all = [
    ...Object.entries(bindings).map(([key, value]) => `(name = ${text(key)}, text = ${text(value)})`),
    ...Object.entries(files).map(([key, path]) => `(name = ${text(key)}, text = embed ${text(path)})`),
    ...(loads ? [`(name = "LOADER", workerLoader = (id = ${text(name)}))`] : []),
  ];
  const worker = [
    `modules = [(name = "worker.js", esModule = embed ${text(script)})]`,
    `compatibilityDate = ${text(compatibility_date)}`,
    `compatibilityFlags = [${compatibility_flags.map(text).join(", ")}]`,
    `bindings = [${all.join(", ")}]`,
  ];
  return `(name = ${text(name)}, worker = (${worker.join(", ")}))`;
}

/** JSON's strings are Cap'n Proto's too, as far as paths, names and origins go. */
function text(value: string): string {
  return JSON.stringify(value);
}

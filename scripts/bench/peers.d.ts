// What the bench uses of its own package's dependencies, so that its sources are checked with all others where these are not installed.

declare module "autocannon" {
  interface Asked {
    url: string;
    connections: number;
    duration: number;
    expectBody?: string;
    method?: string;
    headers?: Record<string, string>;
    body?: string;
  }
  interface Result {
    requests: { total: number };
    /** Seconds. */
    duration: number;
    latency: { p50: number; p99: number };
    errors: number;
    timeouts: number;
    non2xx: number;
    mismatches: number;
  }
  export default function autocannon(asked: Asked): Promise<Result>;
}

declare module "better-all" {
  export function all<T>(tasks: Record<string, () => Promise<T>>): Promise<Record<string, T>>;
}

declare module "effect" {
  export const Effect: {
    promise: <T>(evaluate: () => Promise<T>) => unknown;
    all: (effects: readonly unknown[], options: { concurrency: "unbounded" }) => unknown;
    runPromise: (effect: unknown) => Promise<unknown>;
  };
}

declare module "p-limit" {
  export default function pLimit(concurrency: number): <T>(task: () => Promise<T>) => Promise<T>;
}

declare module "p-map" {
  export default function pMap<T, R>(items: readonly T[], mapper: (item: T) => Promise<R>): Promise<R[]>;
}

declare module "echarts" {
  interface Chart {
    setOption: (option: object) => void;
    renderToSVGString: () => string;
    dispose: () => void;
  }
  interface Size {
    renderer: "svg";
    ssr: true;
    width: number;
    height: number;
  }
  export function init(dom: null, theme: null, size: Size): Chart;
}

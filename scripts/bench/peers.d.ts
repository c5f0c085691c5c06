// Types for the part of each dependency that the bench uses. So lint and types check the bench also where they are not
// installed.

declare module "ky" {
  interface Options {
    timeout?: number;
    retry?: { limit: number; retryOnTimeout: boolean; jitter: boolean; delay: (retry: number) => number };
    signal?: AbortSignal;
  }
  type Ky = (url: string, options?: Options) => { json: () => Promise<unknown> };
  const ky: { create: (options: Options) => Ky };
  export default ky;
}

declare module "ofetch" {
  interface Options {
    retry?: number;
    retryDelay?: (context: { options: Options }) => number;
    signal?: AbortSignal;
  }
  export const ofetch: { create: (options: Options) => (url: string, options?: Options) => Promise<unknown> };
}

declare module "cockatiel" {
  type Run<T> = (context: { signal: AbortSignal }) => Promise<T>;
  interface Policy {
    execute: <T>(run: Run<T>, signal?: AbortSignal) => Promise<T>;
  }
  export const handleAll: object;
  export const TimeoutStrategy: { Cooperative: "optimistic" };
  export const ConsecutiveBreaker: new (failures: number) => object;
  export function circuitBreaker(on: object, options: { halfOpenAfter: number; breaker: object }): Policy;
  export function timeout(ms: number, options: { strategy: "optimistic"; abortOnReturn: boolean }): Policy;
  export function wrap(...policies: Policy[]): Policy;
}

declare module "undici" {
  interface Answered {
    statusCode: number;
    body: {
      json: () => Promise<unknown>;
      arrayBuffer: () => Promise<ArrayBuffer>;
      dump: () => Promise<void>;
      [Symbol.asyncIterator]: () => AsyncIterator<Uint8Array>;
    };
  }
  interface RetryOptions {
    maxRetries: number;
    minTimeout: number;
    timeoutFactor: number;
    errorCodes: string[];
  }
  class Dispatcher {
    request(options: { method: string; path: string }): Promise<Answered>;
    close(): Promise<void>;
    destroy(): Promise<void>;
  }
  export class Agent extends Dispatcher {
    constructor(options: { headersTimeout: number; bodyTimeout: number });
  }
  export class RetryAgent extends Dispatcher {
    constructor(dispatcher: Dispatcher, options: RetryOptions);
  }
  export class Pool extends Dispatcher {
    constructor(origin: string, options: { connections: number; headersTimeout: number });
  }
  export function request(url: string, options: { dispatcher: Dispatcher; signal: AbortSignal }): Promise<Answered>;
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
  interface Limit {
    <T>(task: () => Promise<T>): Promise<T>;
    clearQueue: () => void;
  }
  export default function pLimit(limit: number | { concurrency: number; rejectOnClear: boolean }): Limit;
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

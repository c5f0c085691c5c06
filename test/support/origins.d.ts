// Declares the origin variable of upstreams in tests and the bench. wrangler.toml may lack it.
interface TestOrigins {
  FORECAST_ORIGIN: string;
}

interface Env extends TestOrigins {}

declare namespace Cloudflare {
  interface Env extends TestOrigins {}
}

// What Open-Meteo's APIs have in common: their JSON, and how they refuse.
import type { Exchange } from "../exchange.ts";
import { OpenMeteoError } from "./open-meteo-error.ts";
import type { StandIn } from "../stand-in.ts";

/** A stand-in for an API of Open-Meteo: answers 200 with what `valueFor` returns, and 400 with the reason of an `OpenMeteoError`. */
export function openMeteo(variable: string, key: string, valueFor: (exchange: Exchange) => object): StandIn {
  const contentType = "application/json; charset=utf-8";
  return {
    variable,
    key,
    reply(exchange) {
      try {
        return { status: 200, contentType, value: valueFor(exchange) };
      } catch (error) {
        if (!(error instanceof OpenMeteoError)) throw error;
        return { status: 400, contentType, value: { error: true, reason: error.message } };
      }
    },
  };
}

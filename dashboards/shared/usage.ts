// What the AI services were used for and cost, from the records of their calls, by the same rules as domain/usage.py.

import { SERVICES, type AWSServiceMetrics, type ServiceCall, type ServiceKey } from "./generated/contract.ts";

/** Costs are kept to a billionth of a dollar; sums of whole billionths have no rest. */
const PER_DOLLAR = 1e9;

/** US dollars of all calls together. */
export function spent(calls: readonly { readonly cost_usd: number }[]): number {
  return calls.reduce((sum, call) => sum + Math.round(call.cost_usd * PER_DOLLAR), 0) / PER_DOLLAR;
}

/** One row for each service that was called, in the services' own order. */
export function used(calls: readonly ServiceCall[]): AWSServiceMetrics[] {
  return SERVICES.flatMap((service) => {
    const own = calls.filter((call) => call.service === service);
    return own.length ? [row(service, own)] : [];
  });
}

function row(service: ServiceKey, calls: readonly ServiceCall[]): AWSServiceMetrics {
  const latencies = calls.map((call) => call.latency_ms).sort((one, other) => one - other);
  return {
    service_name: service,
    requests_count: calls.length,
    avg_latency_ms: total(calls, (call) => call.latency_ms) / calls.length,
    total_cost_usd: spent(calls),
    success_rate: succeeded(calls) / calls.length,
    last_request: calls.map((call) => call.at).sort().at(-1) ?? null,
    p95_latency_ms: latencies[Math.ceil(latencies.length * 0.95) - 1] ?? null,
    input_tokens: total(calls, (call) => call.input_tokens),
    output_tokens: total(calls, (call) => call.output_tokens),
    provenance: [...new Set(calls.map((call) => call.provenance))].sort(),
    health: "unknown",
  };
}

export function succeeded(calls: readonly ServiceCall[]): number {
  return calls.filter((call) => call.outcome === "succeeded").length;
}

export function total<T>(all: readonly T[], of: (one: T) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

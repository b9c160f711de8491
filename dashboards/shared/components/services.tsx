import type { ComponentChildren } from "preact";
import { SERVICES, TIME_RANGES, type AWSServiceMetrics, type Health, type Provenance, type TimeRange } from "../generated/contract.ts";
import { amount, count, duration, percent } from "../format.ts";
import { spent, total } from "../usage.ts";
import { HEALTH, SERVICE_NAMES } from "../words.ts";
import { State } from "./basics.tsx";

/** Who answered, in the services' own order: a stand-in is always said to be one. */
export function Source(props: { of: readonly Provenance[] }) {
  return (
    <>
      {props.of.map((one) =>
        one === "aws" ? (
          <span key={one} class="hint">
            AWS
          </span>
        ) : (
          <span key={one} class="label">
            {one}
          </span>
        ),
      )}
    </>
  );
}

/** Everybody who answered some calls. */
export function sources(all: readonly { readonly provenance: Provenance }[]): Provenance[] {
  return [...new Set(all.map((one) => one.provenance))].sort();
}

/** What figures can be of. */
export type Of = TimeRange | "incident";

export const OF: Readonly<Record<Of, string>> = { incident: "this incident", "24h": "24 h", "7d": "7 d", "30d": "30 d" };

/** Chooses what the figures are of. */
export function Choice(props: { of: Of; among: readonly Of[]; onChange: (of: Of) => void }) {
  return (
    <div class="filters row" role="group" aria-label="Figures of">
      {props.among.map((one) => (
        <button key={one} type="button" class="chip" aria-pressed={props.of === one} onClick={() => props.onChange(one)}>
          {OF[one]}
        </button>
      ))}
    </div>
  );
}

export const RANGES: readonly Of[] = TIME_RANGES;

/**
 * Calls, success, latency, tokens and cost of each service, with its health. `health` is null where it is not known.
 * Services that are not used here and were not called share one line.
 */
export function ServiceTable(props: {
  rows: readonly AWSServiceMetrics[];
  health: ReadonlyMap<string, Health> | null;
  rounded: boolean;
}) {
  const of = new Map(props.rows.map((row) => [row.service_name, row]));
  const called = (name: (typeof SERVICES)[number]) => (of.get(name)?.requests_count ?? 0) > 0;
  const idle = (name: (typeof SERVICES)[number]) => {
    const health = props.health?.get(name);
    return !called(name) && (health === "not_configured" || health === "switched_off");
  };
  const shown = SERVICES.filter((name) => (props.health ? !idle(name) : called(name)));
  return (
    <>
      {shown.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label="AI services">
          <table class="services">
            <thead>
              <tr>
                <th scope="col">Service</th>
                <th scope="col" class="number">
                  Calls
                </th>
                <th scope="col" class="number" title={props.rounded ? "Told from sums: within 5 %" : undefined}>
                  p95{props.rounded && " ±5 %"}
                  <span class="aside">tokens</span>
                </th>
                <th scope="col" class="number">
                  USD
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((name) => (
                <ServiceRow key={name} name={SERVICE_NAMES[name]} row={of.get(name)} health={props.health?.get(name) ?? null} />
              ))}
            </tbody>
            <Total rows={props.rows} />
          </table>
        </div>
      )}
      <Unused named="Not configured" health={props.health} is="not_configured" idle={idle} />
      <Unused named="Switched off" health={props.health} is="switched_off" idle={idle} />
    </>
  );
}

function ServiceRow(props: { name: string; row: AWSServiceMetrics | undefined; health: Health | null }) {
  const { row } = props;
  const known = props.health ? HEALTH[props.health] : null;
  return (
    <tr>
      <th scope="row">
        <span class="named">
          {props.name} {row && <Source of={row.provenance} />}
        </span>
        <span class="aside">
          {known ? <State tone={known.tone}>{known.says}</State> : <State tone="quiet">health not known</State>}
        </span>
      </th>
      {row && row.requests_count > 0 ? (
        <>
          <Figure below={row.success_rate == null ? "" : `${percent(row.success_rate)} ok`}>{count(row.requests_count)}</Figure>
          <Figure below={tokens(row)}>{row.p95_latency_ms == null ? "–" : duration(row.p95_latency_ms)}</Figure>
          <Figure>{row.total_cost_usd == null ? "–" : amount(row.total_cost_usd)}</Figure>
        </>
      ) : (
        <>
          <Figure>0</Figure>
          <Figure>–</Figure>
          <Figure>–</Figure>
        </>
      )}
    </tr>
  );
}

/** Tokens in and out; services that are no models use none. */
function tokens(...rows: readonly AWSServiceMetrics[]): string {
  const both = total(rows, (row) => row.input_tokens + row.output_tokens);
  return both ? count(both) : "";
}

function Figure(props: { below?: string; children?: ComponentChildren }) {
  return (
    <td class="number mono">
      {props.children}
      {props.below && <span class="aside">{props.below}</span>}
    </td>
  );
}

function Total(props: { rows: readonly AWSServiceMetrics[] }) {
  const calls = total(props.rows, (row) => row.requests_count);
  const ok = total(props.rows, (row) => Math.round((row.success_rate ?? 0) * row.requests_count));
  const cost = spent(props.rows.map((row) => ({ cost_usd: row.total_cost_usd ?? 0 })));
  return (
    <tfoot>
      <tr>
        <th scope="row">All</th>
        <Figure below={calls ? `${percent(ok / calls)} ok` : ""}>{count(calls)}</Figure>
        <Figure below={tokens(...props.rows)} />
        <Figure>{calls ? amount(cost) : "–"}</Figure>
      </tr>
    </tfoot>
  );
}

function Unused(props: {
  named: string;
  health: ReadonlyMap<string, Health> | null;
  is: Health;
  idle: (name: (typeof SERVICES)[number]) => boolean;
}) {
  const names = SERVICES.filter((name) => props.idle(name) && props.health?.get(name) === props.is);
  if (names.length === 0) return null;
  return (
    <p class="row hint">
      {props.named}: {names.map((name) => SERVICE_NAMES[name]).join(", ")}.
    </p>
  );
}

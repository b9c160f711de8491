import { useEffect, useState } from "preact/hooks";
import { SEVERITIES, STATUSES, type IncidentSummary } from "../../shared/generated/contract.ts";
import { Failed, Field, Panel, SeverityBadge, Status } from "../../shared/components/basics.tsx";
import { now } from "../../shared/clock.ts";
import { ago, clock, dayAndClock, plural } from "../../shared/format.ts";
import { bindKeys } from "../../shared/keys.ts";
import { PHASES } from "../../shared/words.ts";
import { atLeast } from "../auth.ts";
import type { Config } from "../config.ts";
import type { Filter } from "../api.ts";
import type { Store } from "../store.ts";
import { ServicesPanel } from "./services.tsx";
import { ResetDialog, TriggerDialog } from "./trigger.tsx";
import type { Api } from "../api.ts";

/** All incidents, newest first, filtered; what is new waits until it is asked for. */
export function ListScreen(props: { store: Store; api: Api; config: Config }) {
  const { store } = props;
  const [dialog, setDialog] = useState<"trigger" | "reset" | null>(null);
  const state = store.list.value;
  const rows = store.shown.value;
  useEffect(() => {
    if (store.list.value.at === null) void store.loadList();
    return bindKeys([
      { key: "j", says: "Next incident", does: () => step(1) },
      { key: "k", says: "Incident before", does: () => step(-1) },
      { key: "n", says: "Show what is new", does: () => store.showQueued() },
      { key: "/", says: "To the filters", does: () => document.querySelector<HTMLElement>("#filter-service")?.focus() },
    ]);
  }, [store]);
  return (
    <main>
      <h1 class="visually-hidden">Incidents</h1>
      <div class="toolbar">
        <Filters filter={store.filter.value} onChange={(filter) => store.setFilter(filter)} />
        <div class="end actions">
          {props.config.environment !== "prod" && (
            <button
              type="button"
              onClick={() => setDialog("trigger")}
              disabled={!atLeast("responder")}
              title={atLeast("responder") ? undefined : "Needs the role responder"}
            >
              Open an incident…
            </button>
          )}
          {props.config.environment !== "prod" && atLeast("admin") && (
            <button type="button" onClick={() => setDialog("reset")}>
              Reset…
            </button>
          )}
        </div>
      </div>
      {state.failed && (
        <Failed
          what={state.at === null ? state.failed : `${state.failed}. What is shown is as of ${clock(new Date(state.at).toISOString())} UTC.`}
          retry={() => void store.loadList()}
        />
      )}
      {state.at === null && !state.failed ? (
        <div class="skeleton" role="status" aria-label="Loading the incidents" />
      ) : (
        <Panel
          title="Incidents"
          source={
            <>
              GET /incidents{state.at !== null && <>, {ago(new Date(state.at).toISOString(), now.value)}</>}, then live;{" "}
              {plural(rows.length, "shown", "shown")}
            </>
          }
        >
          {store.queued.value.length > 0 && (
            <p class="row">
              <button type="button" class="new" onClick={() => store.showQueued()}>
                {store.queued.value.length} new
              </button>
            </p>
          )}
          {rows.length === 0 ? (
            <Nothing filter={store.filter.value} at={state.at} />
          ) : (
            <Table rows={rows} />
          )}
          {store.nextCursor.value && (
            <p class="row">
              <button type="button" onClick={() => void store.loadOlder()} disabled={state.loading}>
                {state.loading ? "Loading" : "Show older"}
              </button>
            </p>
          )}
        </Panel>
      )}
      <ServicesPanel store={store} />
      {dialog === "trigger" && <TriggerDialog api={props.api} onClose={() => setDialog(null)} />}
      {dialog === "reset" && <ResetDialog api={props.api} store={store} onClose={() => setDialog(null)} />}
    </main>
  );
}

function Table(props: { rows: readonly IncidentSummary[] }) {
  return (
    <div class="table-box">
      <table class="incidents">
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">Incident</th>
            <th scope="col">Status</th>
            <th scope="col">Where it is</th>
            <th scope="col">Services</th>
            <th scope="col">Opened (UTC)</th>
            <th scope="col">Last event</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={row.incident_id}>
              <td>
                <SeverityBadge severity={row.severity} />
              </td>
              <td>
                <a class="to-incident" href={`#/incidents/${encodeURIComponent(row.incident_id)}`}>
                  {row.title}
                </a>
              </td>
              <td>
                <Status status={row.status} pending={row.action_pending} resolution={row.resolution_code} />
              </td>
              <td>{whereItIs(row)}</td>
              <td>{row.affected_services.join(", ") || <span class="hint">none named</span>}</td>
              <td>
                <time dateTime={row.opened_at} title={row.incident_id}>
                  {dayAndClock(row.opened_at)}
                </time>
              </td>
              <td>{ago(row.updated_at, now.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function whereItIs(row: IncidentSummary): string {
  const verdict = row.verdict ? `verdict ${row.verdict}` : "";
  if (row.status !== "processing") return verdict || "no verdict";
  return [row.phase ? PHASES[row.phase] : "waiting to begin", verdict].filter(Boolean).join(", ");
}

function Filters(props: { filter: Filter; onChange: (filter: Filter) => void }) {
  const { filter } = props;
  const [service, setService] = useState(filter.service ?? "");
  const set = (name: keyof Filter, value: string) => {
    const { [name]: _, ...others } = filter;
    props.onChange(value ? { ...others, [name]: value } : others);
  };
  return (
    <>
      <Field label="Status">
        <select value={filter.status ?? ""} onChange={(event) => set("status", event.currentTarget.value)}>
          <option value="">any</option>
          {STATUSES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </Field>
      <Field label="Severity">
        <select value={filter.severity ?? ""} onChange={(event) => set("severity", event.currentTarget.value)}>
          <option value="">any</option>
          {SEVERITIES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </select>
      </Field>
      <Field label="Service (exact name)">
        <input
          id="filter-service"
          value={service}
          onInput={(event) => setService(event.currentTarget.value)}
          onChange={() => set("service", service.trim())}
        />
      </Field>
    </>
  );
}

function Nothing(props: { filter: Filter; at: number | null }) {
  const asked = Object.entries(props.filter).map(([name, value]) => `${name} ${value}`);
  const at = props.at === null ? "" : ` Checked at ${clock(new Date(props.at).toISOString())} UTC.`;
  return (
    <p class="empty">
      {asked.length ? `No incident with ${asked.join(", ")}.` : "There is no incident. One opens when an alarm speaks, or by hand."}
      {at}
    </p>
  );
}

function step(by: number): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("a.to-incident")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  links[at === -1 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

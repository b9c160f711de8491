import { useEffect, useState } from "preact/hooks";
import { Panel, State } from "../../shared/components/basics.tsx";
import { Choice, OF, RANGES, ServiceTable, type Of } from "../../shared/components/services.tsx";
import { now } from "../../shared/clock.ts";
import { ago, clock } from "../../shared/format.ts";
import type { ServiceCall } from "../../shared/generated/contract.ts";
import { used } from "../../shared/usage.ts";
import type { Store } from "../store.ts";

const CALL = "GET /metrics/aws-services";

/** What an open incident's own events say of the services, and up to which one. */
export interface Own {
  readonly calls: readonly ServiceCall[];
  readonly seq: number;
  /** Changes with every update of an agent: then the services are asked for again. */
  readonly updates: number;
}

/** The AI services: how they do, what they were used for and cost. Health is asked for, an incident's figures are its own. */
export function ServicesPanel(props: { store: Store; own?: Own }) {
  const { store, own } = props;
  const [of, setOf] = useState<Of>(own ? "incident" : "24h");
  useEffect(() => void store.loadServices(of === "incident" ? undefined : of), [store, of, own?.updates]);
  const known = store.services.value;
  const fetched = store.servicesFetched.value;
  const asked = fetched.at === null ? null : new Date(fetched.at).toISOString();
  const health = known && new Map(known.rows.map((row) => [row.service_name as string, row.health]));
  const rows = of === "incident" ? used(own?.calls ?? []) : (known?.rows ?? []);
  const none = known?.rows.every((row) => row.health === "not_configured") ?? false;
  const calls = rows.some((row) => row.requests_count > 0);
  return (
    <Panel
      title="AI services"
      class="ai-services"
      source={
        <>
          {own && of === "incident" ? `calls up to seq ${own.seq}; health by ` : known ? `last ${OF[known.range]}, ` : ""}
          {CALL}
          {asked && `, ${ago(asked, now.value)}`}
        </>
      }
    >
      <Choice of={of} among={own ? ["incident", ...RANGES] : RANGES} onChange={setOf} />
      {fetched.failed && (
        <div class="notice" role="status">
          <State tone="bad">
            {fetched.failed}
            {asked && `. What is shown is as of ${clock(asked)} UTC.`}
          </State>
          <button type="button" onClick={() => void store.loadServices()}>
            Ask again
          </button>
        </div>
      )}
      {!known && !fetched.failed && <div class="skeleton" role="status" aria-label="Loading the AI services" />}
      {none && !calls ? (
        <p class="empty">
          No AI service is configured here: the evidence engine works alone, at no tokens and no cost.
          {asked && ` Checked at ${clock(asked)} UTC.`}
        </p>
      ) : (
        (known || calls) && <ServiceTable rows={rows} health={health} rounded={of !== "incident"} />
      )}
      {known && !none && !calls && (
        <p class="row hint">{of === "incident" ? "No AI service was called for this incident so far." : `No call in the last ${OF[of]}.`}</p>
      )}
    </Panel>
  );
}

import { useEffect, useState } from "preact/hooks";
import { Outcome } from "../../shared/components/action.tsx";
import { CopyButton, Failed, Panel, SeverityBadge, Status } from "../../shared/components/basics.tsx";
import { SignalPanel } from "../../shared/components/chart.tsx";
import { BlastRadius, Communications, Facts, Postmortem } from "../../shared/components/findings.tsx";
import { Gaps, Hypotheses } from "../../shared/components/hypotheses.tsx";
import { Phases } from "../../shared/components/phases.tsx";
import { TimelinePanel } from "../../shared/components/timeline.tsx";
import { now } from "../../shared/clock.ts";
import { clock, dayAndClock, duration, stopwatch } from "../../shared/format.ts";
import { isOpen, latestAction, type Incident } from "../../shared/incident.ts";
import { bindKeys } from "../../shared/keys.ts";
import { lastSeq, type Run } from "../../shared/run.ts";
import { concluded, interventions, sent, updates } from "../../shared/telling.ts";
import { said, type Api } from "../api.ts";
import { atLeast } from "../auth.ts";
import type { Store } from "../store.ts";
import { ApprovalCard } from "./approval.tsx";
import { ResolveDialog } from "./resolve.tsx";
import { ServicesPanel } from "./services.tsx";

/** One incident: where it is, what is known and how, what is proposed, and everything that happened. */
export function IncidentScreen(props: { id: string; store: Store; api: Api }) {
  const { id, store } = props;
  const run = store.runs.value.get(id);
  const fetched = store.fetched.value.get(id);
  useEffect(() => {
    store.follow(id);
    return bindKeys([{ key: "u", says: "Back to the list", does: () => (location.hash = "#/") }]);
  }, [id, store]);
  useEffect(() => {
    document.title = `${run?.incident?.opened.title ?? id} · Incident Commander`;
    return () => {
      document.title = "Ops · Incident Commander";
    };
  }, [id, run?.incident?.opened.title]);
  if (!run?.incident) {
    return (
      <main>
        {fetched?.failed ? (
          <Failed what={fetched.failed} retry={() => void store.fill(id)} />
        ) : fetched?.at ? (
          <p class="empty">
            The timeline of {id} was asked for at {clock(new Date(fetched.at).toISOString())} UTC and is empty.{" "}
            <a href="#/">All incidents</a>
          </p>
        ) : (
          <div class="skeleton" role="status" aria-label="Loading the incident" />
        )}
      </main>
    );
  }
  const pending = isOpen(run.incident) && latestAction(run.incident)?.status === "pending";
  return (
    <main class={pending ? "with-decide-bar" : undefined}>
      {fetched?.failed && (
        <Failed what={`${fetched.failed}. What is shown is as of seq ${lastSeq(run)}.`} retry={() => void store.fill(id)} />
      )}
      <Head incident={run.incident} api={props.api} />
      <Phases incident={run.incident} />
      <Body run={run} incident={run.incident} api={props.api} store={store} />
    </main>
  );
}

function Head(props: { incident: Incident; api: Api }) {
  const { incident } = props;
  const { opened } = incident;
  const [resolving, setResolving] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const gone = (incident.endedAt ? Date.parse(incident.endedAt) : now.value) - Date.parse(opened.at);
  const acknowledge = () => {
    setFailed(null);
    props.api.acknowledge(opened.incident_id, {}).catch((error: unknown) => setFailed(said(error)));
  };
  return (
    <div class="incident-head">
      <div>
        <SeverityBadge severity={opened.severity} />
        <h1>{opened.title}</h1>
        <Status
          status={incident.status}
          pending={latestAction(incident)?.status === "pending"}
          resolution={incident.resolutionCode}
        />
      </div>
      <p class="meta">
        <span>{opened.affected_services.join(", ") || "no service named"}</span>
        <span>
          opened <time dateTime={opened.at} title={dayAndClock(opened.at)}>{clock(opened.at)}</time> UTC by {opened.actor.name}
        </span>
        <span>
          {incident.endedAt ? "took" : "open for"}{" "}
          <strong class="mono">{incident.endedAt ? duration(gone) : stopwatch(gone)}</strong>
        </span>
        {incident.acknowledgedBy && <span>acknowledged by {incident.acknowledgedBy}</span>}
        <code>{opened.incident_id}</code>
        <CopyButton text={location.href} label="Copy link" />
        {isOpen(incident) && atLeast("responder") && (
          <>
            {!incident.acknowledgedBy && (
              <button type="button" class="link" onClick={acknowledge}>
                Acknowledge
              </button>
            )}
            <button type="button" class="link" onClick={() => setResolving(true)}>
              Resolve by hand…
            </button>
          </>
        )}
      </p>
      {incident.endedBecause && <p>{incident.endedBecause}</p>}
      {failed && <Failed what={failed} retry={acknowledge} />}
      {resolving && (
        <ResolveDialog incidentId={opened.incident_id} api={props.api} onClose={() => setResolving(false)} />
      )}
    </div>
  );
}

function Body(props: { run: Run; incident: Incident; api: Api; store: Store }) {
  const { run, incident } = props;
  const { detection, diagnosis, prediction, communication } = incident;
  const action = latestAction(incident);
  const pending = isOpen(incident) && action?.status === "pending";
  // On a phone the decision comes first; beside the rest on a desk.
  return (
    <div class="columns">
      <div class="column main-column">
        {detection?.chart && (
          <SignalPanel
            chart={detection.chart}
            collectedAt={concluded(run.events, "detection")}
            markers={interventions(run.events)}
          />
        )}
        {detection && !detection.chart && (
          <Panel title="Signal" source={`as of ${clock(concluded(run.events, "detection"))}`}>
            <p class="empty">Detection found no series for this incident's signal.</p>
          </Panel>
        )}
        {diagnosis ? (
          <Hypotheses
            verdict={diagnosis.verdict}
            gaps={detection?.gaps ?? []}
            at={concluded(run.events, "diagnosis")}
            evidenceRef={detection?.evidence_ref}
          />
        ) : (
          <Panel title="Hypotheses" source={`as of seq ${lastSeq(run)}`}>
            <p class="empty">{waitingFor(incident)}</p>
            <Gaps gaps={detection?.gaps ?? []} />
          </Panel>
        )}
        <TimelinePanel events={run.events} unknown={run.unknown} />
      </div>
      <div class="column side-column">
        {action && pending && <ApprovalCard action={action} incidentId={run.incidentId} api={props.api} />}
        {action && !pending && <Outcome action={action} />}
        {!action && incident.resolution && !incident.resolution.plan && (
          <Panel title="Action" source={`resolution at ${clock(concluded(run.events, "resolution"))}`}>
            <p class="empty">
              No action is proposed: {incident.resolution.statement}. Runbooks considered:{" "}
              {incident.resolution.considered.join(", ") || "none"}.
            </p>
          </Panel>
        )}
        {prediction && <BlastRadius finding={prediction} at={concluded(run.events, "prediction")} />}
        {detection && <Facts finding={detection} at={concluded(run.events, "detection")} />}
        <ServicesPanel
          store={props.store}
          own={{ calls: incident.calls, seq: lastSeq(run), updates: updates(run.events) }}
        />
        {communication && (
          <>
            <Communications
              finding={communication}
              at={concluded(run.events, "communication")}
              sent={sent(run.events)}
            />
            <Postmortem markdown={communication.postmortem} at={concluded(run.events, "communication")} />
          </>
        )}
      </div>
    </div>
  );
}

function waitingFor(incident: Incident): string {
  const failed = incident.failures.diagnosis ?? incident.failures.detection;
  if (failed) return `There is no diagnosis: ${failed}`;
  if (!isOpen(incident)) return "There is no diagnosis: the incident ended before one was made.";
  return incident.detection
    ? `Detection says: ${incident.detection.statement} Diagnosis has not concluded yet.`
    : "Detection is gathering evidence. Nothing has been concluded yet.";
}

import { signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import "../shared/style/index.css";
import { AGENTS, type AgentUpdate, type TimelineEvent } from "../shared/generated/contract.ts";
import { checkChain, type Checked } from "../shared/chain.ts";
import { Outcome } from "../shared/components/action.tsx";
import { Field, Panel, SeverityBadge, State, Status } from "../shared/components/basics.tsx";
import { SignalPanel } from "../shared/components/chart.tsx";
import { BlastRadius, Communications, Facts, Postmortem } from "../shared/components/findings.tsx";
import { Header } from "../shared/components/header.tsx";
import { Hypotheses } from "../shared/components/hypotheses.tsx";
import { Phases } from "../shared/components/phases.tsx";
import { NoRecording, Provenance } from "../shared/components/recorded.tsx";
import { TimelinePanel } from "../shared/components/timeline.tsx";
import { now } from "../shared/clock.ts";
import { clock, duration, percent, plural, stopwatch } from "../shared/format.ts";
import { fold, latestAction, type Incident } from "../shared/incident.ts";
import { bindKeys, listenToKeys } from "../shared/keys.ts";
import { recordings, type Recording } from "../shared/recordings.ts";
import { concluded, interventions, sent } from "../shared/telling.ts";
import { startTheme } from "../shared/theme.ts";
import { PHASES, standing, statement } from "../shared/words.ts";
import { Context, EvidenceItems, Made, WouldChangeIt } from "./explained.tsx";
import { scenarios } from "./scenarios.ts";
import { Services } from "./services.tsx";
import { DecisionTree } from "./tree.tsx";

const PLAY_MS = 900;

/** Scenarios first: they are what the page is for. Game days follow: in them something was carried out. */
const runs: readonly Recording[] = [...scenarios.map((one) => one.recording), ...recordings];
const chosen = signal(Math.max(0, runs.findIndex((one) => `#${one.name}` === location.hash)));

function App() {
  const recording = runs[chosen.value];
  return (
    <>
      <Header page="transparency" context={recording && <span class="label">{recording.provenance}</span>} />
      {recording ? <Replay key={recording.name} recording={recording} /> : <NoRecording />}
    </>
  );
}

/** A recorded run, as it stood after any one of its events. */
function Replay(props: { recording: Recording }) {
  const { recording } = props;
  const file = scenarios.find((one) => one.recording === recording)?.file;
  const last = recording.events.length;
  const [place, setPlace] = useState(last);
  const [playing, setPlaying] = useState(false);
  const events = useMemo(() => recording.events.slice(0, place), [recording, place]);
  const incident = useMemo(() => fold(events), [events]);
  const at = events.at(-1);
  if (at) now.value = Date.parse(at.at);
  const go = (to: number) => setPlace(Math.max(1, Math.min(last, to)));
  const step = (by: number) => setPlace((from) => Math.max(1, Math.min(last, from + by)));
  const play = () => {
    if (!playing && place === last) setPlace(1);
    setPlaying(!playing);
  };
  useEffect(() => {
    if (!playing) return undefined;
    if (place >= last) {
      setPlaying(false);
      return undefined;
    }
    const timer = setTimeout(() => setPlace(place + 1), PLAY_MS);
    return () => clearTimeout(timer);
  }, [playing, place]);
  useEffect(
    () =>
      bindKeys([
        { key: "ArrowLeft", says: "The event before", does: () => step(-1) },
        { key: "ArrowRight", says: "The next event", does: () => step(1) },
        { key: "Home", says: "The first event", does: () => go(1) },
        { key: "End", says: "The last event", does: () => go(last) },
        { key: "p", says: "Play or pause", does: play },
      ]),
    [place, playing],
  );
  if (!incident || !at) return <NoRecording />;
  return (
    <main>
      <div class="incident-head">
        <div>
          <SeverityBadge severity={incident.opened.severity} />
          <h1>{incident.opened.title}</h1>
          <Status
            status={incident.status}
            pending={latestAction(incident)?.status === "pending"}
            resolution={incident.resolutionCode}
          />
        </div>
        <Provenance recording={recording} />
      </div>
      {file && <Made file={file} />}
      <div class="panel scrubber">
        {runs.length > 1 && <Chooser />}
        <div class="actions">
          <button type="button" onClick={() => go(place - 1)} disabled={place === 1} aria-label="The event before">
            ←
          </button>
          <button type="button" class="primary" onClick={play}>
            {playing ? "Pause" : "Play"}
          </button>
          <button type="button" onClick={() => go(place + 1)} disabled={place === last} aria-label="The next event">
            →
          </button>
          <label class="grow">
            <span class="visually-hidden">Event</span>
            <input
              type="range"
              min={1}
              max={last}
              value={place}
              aria-valuetext={`event ${place} of ${last}: ${statement(at)}`}
              onInput={(event) => go(Number(event.currentTarget.value))}
            />
          </label>
          <span class="mono">
            seq {at.seq} of {last}, {clock(at.at)} UTC, +{stopwatch(Date.parse(at.at) - Date.parse(incident.opened.at))}
          </span>
        </div>
        <p aria-live="polite">
          <span class="hint">{at.type}</span> {statement(at)}
        </p>
      </div>
      <Phases incident={incident} />
      <div class="columns">
        <div class="column">
          {incident.detection?.chart && (
            <SignalPanel
              chart={incident.detection.chart}
              collectedAt={concluded(events, "detection")}
              markers={interventions(events)}
            />
          )}
          {incident.diagnosis ? (
            <>
              <Hypotheses
                verdict={incident.diagnosis.verdict}
                gaps={incident.detection?.gaps ?? []}
                at={concluded(events, "diagnosis")}
                evidenceRef={incident.detection?.evidence_ref}
              />
              {!file && <WouldChange incident={incident} at={concluded(events, "diagnosis")} />}
            </>
          ) : (
            <Panel title="Hypotheses" source={`as of seq ${at.seq}`}>
              <p class="empty">Diagnosis has not concluded at this point of the run.</p>
            </Panel>
          )}
          {file && <WouldChangeIt file={file} />}
          {file && <DecisionTree file={file} />}
          <Produced incident={incident} events={events} recording={recording} />
          {file && <Services file={file} />}
          <TimelinePanel events={events} title="Timeline up to here" />
        </div>
        <div class="column">
          {file && <Context file={file} />}
          {latestAction(incident) && <Outcome action={latestAction(incident)!} />}
          {incident.prediction && <BlastRadius finding={incident.prediction} at={concluded(events, "prediction")} />}
          {incident.detection && <Facts finding={incident.detection} at={concluded(events, "detection")} />}
          {incident.communication && (
            <>
              <Communications
                finding={incident.communication}
                at={concluded(events, "communication")}
                sent={sent(events)}
              />
              <Postmortem markdown={incident.communication.postmortem} at={concluded(events, "communication")} />
            </>
          )}
          {file && <EvidenceItems items={file.observed} />}
          <Chain recording={recording} />
        </div>
      </div>
    </main>
  );
}

function Chooser() {
  return (
    <Field label="Run">
      <select
        value={chosen.value}
        onChange={(event) => {
          chosen.value = Number(event.currentTarget.value);
          history.replaceState(null, "", `#${runs[chosen.value]?.name ?? ""}`);
        }}
      >
        {scenarios.length > 0 && recordings.length > 0 ? (
          <>
            <optgroup label="Scenarios">{options(0, scenarios.length)}</optgroup>
            <optgroup label="Game days">{options(scenarios.length, runs.length)}</optgroup>
          </>
        ) : (
          options(0, runs.length)
        )}
      </select>
    </Field>
  );
}

function options(from: number, to: number) {
  return runs.slice(from, to).map((one, place) => (
    <option key={one.name} value={from + place}>
      {one.name}: {one.incident.status}
      {one.incident.verdict ? `, ${one.incident.verdict.verdict}` : ""}
    </option>
  ));
}

/** What is not known, and what speaks for the next best explanation: where the conclusion could turn. */
function WouldChange(props: { incident: Incident; at: string }) {
  const verdict = props.incident.diagnosis?.verdict;
  if (!verdict) return null;
  const missing = verdict.hypotheses.flatMap((one) => one.missing.map((what) => ({ what, of: one })));
  const gaps = props.incident.detection?.gaps ?? [];
  return (
    <Panel title="What would change this conclusion" source={`from the hypotheses of ${clock(props.at)}`}>
      {missing.length + gaps.length === 0 ? (
        <p class="empty">No hypothesis names anything missing, and everything asked for was seen.</p>
      ) : (
        <ul class="bullets">
          {missing.map(({ what, of }) => (
            <li key={`${of.rank} ${what}`}>
              {what} <span class="hint">would tell about “{of.summary ?? of.cause}”, now {percent(of.score)}</span>
            </li>
          ))}
          {gaps.map((gap) => (
            <li key={`${gap.section} ${gap.entity}`}>
              {gap.section}
              {gap.entity ? ` of ${gap.entity}` : ""} <span class="hint">could not be looked at: {gap.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

const MADE_BY: Readonly<Record<string, string>> = {
  detection: "collected telemetry, then the evidence engine",
  diagnosis: "evidence engine: hypotheses weighed against facts",
  prediction: "evidence engine: trend and topology",
  resolution: "runbook with preconditions checked on fresh state",
  communication: "written from the timeline",
};

/** Which part of the product said what, from how much, how surely, how fast, and through which services. */
function Produced(props: { incident: Incident; events: readonly TimelineEvent[]; recording: Recording }) {
  return (
    <Panel title="What produced what" source={`agents' own updates; provenance ${props.recording.provenance}`}>
      <div class="table-box" tabIndex={0} role="region" aria-label="What produced what">
        <table>
          <thead>
            <tr>
              <th scope="col">Agent</th>
              <th scope="col">Made by</th>
              <th scope="col">AI services</th>
              <th scope="col" class="number">
                Steps told
              </th>
              <th scope="col" class="number">
                Confidence
              </th>
              <th scope="col" class="number">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {AGENTS.map((agent) => {
              const update = props.incident.agents[agent];
              const steps = props.events.filter((event) => event.type === "agent.reasoned" && event.agent === agent);
              return (
                <tr key={agent}>
                  <td>{PHASES[agent]}</td>
                  <td>{update?.status === "idle" ? update.reasoning : MADE_BY[agent]}</td>
                  <td>{services(update)}</td>
                  <td class="number">{steps.length}</td>
                  <td class="number">{update?.status === "complete" ? percent(update.confidence) : ""}</td>
                  <td class="number">{update?.status === "complete" ? duration(update.processing_time_ms) : standing(update)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function services(update: AgentUpdate | undefined): string {
  if (!update || update.status !== "complete") return "";
  return update.aws_services_used.length ? update.aws_services_used.join(", ") : "none: no tokens, no cost";
}

/** The audit chain, checked by the reader's own browser. */
function Chain(props: { recording: Recording }) {
  const [checked, setChecked] = useState<Checked | null>(null);
  useEffect(() => {
    void checkChain(props.recording.events).then(setChecked);
  }, [props.recording]);
  return (
    <Panel title="Audit chain" source="SHA-256 over canonical JSON">
      <p class="row">
        {checked ? (
          <State tone={checked.holds ? "good" : "bad"}>{checked.says}</State>
        ) : (
          <State tone="busy">checking {plural(props.recording.events.length, "event")}</State>
        )}
      </p>
      <p class="row hint">
        last hash <code>{props.recording.events.at(-1)?.hash}</code>
      </p>
    </Panel>
  );
}

startTheme();
listenToKeys();
const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}

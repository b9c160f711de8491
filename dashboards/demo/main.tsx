import { render } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import "../shared/style/index.css";
import "./demo.css";
import type { Signal } from "../shared/generated/contract.ts";
import { Outcome, PlanBody } from "../shared/components/action.tsx";
import { Panel } from "../shared/components/basics.tsx";
import { SignalPanel } from "../shared/components/chart.tsx";
import { BlastRadius, Communications, Postmortem } from "../shared/components/findings.tsx";
import { Header } from "../shared/components/header.tsx";
import { Hypotheses } from "../shared/components/hypotheses.tsx";
import { NoRecording, Provenance } from "../shared/components/recorded.tsx";
import { now } from "../shared/clock.ts";
import { clock, duration, figure, unit } from "../shared/format.ts";
import { latestAction } from "../shared/incident.ts";
import { bindKeys, listenToKeys } from "../shared/keys.ts";
import { outcomes, waited, type Figure } from "../shared/outcome.ts";
import { recordings, type Recording } from "../shared/recordings.ts";
import { concluded, interventions, sent } from "../shared/telling.ts";
import { startTheme } from "../shared/theme.ts";
import { story, type Step } from "./story.ts";

function App() {
  const recording = recordings[0];
  return (
    <>
      <Header page="demo" context={recording && <span class="label">{recording.provenance}</span>} />
      {recording ? <Walk recording={recording} /> : <NoRecording />}
    </>
  );
}

/** The recorded run as a story, one turning point at a time. */
function Walk(props: { recording: Recording }) {
  const { recording } = props;
  const steps = useMemo(() => story(recording.events), [recording]);
  const [place, setPlace] = useState(0);
  const step = steps[place];
  const go = (to: number) => setPlace(Math.max(0, Math.min(steps.length - 1, to)));
  const turn = (by: number) => setPlace((from) => Math.max(0, Math.min(steps.length - 1, from + by)));
  useEffect(
    () =>
      bindKeys([
        { key: "ArrowLeft", says: "The step before", does: () => turn(-1) },
        { key: "ArrowRight", says: "The next step", does: () => turn(1) },
        { key: "Home", says: "The beginning", does: () => go(0) },
        { key: "End", says: "The end", does: () => go(steps.length - 1) },
      ]),
    [steps],
  );
  if (!step) return <NoRecording />;
  now.value = Date.parse(step.at);
  return (
    <main class="walk">
      <div class="incident-head">
        <h1>From alert to {recording.incident.resolution_success ? "verified fix" : recording.incident.status}</h1>
        <Provenance recording={recording} />
      </div>
      <Outcomes recording={recording} />
      <div class="story">
        <Contents steps={steps} place={place} onGo={go} />
        <div class="column">
          <section class="panel telling" aria-live="polite">
            <p class="hint">
              Step {place + 1} of {steps.length} · event {step.seq} at {clock(step.at)} UTC, {after(step)} after the
              incident began
            </p>
            <h2>{step.title}</h2>
            <p>{step.text}</p>
            <div class="actions">
              <button type="button" onClick={() => go(place - 1)} disabled={place === 0}>
                ← Back
              </button>
              <button type="button" class="primary" onClick={() => go(place + 1)} disabled={place === steps.length - 1}>
                Next →
              </button>
              <span class="hint wide">or the arrow keys</span>
            </div>
          </section>
          <SceneView step={step} recording={recording} />
        </div>
      </div>
      {!isFile() && (
        <p class="hint">
          This walk-through is also <a href="/demo/incident-commander-demo.html" download>one file to keep</a>: it opens from a disk
          and needs no network.
        </p>
      )}
    </main>
  );
}

function after(step: Step): string {
  return duration(Date.parse(step.at) - Date.parse(step.incident.opened.at));
}

function isFile(): boolean {
  return location.protocol === "file:";
}

function Contents(props: { steps: readonly Step[]; place: number; onGo: (to: number) => void }) {
  return (
    <ol class="contents" aria-label="Steps">
      {props.steps.map((step, place) => (
        <li key={step.seq}>
          <button
            type="button"
            aria-current={place === props.place ? "step" : undefined}
            onClick={() => props.onGo(place)}
          >
            <span class="mono">+{after(step)}</span> <span>{step.title}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Measured figures only: each names the two events that it is the time between. */
function Outcomes(props: { recording: Recording }) {
  const approval = waited(props.recording.events);
  return (
    <dl class="outcomes">
      {outcomes(props.recording.events).map((figure, place) => (
        <div key={figure.name}>
          <dt>{figure.name}</dt>
          <dd>{figure.milliseconds === null ? "not in this run" : duration(figure.milliseconds)}</dd>
          <dd class="hint">
            <Reckoning figure={figure} />
            {place === 2 && approval !== null && figure.milliseconds !== null && (
              <>, {duration(approval)} of it waiting for a person</>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Reckoning(props: { figure: Figure }) {
  const { figure } = props;
  return (
    <>
      {figure.milliseconds !== null && (
        <>
          <strong>Measured</strong>, event {figure.from} to {figure.to}:{" "}
        </>
      )}
      {figure.says}
    </>
  );
}

function SceneView(props: { step: Step; recording: Recording }) {
  const { step, recording } = props;
  const events = recording.events.slice(0, step.seq);
  const { incident } = step;
  const action = latestAction(incident);
  switch (step.scene) {
    case "alarm":
      return incident.opened.signal ? <Alarm signal={incident.opened.signal} /> : null;
    case "end":
      return (
        <>
          {action && <Outcome action={action} />}
          {incident.communication && (
            <Postmortem markdown={incident.communication.postmortem} at={concluded(recording.events, "communication")} />
          )}
        </>
      );
    case "signal":
      return incident.detection?.chart ? (
        <SignalPanel chart={incident.detection.chart} collectedAt={step.at} markers={interventions(events)} />
      ) : null;
    case "hypotheses":
      return incident.diagnosis ? (
        <Hypotheses verdict={incident.diagnosis.verdict} gaps={incident.detection?.gaps ?? []} at={step.at} />
      ) : null;
    case "reach":
      return incident.prediction ? <BlastRadius finding={incident.prediction} at={step.at} /> : null;
    case "plan": {
      const plan = action?.plan ?? incident.resolution?.plan;
      return plan ? (
        <Panel title="The plan" source={`runbook ${plan.runbook}`}>
          <div class="body">
            <PlanBody plan={plan} />
          </div>
        </Panel>
      ) : null;
    }
    case "action":
      return action ? <Outcome action={action} /> : null;
    case "messages":
      return incident.communication ? (
        <Communications
          finding={incident.communication}
          at={concluded(recording.events, "communication")}
          sent={sent(recording.events)}
        />
      ) : null;
    case "none":
      return null;
  }
}

/** What the monitor itself said. */
function Alarm(props: { signal: Signal }) {
  const { signal } = props;
  const { metric } = signal;
  return (
    <Panel title="What the monitor said" source={`${signal.source}, state changed at ${clock(signal.at)}`}>
      <div class="body">
        <dl class="facts">
          <div>
            <dt>Alarm</dt>
            <dd>
              {signal.name}, state {signal.state}
            </dd>
          </div>
          {metric && (
            <div>
              <dt>Signal</dt>
              <dd>
                {metric.statistic} of <code>{metric.namespace} {metric.name}</code> every {metric.period_s} s
              </dd>
            </div>
          )}
          {signal.threshold !== null && (
            <div>
              <dt>Alarm line</dt>
              <dd>
                {figure(signal.threshold)}
                {unit(metric?.unit)}
              </dd>
            </div>
          )}
          {signal.entity && (
            <div>
              <dt>On</dt>
              <dd>
                <code>{signal.entity}</code>
              </dd>
            </div>
          )}
        </dl>
      </div>
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

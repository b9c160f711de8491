import { AGENTS, type AgentName } from "../generated/contract.ts";
import { now } from "../clock.ts";
import { duration, money, plural, stopwatch } from "../format.ts";
import { isOpen, latestAction, type Incident } from "../incident.ts";
import { spent } from "../usage.ts";
import { PHASES, standing } from "../words.ts";
import { State } from "./basics.tsx";
import { Source, sources } from "./services.tsx";

const SAID = { waiting: "", running: "", done: "✓", skipped: "–", failed: "✕" } as const;

/** The five phases, how long each took, and which were skipped or failed. */
export function Phases(props: { incident: Incident }) {
  return (
    <ol class="phases" aria-label="Phases">
      {AGENTS.map((agent) => (
        <Phase key={agent} agent={agent} incident={props.incident} />
      ))}
    </ol>
  );
}

function Phase(props: { agent: AgentName; incident: Incident }) {
  const { agent, incident } = props;
  const update = incident.agents[agent];
  const how = standing(update);
  const action = agent === "resolution" ? acting(incident) : null;
  return (
    <li data-state={action ? action.state : how} aria-current={how === "running" ? "step" : undefined}>
      <span class="phase-name">{PHASES[agent]}</span>{" "}
      <span class="phase-time">
        <span aria-hidden="true">{SAID[how]}</span> {took(how, agent, incident)}
      </span>
      {action && <span class="phase-note">{action.says}</span>}
      <Services agent={agent} incident={incident} />
    </li>
  );
}

function took(how: ReturnType<typeof standing>, agent: AgentName, incident: Incident): string {
  const started = incident.started[agent];
  switch (how) {
    case "waiting":
      return isOpen(incident) ? "" : "not reached";
    case "running":
      return started ? stopwatch(now.value - Date.parse(started)) : "";
    case "done":
      return duration(incident.agents[agent]?.processing_time_ms ?? 0);
    case "skipped":
      return "skipped";
    case "failed":
      return "failed over";
  }
}

/** What a phase asked of the AI services, and whether anything took over or was stopped. */
function Services(props: { agent: AgentName; incident: Incident }) {
  const { agent, incident } = props;
  const calls = incident.calls.filter((call) => call.agent === agent);
  const fallbacks = incident.fellBack.filter((one) => one.agent === agent).length;
  const guarded = incident.guarded.filter((one) => one.agent === agent);
  return (
    <>
      {calls.length > 0 && (
        <span class="phase-note wide">
          {plural(calls.length, "call")}, {money(spent(calls))} <Source of={sources(calls)} />
        </span>
      )}
      {fallbacks > 0 && (
        <span class="phase-note">
          <State tone="warn">{plural(fallbacks, "fallback")}</State>
        </span>
      )}
      {guarded.length > 0 && (
        <span class="phase-note">
          <State tone={guarded.every((one) => one.masked) ? "warn" : "bad"}>{guarded.length} security</State>
        </span>
      )}
    </>
  );
}

/** Resolution goes on after the agent is done: a person decides, the action runs, its effect is watched. */
function acting(incident: Incident): { state: string; says: string } | null {
  const action = latestAction(incident);
  if (!action) return null;
  const since = now.value - Date.parse(action.proposed_at);
  switch (action.status) {
    case "pending":
      return isOpen(incident)
        ? { state: "attention", says: `waits for a person ${stopwatch(since)}` }
        : { state: "done", says: "not decided" };
    case "approved":
    case "running":
      return { state: "running", says: "carrying out" };
    case "executed":
      return { state: "running", says: "watching the signal" };
    case "verified":
      return { state: "done", says: "fix verified" };
    case "undone":
      return { state: "attention", says: "undone" };
    case "rejected":
    case "expired":
      return { state: "attention", says: action.status };
    case "failed":
      return { state: "failed", says: "not carried out" };
  }
}

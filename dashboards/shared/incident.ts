// An incident is the fold of its timeline, by the same rules as domain/incident.py: a test folds the same recorded
// runs with both and compares.

import {
  EVENT_TYPES,
  type Action,
  type AgentName,
  type AgentUpdate,
  type CommunicationFinding,
  type DetectionFinding,
  type DiagnosisFinding,
  type FellBack,
  type IncidentOpened,
  type IncidentStatus,
  type IncidentSummary,
  type PredictionFinding,
  type ResolutionCode,
  type ResolutionFinding,
  type ServiceCall,
  type TimelineEvent,
} from "./generated/contract.ts";

/** The state of one incident after event `seq`. */
export interface Incident {
  readonly opened: IncidentOpened;
  readonly seq: number;
  readonly updatedAt: string;
  readonly status: IncidentStatus;
  readonly phase: AgentName | null;
  readonly started: Readonly<Partial<Record<AgentName, string>>>;
  readonly agents: Readonly<Partial<Record<AgentName, AgentUpdate>>>;
  readonly failures: Readonly<Partial<Record<AgentName, string>>>;
  readonly detection: DetectionFinding | null;
  readonly diagnosis: DiagnosisFinding | null;
  readonly prediction: PredictionFinding | null;
  readonly resolution: ResolutionFinding | null;
  readonly communication: CommunicationFinding | null;
  readonly actions: readonly Action[];
  readonly calls: readonly ServiceCall[];
  readonly fellBack: readonly { readonly agent: AgentName; readonly fallback: FellBack }[];
  /** What the guardrail objected to and what was tried, by the agent that met it; `masked` is all that was done where
   * nothing was blocked. */
  readonly guarded: readonly { readonly agent: AgentName; readonly masked: boolean }[];
  readonly acknowledgedBy: string | null;
  readonly resolutionCode: ResolutionCode | null;
  readonly endedAt: string | null;
  readonly endedBecause: string | null;
}

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

/** Whether the event is of a type this version knows. A later server may send others: they are counted, not applied. */
export function isKnown(event: { type: string }): boolean {
  return KNOWN.has(event.type);
}

/** The state after the events, which start with incident.opened; null where there are none. */
export function fold(events: Iterable<TimelineEvent>): Incident | null {
  let incident: Incident | null = null;
  for (const event of events) if (isKnown(event)) incident = apply(incident, event);
  return incident;
}

/** The state after one more event. */
export function apply(incident: Incident | null, event: TimelineEvent): Incident | null {
  if (incident === null) return event.type === "incident.opened" ? begin(event) : null;
  return { ...incident, seq: event.seq, updatedAt: event.at, ...changes(incident, event) };
}

function begin(opened: IncidentOpened): Incident {
  return {
    opened,
    seq: opened.seq,
    updatedAt: opened.at,
    status: "processing",
    phase: null,
    started: {},
    agents: {},
    failures: {},
    detection: null,
    diagnosis: null,
    prediction: null,
    resolution: null,
    communication: null,
    actions: [],
    calls: [],
    fellBack: [],
    guarded: [],
    acknowledgedBy: null,
    resolutionCode: null,
    endedAt: null,
    endedBecause: null,
  };
}

function changes(incident: Incident, event: TimelineEvent): Partial<Incident> {
  switch (event.type) {
    case "agent.started":
      return {
        phase: event.agent,
        started: { ...incident.started, [event.agent]: event.at },
        agents: { ...incident.agents, [event.agent]: update(event, event.agent, "processing", "working") },
      };
    case "agent.completed":
      return {
        agents: { ...incident.agents, [event.agent]: event.update },
        [event.agent]: event.finding,
      };
    case "agent.skipped":
      return { agents: { ...incident.agents, [event.agent]: event.update } };
    case "agent.failed":
      return {
        agents: { ...incident.agents, [event.agent]: update(event, event.agent, "error", event.error) },
        failures: { ...incident.failures, [event.agent]: event.error },
      };
    case "service.called":
      return { calls: [...incident.calls, event.call] };
    case "service.fell_back":
      return { fellBack: [...incident.fellBack, { agent: event.agent, fallback: event.fallback }] };
    case "guardrail.intervened":
      return { guarded: [...incident.guarded, { agent: event.agent, masked: !event.blocked }] };
    case "security.detected":
      return { guarded: [...incident.guarded, { agent: event.agent, masked: false }] };
    case "action.proposed":
      return { actions: [...incident.actions, proposed(event)] };
    case "action.approved":
    case "action.rejected":
      return act(incident, event.action_id, {
        status: event.type === "action.approved" ? "approved" : "rejected",
        decided_by: event.actor.name,
        decided_at: event.at,
        reason: event.reason ?? null,
      });
    case "action.expired":
      return act(incident, event.action_id, { status: "expired" });
    case "action.started":
      return act(incident, event.action_id, { status: "running", pre_state: event.pre_state });
    case "action.executed":
      return act(incident, event.action_id, { status: "executed", calls_made: event.calls });
    case "action.verified":
      return act(incident, event.action_id, {
        status: event.verification.recovered ? "verified" : "executed",
        verification: event.verification,
      });
    case "action.undone":
      return act(incident, event.action_id, { status: "undone", undo_verified: event.restored });
    case "action.failed":
      return act(incident, event.action_id, { status: "failed", reason: event.reason });
    case "incident.acknowledged":
      return { acknowledgedBy: event.actor.name };
    case "incident.resolved":
      return {
        status: "resolved",
        resolutionCode: event.resolution_code,
        endedAt: event.at,
        endedBecause: event.reason,
      };
    case "incident.escalated":
      return { status: "escalated", endedAt: event.at, endedBecause: event.reason };
    case "incident.failed":
      return { status: "failed", endedAt: event.at, endedBecause: event.reason };
    case "incident.opened":
    case "signal.received":
    case "agent.reasoned":
    case "incident.learned":
    case "update.sent":
      return {};
    default:
      return never(event);
  }
}

/** Makes the compiler name an event type that a switch forgot. At run time a stranger changes nothing. */
export function never(_stranger: never): Record<string, never> {
  return {};
}

function update(
  event: TimelineEvent,
  agent: AgentName,
  status: AgentUpdate["status"],
  reasoning: string,
): AgentUpdate {
  return {
    agent_type: agent,
    status,
    confidence: 0,
    reasoning,
    evidence: [],
    aws_services_used: [],
    processing_time_ms: 0,
    timestamp: event.at,
    incident_id: event.incident_id,
  };
}

function proposed(event: Extract<TimelineEvent, { type: "action.proposed" }>): Action {
  return {
    action_id: event.action_id,
    plan: event.plan,
    plan_hash: event.plan_hash,
    status: "pending",
    proposed_at: event.at,
    expires_at: event.expires_at,
    decided_by: null,
    decided_at: null,
    reason: null,
    pre_state: null,
    calls_made: [],
    verification: null,
    undo_verified: null,
  };
}

function act(incident: Incident, actionId: string, changed: Partial<Action>): Partial<Incident> {
  return {
    actions: incident.actions.map((action) => (action.action_id === actionId ? { ...action, ...changed } : action)),
  };
}

/** Whether the system is still at work on it. */
export function isOpen(incident: Incident): boolean {
  return incident.status === "processing";
}

/** The latest action, if any was proposed. */
export function latestAction(incident: Incident): Action | null {
  return incident.actions.at(-1) ?? null;
}

/** The incident as a row of the list. */
export function summary(incident: Incident): IncidentSummary {
  const { opened } = incident;
  return {
    incident_id: opened.incident_id,
    title: opened.title,
    type: opened.incident_type,
    severity: opened.severity,
    status: incident.status,
    affected_services: opened.affected_services,
    opened_at: opened.at,
    updated_at: incident.updatedAt,
    source: opened.source,
    phase: incident.phase,
    verdict: incident.diagnosis?.verdict.verdict ?? null,
    resolution_code: incident.resolutionCode,
    action_pending: isOpen(incident) && latestAction(incident)?.status === "pending",
  };
}

/** A row of the list after one more event of its incident, of which only the row is known. */
export function summaryAfter(row: IncidentSummary, event: TimelineEvent): IncidentSummary {
  const next = { ...row, updated_at: event.at };
  switch (event.type) {
    case "agent.started":
      return { ...next, phase: event.agent };
    case "agent.completed":
      return event.finding.agent === "diagnosis" ? { ...next, verdict: event.finding.verdict.verdict } : next;
    case "action.proposed":
      return { ...next, action_pending: true };
    case "action.approved":
    case "action.rejected":
    case "action.expired":
    case "action.failed":
      return { ...next, action_pending: false };
    case "incident.resolved":
      return { ...next, status: "resolved", resolution_code: event.resolution_code, action_pending: false };
    case "incident.escalated":
      return { ...next, status: "escalated", action_pending: false };
    case "incident.failed":
      return { ...next, status: "failed", action_pending: false };
    case "incident.opened":
    case "signal.received":
    case "agent.reasoned":
    case "agent.skipped":
    case "agent.failed":
    case "service.called":
    case "service.fell_back":
    case "guardrail.intervened":
    case "security.detected":
    case "action.started":
    case "action.executed":
    case "action.verified":
    case "action.undone":
    case "incident.acknowledged":
    case "incident.learned":
    case "update.sent":
      return next;
    default:
      return { ...next, ...never(event) };
  }
}

import type { TimelineEvent } from "../shared/generated/contract.ts";
import { duration, percent, plural } from "../shared/format.ts";
import { fold, type Incident } from "../shared/incident.ts";
import { statement } from "../shared/words.ts";

export type Scene = "alarm" | "end" | "signal" | "hypotheses" | "reach" | "plan" | "action" | "messages" | "none";

/** One step of the story: where the timeline stood, what it meant, and what to look at. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly seq: number;
  readonly at: string;
  readonly scene: Scene;
  readonly incident: Incident;
}

/** The run as a story of its turning points. Every sentence is made of what the events say. */
export function story(events: readonly TimelineEvent[]): readonly Step[] {
  const steps: Step[] = [];
  for (const event of events) {
    const told = turn(event);
    if (!told) continue;
    const incident = fold(events.slice(0, event.seq));
    if (incident) steps.push({ ...told, seq: event.seq, at: event.at, incident });
  }
  return steps;
}

function turn(event: TimelineEvent): Pick<Step, "title" | "text" | "scene"> | null {
  switch (event.type) {
    case "incident.opened":
      return {
        title: event.signal ? "An alarm speaks" : "Somebody opens an incident",
        text: `${event.title}, ${event.severity}. ${event.signal?.reason ?? event.description}`,
        scene: event.signal ? "alarm" : "none",
      };
    case "agent.completed":
      return concluded(event);
    case "agent.failed":
      return { title: `${event.agent} could not finish`, text: `${event.error} The others go on.`, scene: "none" };
    case "action.proposed":
      return {
        title: "A plan waits for a person",
        text: `${event.plan.title}. ${event.plan.cost_of_waiting ? `Waiting costs ${event.plan.cost_of_waiting}.` : ""} Nothing is changed before somebody says yes to exactly this plan.`,
        scene: "plan",
      };
    case "action.approved":
      return {
        title: "A person says yes",
        text: `${event.actor.name} approved the plan with hash ${event.plan_hash.slice(0, 12)}${event.reason ? `: “${event.reason}”` : ""}. The approval counts once, and for no other plan.`,
        scene: "plan",
      };
    case "action.rejected":
      return { title: "A person says no", text: statement(event), scene: "plan" };
    case "action.expired":
      return { title: "Nobody decides in time", text: "Nothing was executed.", scene: "plan" };
    case "action.executed":
      return {
        title: "The change is made",
        text: `${event.calls.map((made) => `${made.call.service}:${made.call.operation}`).join(", ")}, after the state before was recorded so that it can be brought back.`,
        scene: "action",
      };
    case "action.verified":
      return {
        title: event.verification.recovered ? "It worked, and we looked" : "It did not help",
        text: event.verification.statement,
        scene: "action",
      };
    case "action.undone":
      return { title: "So it is undone", text: event.statement, scene: "action" };
    case "action.failed":
      return { title: "The change is not made", text: event.reason, scene: "action" };
    case "incident.resolved":
      return { title: "It is over", text: event.reason, scene: "end" };
    case "incident.escalated":
      return { title: "A person takes over", text: event.reason, scene: "end" };
    case "incident.failed":
      return { title: "The system could not finish", text: event.reason, scene: "end" };
    default:
      return null;
  }
}

function concluded(event: Extract<TimelineEvent, { type: "agent.completed" }>): Pick<Step, "title" | "text" | "scene"> {
  const { finding } = event;
  const took = `(${duration(event.update.processing_time_ms)})`;
  switch (finding.agent) {
    case "detection":
      return { title: "Evidence is gathered", text: `${event.update.reasoning} ${took}`, scene: "signal" };
    case "diagnosis": {
      const { verdict } = finding;
      const sure = verdict.confidence == null ? "" : `, confidence ${percent(verdict.confidence)}`;
      return {
        title: `Verdict: ${verdict.verdict}`,
        text: `${plural(verdict.hypotheses.length, "explanation was", "explanations were")} weighed against ${plural(verdict.evidence.length, "fact")}${sure}. ${verdict.summary ?? ""} ${took}`,
        scene: "hypotheses",
      };
    }
    case "prediction":
      return { title: "What if nobody acts", text: `${finding.if_nobody_acts} ${took}`, scene: "reach" };
    case "resolution":
      return finding.plan
        ? { title: "A runbook fits", text: `${event.update.reasoning} ${took}`, scene: "plan" }
        : { title: "No action is proposed", text: finding.statement, scene: "none" };
    case "communication":
      return { title: "Three audiences are told", text: `${event.update.reasoning} ${took}`, scene: "messages" };
  }
}

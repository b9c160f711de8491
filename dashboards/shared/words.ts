// Events and states in words.

import type { AgentName, AgentUpdate, FellBack, ServiceCall, TimelineEvent } from "./generated/contract.ts";
import { never } from "./incident.ts";

export const PHASES: Readonly<Record<AgentName, string>> = {
  detection: "Detect",
  diagnosis: "Diagnose",
  prediction: "Predict",
  resolution: "Resolve",
  communication: "Communicate",
};

export type Kind = "signal" | "agent" | "service" | "security" | "action" | "person" | "end" | "update";

/** Who or what an event is of, for the timeline's second column and its filter. */
export function kind(event: TimelineEvent): Kind {
  if (event.actor.kind === "person") return "person";
  if (event.type === "incident.opened" || event.type === "signal.received") return "signal";
  if (event.type.startsWith("agent.")) return "agent";
  if (event.type.startsWith("service.")) return "service";
  if (event.type === "guardrail.intervened" || event.type === "security.detected") return "security";
  if (event.type.startsWith("action.")) return "action";
  return event.type === "update.sent" ? "update" : "end";
}

/** The event in one sentence, as domain/frames.py says it. */
export function statement(event: TimelineEvent): string {
  const who = event.actor.name;
  switch (event.type) {
    case "incident.opened":
      return `opened by ${who}: ${event.title}`;
    case "signal.received":
      return `${event.signal.name} is ${event.signal.state}`;
    case "agent.started":
      return `${event.agent} started`;
    case "agent.reasoned":
      return event.statement;
    case "agent.completed":
    case "agent.skipped":
      return event.update.reasoning;
    case "agent.failed":
      return `${event.agent} failed: ${event.error}`;
    case "service.called":
      return called(event.call);
    case "service.fell_back":
      return fellBack(event.fallback);
    case "guardrail.intervened": {
      const what = [...new Set(event.interventions.map((one) => `${one.kind} ${one.name}`))].sort().join(", ");
      return `the guardrail ${event.blocked ? "blocked" : "masked"} a text (${event.purpose}): ${what}`;
    }
    case "security.detected":
      return event.statement;
    case "action.proposed":
      return `proposed: ${event.plan.title}`;
    case "action.approved":
      return `${who} approved the plan`;
    case "action.rejected":
      return `${who} rejected the plan: ${event.reason ?? "no reason given"}`;
    case "action.expired":
      return "nobody decided in time";
    case "action.started":
      return "the state before the action was recorded";
    case "action.executed":
      return `executed ${event.calls.map((made) => `${made.call.service}:${made.call.operation}`).join(", ")}`;
    case "action.verified":
      return event.verification.statement;
    case "action.undone":
      return event.statement;
    case "action.failed":
      return `the action was not carried out: ${event.reason}`;
    case "incident.acknowledged":
      return `${who} acknowledged`;
    case "incident.resolved":
      return `resolved (${event.resolution_code}): ${event.reason}`;
    case "incident.escalated":
      return `escalated: ${event.reason}`;
    case "incident.failed":
      return `failed: ${event.reason}`;
    case "incident.learned":
      return learned(event);
    case "update.sent":
      return `${event.audience} update ${event.outcome.replace("_", " ")} through ${event.channel}`;
    default:
      never(event);
      return `${(event as { type: string }).type}: this page does not know events of this type`;
  }
}

function learned(event: Extract<TimelineEvent, { type: "incident.learned" }>): string {
  const kept = [event.remembered ? "the memory service" : "", event.ingestion_job ? "the knowledge base" : ""];
  const also = kept.filter((one) => one).join(" and ");
  return `learned: ${event.lesson.text}${also ? ` Handed to ${also}.` : ""}`;
}

function called(call: ServiceCall): string {
  const source = call.provenance === "aws" ? "" : ` (${call.provenance})`;
  const who = call.model ?? call.service;
  return `${who}${source}: ${spaced(call.purpose)}, ${spaced(call.outcome)} in ${call.latency_ms.toFixed(0)} ms`;
}

function fellBack(fallback: FellBack): string {
  const degraded = fallback.degraded ? ` (${spaced(fallback.degraded)})` : "";
  const reason = `${fallback.service} for ${spaced(fallback.purpose)}: ${spaced(fallback.reason)}`;
  return `${reason}; ${spaced(fallback.substitute)} takes over${degraded}`;
}

function spaced(word: string): string {
  return word.replaceAll("_", " ");
}

/** How an agent stands, in the words of the stepper. An idle update is a skipped agent. */
export function standing(update: AgentUpdate | undefined): "waiting" | "running" | "done" | "skipped" | "failed" {
  switch (update?.status) {
    case undefined:
      return "waiting";
    case "processing":
      return "running";
    case "complete":
      return "done";
    case "idle":
      return "skipped";
    case "error":
      return "failed";
  }
}

/** `deployment.bad_release` as people say it. */
export function cause(code: string): string {
  return code.replace(".", ": ").replaceAll("_", " ").replaceAll(".", " ");
}

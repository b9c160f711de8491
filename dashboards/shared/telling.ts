// What panels need to know of a timeline besides its fold.

import type { AgentName, TimelineEvent, Verification } from "./generated/contract.ts";
import { figure } from "./format.ts";
import type { Marker } from "./components/chart.tsx";

/** When an agent concluded; the moment of the last event where it has not. */
export function concluded(events: readonly TimelineEvent[], agent: AgentName): string {
  const found = events.find((event) => event.type === "agent.completed" && event.agent === agent);
  return (found ?? events.at(-1))?.at ?? "";
}

/** How many updates the agents have sent. */
export function updates(events: readonly TimelineEvent[]): number {
  return events.filter((event) => ["agent.started", "agent.completed", "agent.skipped"].includes(event.type)).length;
}

/** What we did to the system ourselves, for the chart. */
export function interventions(events: readonly TimelineEvent[]): Marker[] {
  return events.flatMap((event) => {
    if (event.type === "action.executed") return [{ t: event.at, label: "our action" }];
    if (event.type === "action.undone") return [{ t: event.at, label: "undone" }];
    if (event.type === "action.verified") return looked(event.verification);
    return [];
  });
}

/** The look at the signal after the action: the one value of it that the timeline has. */
function looked(found: Verification): Marker[] {
  if (found.signal_value == null) return [];
  return [{ t: found.checked_at, label: `${figure(found.signal_value)} when checked`, value: found.signal_value }];
}

export interface Sent {
  readonly outcome: string;
  readonly channel: string;
  readonly detail: string | null;
}

/** What became of each audience's update. */
export function sent(events: readonly TimelineEvent[]): Record<string, Sent> {
  const found: Record<string, Sent> = {};
  for (const event of events) {
    if (event.type !== "update.sent") continue;
    found[event.audience] = { outcome: event.outcome, channel: event.channel, detail: event.detail ?? null };
  }
  return found;
}

// A timeline as lines to read: the calls of AI services that one agent made are one line, where the first of them was.

import type { AgentName, ServiceCalled, TimelineEvent } from "./generated/contract.ts";

export type Line =
  | { readonly is: "event"; readonly event: TimelineEvent }
  | { readonly is: "calls"; readonly agent: AgentName; readonly events: readonly ServiceCalled[] };

/** The lines of events in their order. A line of calls grows as more are made and does not move. */
export function lines(events: readonly TimelineEvent[]): Line[] {
  const calls = new Map<AgentName, ServiceCalled[]>();
  for (const event of events) {
    if (event.type === "service.called") calls.set(event.agent, [...(calls.get(event.agent) ?? []), event]);
  }
  return events.flatMap((event): Line[] => {
    if (event.type !== "service.called") return [{ is: "event", event }];
    const own = calls.get(event.agent) ?? [];
    if (own[0] !== event) return [];
    return own.length === 1 ? [{ is: "event", event }] : [{ is: "calls", agent: event.agent, events: own }];
  });
}

import type { TimelineEvent } from "./generated/contract.ts";

/** A figure computed from two events of a timeline, with the reckoning beside it. */
export interface Figure {
  readonly name: string;
  readonly milliseconds: number | null;
  readonly says: string;
  readonly from: number | null;
  readonly to: number | null;
}

/** The three outcomes of a run: noticed, explained, repaired. What the timeline does not have is null. */
export function outcomes(events: readonly TimelineEvent[]): readonly Figure[] {
  const opened = events.find((event) => event.type === "incident.opened");
  const detected = events.find((event) => event.type === "agent.completed" && event.agent === "detection");
  const diagnosed = events.find((event) => event.type === "agent.completed" && event.agent === "diagnosis");
  const verified = events.find((event) => event.type === "action.verified" && event.verification.recovered === true);
  const approval = waited(events);
  return [
    between("Time to detect", opened, detected, "from the first event to the detection agent's finding"),
    between("Time to diagnose", opened, diagnosed, "from the first event to the verdict"),
    between(
      "Time to verified fix",
      opened,
      verified,
      verified
        ? `from the first event to recovery seen on the incident's own signal${approval === null ? "" : "; a person's decision is part of it"}`
        : "no fix was verified in this run",
    ),
  ];
}

/** How long the plan waited for a person; null where nobody was asked or nobody answered. */
export function waited(events: readonly TimelineEvent[]): number | null {
  const proposed = events.find((event) => event.type === "action.proposed");
  const decided = events.find((event) => event.type === "action.approved" || event.type === "action.rejected");
  return proposed && decided ? Date.parse(decided.at) - Date.parse(proposed.at) : null;
}

function between(name: string, from: TimelineEvent | undefined, to: TimelineEvent | undefined, says: string): Figure {
  return {
    name,
    milliseconds: from && to ? Date.parse(to.at) - Date.parse(from.at) : null,
    says,
    from: from?.seq ?? null,
    to: to?.seq ?? null,
  };
}

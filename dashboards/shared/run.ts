import type { TimelineEvent } from "./generated/contract.ts";
import { apply, isKnown, type Incident } from "./incident.ts";

/** One incident's timeline as far as this browser has it, and what it folds to. */
export interface Run {
  readonly incidentId: string;
  readonly events: readonly TimelineEvent[];
  readonly incident: Incident | null;
  /** Events of a type this version does not know; they are kept and counted, and change nothing. */
  readonly unknown: number;
  readonly repeated: number;
}

/** What came of taking events in. `missing` says after which seq the timeline has a hole. */
export interface Extended {
  readonly run: Run;
  readonly missing: number | null;
}

export function emptyRun(incidentId: string): Run {
  return { incidentId, events: [], incident: null, unknown: 0, repeated: 0 };
}

export function lastSeq(run: Run): number {
  return run.events.at(-1)?.seq ?? 0;
}

/** The run with the events that follow on from what it has. Repeated ones are dropped; after a hole nothing is taken. */
export function extend(run: Run, arrived: readonly TimelineEvent[]): Extended {
  const ordered = [...arrived].sort((one, other) => one.seq - other.seq);
  const fresh: TimelineEvent[] = [];
  let { incident, unknown, repeated } = run;
  let seq = lastSeq(run);
  let missing: number | null = null;
  for (const event of ordered) {
    if (event.incident_id !== run.incidentId) continue;
    if (event.seq <= seq) {
      repeated += 1;
      continue;
    }
    if (event.seq > seq + 1) {
      missing = seq;
      break;
    }
    seq = event.seq;
    fresh.push(event);
    if (isKnown(event)) incident = apply(incident, event);
    else unknown += 1;
  }
  const events = fresh.length ? [...run.events, ...fresh] : run.events;
  return { run: { ...run, events, incident, unknown, repeated }, missing };
}

import found from "virtual:recordings";
import type { IncidentProcessingResult, TimelineEvent } from "./generated/contract.ts";

/** What of an incident's end the pages show. */
export type Ended = Pick<IncidentProcessingResult, "incident_id" | "status" | "verdict" | "resolution_success">;

/** A run that was really made, and its events. */
export interface Recording {
  readonly name: string;
  readonly generatedAt: string;
  readonly provenance: string;
  readonly environment: string | null;
  readonly incident: Ended;
  readonly events: readonly TimelineEvent[];
}

/** A run that was really played and kept as the API told it. */
export interface Recorded extends Recording {
  readonly incident: IncidentProcessingResult;
}

/** The bundled recordings; those that end in a verified fix come first. */
export const recordings: readonly Recording[] = found
  .flatMap((document) => read(document) ?? [])
  .sort((one, other) => Number(fixed(other)) - Number(fixed(one)) || one.name.localeCompare(other.name));

export function fixed(recording: Recording): boolean {
  return recording.incident.resolution_success === true;
}

/** A recording's document as what was recorded; null where the parts that the pages show are not there. */
export function read(document: unknown): Recorded | null {
  const given = document as {
    id?: string;
    name?: string;
    generated_at?: string;
    provenance?: string;
    environment?: string;
    incident?: IncidentProcessingResult;
    events?: TimelineEvent[];
    timeline?: { events?: TimelineEvent[] };
  };
  const events = given.events ?? given.timeline?.events;
  const name = given.name ?? given.id;
  if (!name || !given.generated_at || !given.provenance || !given.incident || !events?.length) return null;
  return {
    name,
    generatedAt: given.generated_at,
    provenance: given.provenance,
    environment: given.environment ?? null,
    incident: given.incident,
    events,
  };
}

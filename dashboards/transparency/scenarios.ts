import found from "virtual:scenarios";
import type { ServiceCall, TransparencyScenario } from "../shared/generated/contract.ts";
import { fold } from "../shared/incident.ts";
import type { Recording } from "../shared/recordings.ts";

const FORMAT: TransparencyScenario["format"] = "transparency-scenario/1";

/** A run over a scenario's bundle: the file, and the same as a recording that can be replayed. */
export interface Scenario {
  readonly file: TransparencyScenario;
  readonly recording: Recording;
}

export const scenarios: readonly Scenario[] = found.flatMap((document) => read(document) ?? []);

/** A scenario's file; null for a document of another form. */
export function read(document: unknown): Scenario | null {
  const file = document as TransparencyScenario;
  if (file.format !== FORMAT || !file.timeline.length) return null;
  const incident = fold(file.timeline);
  if (!incident) return null;
  return {
    file,
    recording: {
      name: file.id,
      generatedAt: file.generation_timestamp,
      provenance: provenance(file),
      environment: null,
      incident: {
        incident_id: incident.opened.incident_id,
        status: incident.status,
        verdict: incident.diagnosis?.verdict ?? null,
        resolution_success: null,
      },
      events: file.timeline,
    },
  };
}

/** Who answered for the AI services, in few words. */
export function provenance(file: TransparencyScenario): string {
  if (file.generated_with_real_aws) return "AI services: AWS";
  const told = new Set(file.service_calls.map((call) => call.provenance));
  if (told.size === 0) return "no AI service was called";
  return told.size === 1 && told.has("local stand-in") ? "AI services: local stand-ins" : "AI services: not answered by AWS alone";
}

export interface Total {
  readonly calls: number;
  readonly failed: number;
  readonly input: number;
  readonly output: number;
}

/** What all calls came to. */
export function total(calls: readonly ServiceCall[]): Total {
  return {
    calls: calls.length,
    failed: calls.filter((call) => call.outcome !== "succeeded").length,
    input: calls.reduce((sum, call) => sum + call.input_tokens, 0),
    output: calls.reduce((sum, call) => sum + call.output_tokens, 0),
  };
}

/** An amount of US dollars; amounts of a run are mostly far below a cent. */
export function dollars(amount: number): string {
  if (amount === 0) return "$0";
  return amount < 0.0001 ? "under $0.0001" : `$${amount.toFixed(4)}`;
}

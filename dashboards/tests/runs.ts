import { readFileSync } from "node:fs";
import type { ServerFrame, TimelineEvent } from "../shared/generated/contract.ts";
import { read, type Recorded } from "../shared/recordings.ts";

export const NAMES = ["fixed", "undone", "pending", "consulted", "healthy"] as const;

/** A run that the Python side played in memory and folded. */
export function sample(name: (typeof NAMES)[number]): Recorded & { readonly frames: ServerFrame[] } {
  const document = JSON.parse(readFileSync(new URL(`fixtures/sample-${name}.json`, import.meta.url), "utf-8")) as {
    frames: ServerFrame[];
  };
  const recording = read(document);
  if (!recording) throw new Error(`${name} is no recording`);
  return { ...recording, frames: document.frames };
}

export function stranger(after: TimelineEvent): TimelineEvent {
  return { ...after, seq: after.seq + 1, type: "moon.rose" } as unknown as TimelineEvent;
}

import type { TimelineEvent } from "./generated/contract.ts";

/** Whether each event carries the hash of the one before and its own hash fits its content (domain/chain.py). */
export interface Checked {
  readonly holds: boolean;
  readonly says: string;
}

const GENESIS = "0".repeat(64);

/** Checks the chain in the browser, so that nobody has to believe the page. */
export async function checkChain(events: readonly TimelineEvent[]): Promise<Checked> {
  if (!globalThis.crypto?.subtle) return { holds: false, says: "not checked: this browser offers no SHA-256 here" };
  let before = GENESIS;
  for (const [place, event] of events.entries()) {
    if (event.seq !== place + 1) return { holds: false, says: `event ${place + 1} is missing` };
    if (event.prev_hash !== before) return { holds: false, says: `event ${event.seq} does not follow the one before` };
    const { hash, ...content } = event;
    if ((await sha256(canonical(content))) !== hash) {
      return { holds: false, says: `event ${event.seq} is not what was written` };
    }
    before = hash;
  }
  return { holds: true, says: `${events.length} events, each with the hash of the one before, checked here` };
}

/** RFC 8785: keys in UTF-16 order, numbers as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

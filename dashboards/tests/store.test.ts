import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallFailed, type Api } from "../ops/api.ts";
import { Store } from "../ops/store.ts";
import type { IncidentSummary, ServerFrame, TimelineEvent, TimeRange } from "../shared/generated/contract.ts";
import { fold, summary } from "../shared/incident.ts";
import { lastSeq } from "../shared/run.ts";
import { FakeBrowser } from "./browser.ts";
import { sample } from "./runs.ts";

const { events, frames } = sample("fixed");
const id = events[0]!.incident_id;

let browser: FakeBrowser;
let kept: TimelineEvent[];
let rows: IncidentSummary[];
let down: boolean;
let asked: string[];
let store: Store;

function api(): Api {
  const answer = <T>(call: string, given: () => T): Promise<T> => {
    asked.push(call);
    return down ? Promise.reject(new CallFailed(call, 503, "service_unavailable", "dynamodb did not answer")) : Promise.resolve(given());
  };
  return {
    timeline: (of: string, after: number) =>
      answer(`timeline after ${after}`, () => ({
        incident_id: of,
        events: kept.filter((event) => event.seq > after).slice(0, 10),
        last_seq: kept.length,
      })),
    services: (range: TimeRange) => answer(`services of ${range}`, () => [{ service_name: "textract", health: "healthy" }]),
    incidents: () => answer("GET /incidents", () => ({ incidents: rows, next_cursor: null })),
  } as unknown as Api;
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

function live(from: number, to: number): void {
  for (const frame of frames.slice(from, to)) store.receive(frame);
  browser.paints();
}

function greeted(resumed: boolean, incidents: IncidentSummary[] = []): void {
  store.receive({
    v: 1, type: "connection_established", status: "connected", timestamp: "t", incident_id: null, seq: null, cursor: "c",
    payload: { connection_id: "c", role: "viewer", resumed, snapshot: { incidents, agents: [] } },
  } as ServerFrame);
  browser.paints();
}

beforeEach(() => {
  browser = new FakeBrowser();
  [kept, rows, down, asked] = [[...events], [], false, []];
  store = new Store(api());
});

afterEach(() => vi.unstubAllGlobals());

describe("a followed incident", () => {
  it("is what the product says it is, fetched page by page and then live", async () => {
    kept = events.slice(0, 14);
    store.follow(id);
    await settle();
    live(14, events.length);
    expect(store.runs.value.get(id)?.events).toEqual(events.slice(0, 14).concat(frames.slice(14).map((f) => (f.payload as { event: TimelineEvent }).event)));
    expect(store.runs.value.get(id)?.incident?.status).toBe("resolved");
    expect(asked).toEqual(["timeline after 0", "timeline after 10"]);
  });

  it("shows nothing twice, however often it arrives", async () => {
    store.follow(id);
    await settle();
    live(0, events.length);
    expect(store.runs.value.get(id)?.events.map((event) => event.seq)).toEqual(events.map((event) => event.seq));
  });

  it("fills a hole from the timeline", async () => {
    kept = events.slice(0, 4);
    store.follow(id);
    await settle();
    kept = [...events];
    live(8, 12);
    await settle();
    expect(lastSeq(store.runs.value.get(id)!)).toBe(events.length);
    expect(asked).toContain("timeline after 4");
  });

  it("fetches an event that was too large for a frame", async () => {
    kept = events.slice(0, 3);
    store.follow(id);
    await settle();
    kept = [...events];
    const large = structuredClone(frames[3]!) as { payload: { event?: unknown } };
    delete large.payload.event;
    store.receive(large as ServerFrame);
    browser.paints();
    await settle();
    expect(store.runs.value.get(id)?.incident?.detection).not.toBeNull();
  });

  it("keeps what is there when filling fails, says so, and recovers", async () => {
    kept = events.slice(0, 4);
    store.follow(id);
    await settle();
    [kept, down] = [[...events], true];
    live(8, 9);
    await settle();
    expect(lastSeq(store.runs.value.get(id)!)).toBe(4);
    expect(store.fetched.value.get(id)?.failed).toContain("timeline after 4 failed: 503");
    down = false;
    greeted(false);
    await settle();
    expect(lastSeq(store.runs.value.get(id)!)).toBe(events.length);
    expect(store.fetched.value.get(id)?.failed).toBeNull();
  });

  it("takes all frames of one picture in together", async () => {
    kept = events.slice(0, 1);
    store.follow(id);
    await settle();
    let pictures = 0;
    const stop = store.runs.subscribe(() => (pictures += 1));
    live(1, events.length);
    stop();
    expect(pictures).toBe(2); // what it was, and what it is
  });
});

describe("the list", () => {
  const row = (of: string, openedAt: string): IncidentSummary => ({
    ...summary(fold(events.slice(0, 1))!), incident_id: of, opened_at: openedAt,
  });

  it("lets new incidents wait until they are asked for", async () => {
    rows = [row("old", "2026-03-04T08:00:00.000Z")];
    await store.loadList();
    live(0, 1);
    expect(store.shown.value.map((one) => one.incident_id)).toEqual(["old"]);
    expect(store.queued.value).toEqual([id]);
    store.showQueued();
    expect(store.shown.value.map((one) => one.incident_id)).toEqual([id, "old"]);
  });

  it("shows the first incident at once: nothing can move", async () => {
    await store.loadList();
    live(0, 1);
    expect(store.shown.value.map((one) => one.incident_id)).toEqual([id]);
  });

  it("follows rows whose timelines are not open", async () => {
    rows = [row(id, events[0]!.at)];
    await store.loadList();
    const proposed = events.findIndex((event) => event.type === "action.proposed") + 1;
    live(1, proposed);
    expect(store.shown.value[0]).toMatchObject({ action_pending: true, verdict: "confirmed", phase: "resolution" });
    expect(store.announced.value).toContain("Approval needed");
    live(proposed, events.length);
    expect(store.shown.value[0]).toMatchObject({ status: "resolved", action_pending: false });
  });

  it("stays when it cannot be fetched again, and names the call", async () => {
    rows = [row("old", "2026-03-04T08:00:00.000Z")];
    await store.loadList();
    down = true;
    await store.loadList();
    expect(store.shown.value).toHaveLength(1);
    expect(store.list.value.failed).toContain("GET /incidents failed: 503");
  });

  it("leaves out what the filter does not want", async () => {
    rows = [row("old", "2026-03-04T08:00:00.000Z")];
    store.setFilter({ severity: "low" });
    await settle();
    live(0, 1);
    expect(store.queued.value).toEqual([]);
  });
});

describe("the AI services", () => {
  it("are asked for once more, not many times, when many ask while an answer is under way", async () => {
    for (let turn = 0; turn < 5; turn += 1) void store.loadServices();
    await settle();
    expect(asked).toEqual(["services of 24h", "services of 24h"]);
  });

  it("are of the range that was chosen last", async () => {
    void store.loadServices("24h");
    void store.loadServices("30d");
    await settle();
    expect(store.services.value?.range).toBe("30d");
    await store.loadServices();
    expect(asked.at(-1)).toBe("services of 30d");
  });

  it("stay when they cannot be asked for again, and the call is named", async () => {
    await store.loadServices();
    down = true;
    await store.loadServices();
    expect(store.services.value?.rows).toHaveLength(1);
    expect(store.servicesFetched.value.failed).toContain("503");
    down = false;
    await store.loadServices();
    expect(store.servicesFetched.value.failed).toBeNull();
  });
});

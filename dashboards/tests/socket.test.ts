import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ServerFrame } from "../shared/generated/contract.ts";
import { LiveSocket, type Standing } from "../ops/socket.ts";
import { FakeBrowser, FakeSocket } from "./browser.ts";

let browser: FakeBrowser;
let standing: Standing[];
let frames: ServerFrame[];
let tickets: number;
let refuse: Error | null;
let socket: LiveSocket;

function greeting(cursor = "c1") {
  return { v: 1, type: "connection_established", status: "connected", timestamp: "t", cursor, payload: {} };
}

/** Lets the promise of the address come true. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function connected(): Promise<FakeSocket> {
  await settle();
  FakeSocket.last.opens();
  FakeSocket.last.says(greeting());
  return FakeSocket.last;
}

beforeEach(() => {
  vi.useFakeTimers();
  browser = new FakeBrowser();
  [standing, frames, tickets, refuse] = [[], [], 0, null];
  socket = new LiveSocket({
    address: async () => {
      if (refuse) throw refuse;
      tickets += 1;
      return `wss://live/?ticket=${tickets}`;
    },
    clientId: "me",
    onFrame: (frame) => frames.push(frame),
    onStanding: (now) => standing.push(now),
    random: () => 1,
  });
  socket.start();
});

afterEach(() => {
  socket.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the live connection", () => {
  it("introduces itself as ops and is live once greeted", async () => {
    const first = await connected();
    expect(first.url).toBe("wss://live/?ticket=1");
    expect(first.sent[0]).toEqual({ type: "connect", dashboard_type: "ops", client_id: "me" });
    expect(standing.at(-1)).toEqual({ is: "live", latencyMs: null });
  });

  it("measures its latency by the ping", async () => {
    const first = await connected();
    expect(first.sent[1]).toEqual({ type: "ping" });
    await vi.advanceTimersByTimeAsync(42);
    first.says({ v: 1, type: "pong", timestamp: "t", payload: {} });
    expect(standing.at(-1)).toEqual({ is: "live", latencyMs: 42 });
    await vi.advanceTimersByTimeAsync(25_000);
    expect(first.sent.filter((frame) => frame.type === "ping")).toHaveLength(2);
  });

  it("comes back after a loss with a new ticket, where it was", async () => {
    const first = await connected();
    first.says({ v: 1, type: "batch", events: [{ v: 1, type: "incident_status", timestamp: "t", cursor: "c7", payload: {} }] });
    first.drops();
    expect(standing.at(-1)).toMatchObject({ is: "connecting", attempt: 1 });
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.opens();
    expect(FakeSocket.last.url).toBe("wss://live/?ticket=2");
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "connect", resume_from: "c7" });
  });

  it("waits twice as long each time, twenty seconds at most", async () => {
    refuse = new Error("POST /sessions failed: no answer came");
    const waits: number[] = [];
    (await connected()).drops();
    for (let attempt = 0; attempt < 8; attempt += 1) {
      const now = standing.at(-1);
      const wait = now?.is === "connecting" && now.retryAt !== null ? now.retryAt - Date.now() : -1;
      waits.push(wait);
      await vi.advanceTimersByTimeAsync(wait);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
    expect(standing.at(-1)).toMatchObject({ because: "POST /sessions failed: no answer came" });
  });

  it("takes a silent server for dead after ten seconds", async () => {
    const first = await connected();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(first.closed).toBe(true);
    expect(standing.at(-1)).toMatchObject({ is: "connecting", because: "the server did not answer a ping within 10 s" });
  });

  it("reconnects by itself before the two-hour limit", async () => {
    const first = await connected();
    for (let minute = 0; minute < 110 * 6; minute += 1) {
      first.says({ v: 1, type: "pong", timestamp: "t", payload: {} });
      await vi.advanceTimersByTimeAsync(10_000);
      if (first.closed) break;
    }
    expect(first.closed).toBe(true);
    await settle();
    expect(FakeSocket.all).toHaveLength(2);
  });

  it("says so when the device is offline and comes back at once", async () => {
    await connected();
    browser.goes("offline");
    expect(standing.at(-1)).toEqual({ is: "offline" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    browser.goes("online");
    await connected();
    expect(FakeSocket.all).toHaveLength(2);
    expect(standing.at(-1)).toMatchObject({ is: "live" });
  });

  it("asks at once whether all is well when the tab is looked at again", async () => {
    const first = await connected();
    first.says({ v: 1, type: "pong", timestamp: "t", payload: {} });
    const before = first.sent.length;
    browser.shows(false);
    browser.shows(true);
    expect(first.sent.slice(before)).toEqual([{ type: "ping" }]);
  });

  it("ignores and counts what it does not know", async () => {
    const first = await connected();
    first.says("not json");
    first.says({ v: 2, type: "incident_status", payload: {} });
    first.says({ v: 1, type: "batch", events: [{ v: 1, type: "moon_rose", payload: {} }] });
    expect(socket.ignored).toBe(3);
    expect(frames.map((frame) => frame.type)).toEqual(["connection_established"]);
  });

  it("lets a late message of an old connection pass unheard", async () => {
    const first = await connected();
    first.drops();
    await vi.advanceTimersByTimeAsync(500);
    await connected();
    const heard = frames.length;
    first.says({ v: 1, type: "incident_status", timestamp: "t", cursor: "c99", payload: {} });
    expect(frames).toHaveLength(heard);
  });
});

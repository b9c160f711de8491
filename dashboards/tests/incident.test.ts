import { describe, expect, it } from "vitest";
import { AGENTS } from "../shared/generated/contract.ts";
import { fold, summary, summaryAfter } from "../shared/incident.ts";
import { emptyRun, extend, lastSeq } from "../shared/run.ts";
import { NAMES, sample, stranger } from "./runs.ts";

describe("the fold", () => {
  it.each(NAMES)("comes to what the product's own fold comes to: %s", (name) => {
    const { events, incident: document } = sample(name);
    const incident = fold(events);
    expect(incident).not.toBeNull();
    expect(summary(incident!)).toEqual(document.summary);
    expect(incident!.actions).toEqual(document.actions);
    expect(incident!.diagnosis?.verdict ?? null).toEqual(document.verdict);
    expect(incident!.seq).toBe(document.seq);
    expect(incident!.endedBecause).toBe(document.ended_because);
    for (const agent of AGENTS) expect(incident!.agents[agent] ?? null).toEqual(document[`${agent}_result`]);
  });

  it("keeps a row of the list in step, event by event", () => {
    for (const name of NAMES) {
      const { events } = sample(name);
      let row = summary(fold(events.slice(0, 1))!);
      for (let place = 2; place <= events.length; place += 1) {
        row = summaryAfter(row, events[place - 1]!);
        expect(row).toEqual(summary(fold(events.slice(0, place))!));
      }
    }
  });

  it("says what failed and goes on", () => {
    const { events } = sample("pending");
    const failed = {
      ...events[0]!,
      seq: 2,
      type: "agent.failed" as const,
      agent: "prediction" as const,
      error: "no answer",
      recovery_action: "fallback_service" as const,
    };
    const incident = fold([events[0]!, failed]);
    expect(incident?.failures).toEqual({ prediction: "no answer" });
    expect(incident?.agents.prediction?.status).toBe("error");
  });
});

describe("a run", () => {
  const { events } = sample("fixed");
  const id = events[0]!.incident_id;

  it("takes events in once, in whatever order they come together", () => {
    const { run, missing } = extend(emptyRun(id), [...events].reverse());
    expect(missing).toBeNull();
    expect(run.events).toEqual(events);
    const again = extend(run, events.slice(3, 9)).run;
    expect(again.events).toEqual(events);
    expect(again.repeated).toBe(6);
  });

  it("takes nothing after a hole and names it", () => {
    const { run, missing } = extend(emptyRun(id), [...events.slice(0, 4), ...events.slice(6)]);
    expect(missing).toBe(4);
    expect(lastSeq(run)).toBe(4);
    const filled = extend(run, events.slice(4));
    expect(filled.missing).toBeNull();
    expect(filled.run.incident).toEqual(fold(events));
  });

  it("counts events of unknown types and is not changed by them", () => {
    const before = extend(emptyRun(id), events.slice(0, 5)).run;
    const { run, missing } = extend(before, [stranger(events[4]!)]);
    expect(missing).toBeNull();
    expect(run.unknown).toBe(1);
    expect(run.incident).toEqual(before.incident);
    expect(lastSeq(run)).toBe(6);
  });

  it("leaves other incidents' events alone", () => {
    const { run } = extend(emptyRun("another"), events);
    expect(run.events).toEqual([]);
  });

  it("stays quick with two thousand events", () => {
    const many = Array.from({ length: 2000 }, (_, place) => ({ ...events[Math.min(place, 5)]!, seq: place + 1 }));
    let run = emptyRun(id);
    for (let place = 0; place < many.length; place += 10) run = extend(run, many.slice(place, place + 10)).run;
    expect(run.events).toHaveLength(2000);
  });
});

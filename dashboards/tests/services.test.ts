import { describe, expect, it } from "vitest";
import type { FellBack, ServiceCalled, TimelineEvent } from "../shared/generated/contract.ts";
import { amount, money } from "../shared/format.ts";
import { fold } from "../shared/incident.ts";
import { lines } from "../shared/lines.ts";
import { updates } from "../shared/telling.ts";
import { spent, used } from "../shared/usage.ts";
import { aside, mark, statement } from "../shared/words.ts";
import { NAMES, sample } from "./runs.ts";

const { events, frames, incident: document } = sample("consulted");
const calls = events.filter((event): event is ServiceCalled => event.type === "service.called").map((event) => event.call);

describe("money", () => {
  it.each([
    [0, "0"],
    [1e-8, "<0.000001"],
    [0.0000034, "0.0000034"],
    [0.00123456, "0.0012"],
    [0.0999, "0.10"],
    [0.5, "0.50"],
    [12.345, "12.35"],
  ])("%d is written %s", (usd, text) => expect(amount(usd)).toBe(text));

  it("never shows a price as nothing", () => {
    for (let usd = 1e-9; usd < 1; usd *= 3) expect(Number(amount(usd).replace("<", ""))).toBeGreaterThan(0);
    expect(money(0.0012)).toBe("0.0012 USD");
  });

  it("adds up without a rest", () => {
    expect(spent(Array.from({ length: 10 }, () => ({ cost_usd: 0.1 })))).toBe(1);
  });
});

describe("an incident's use of the services", () => {
  it.each(NAMES)("is what the product says it is: %s", (name) => {
    const { events: all, incident: told } = sample(name);
    const rows = used(fold(all)!.calls);
    expect(rows.map((row) => row.service_name)).toEqual(told.aws_services_metrics.map((row) => row.service_name));
    rows.forEach((row, place) => {
      const { avg_latency_ms, success_rate, ...exact } = told.aws_services_metrics[place]!;
      expect(row).toMatchObject(exact);
      expect(row.avg_latency_ms).toBeCloseTo(avg_latency_ms!, 1);
      expect(row.success_rate).toBeCloseTo(success_rate!, 3);
    });
    expect(rows.length ? spent(fold(all)!.calls) : null).toBe(told.total_aws_cost);
  });

  it("is known by phase, with what took over and what was stopped", () => {
    const incident = fold(events)!;
    expect(incident.fellBack.map((one) => [one.agent, one.fallback.substitute])).toEqual([["prediction", "bedrock_claude"]]);
    expect(incident.guarded).toEqual([
      { agent: "detection", masked: false },
      { agent: "resolution", masked: true },
    ]);
    expect(document.aws_services_metrics.length).toBeGreaterThan(0);
  });
});

describe("the lines of a timeline", () => {
  it("fold the calls of a phase where the first of them was, and lose none", () => {
    const found = lines(events);
    const folded = found.flatMap((line) => (line.is === "calls" ? [line] : []));
    expect(folded.map((line) => [line.agent, line.events.length])).toEqual([["detection", 2], ["diagnosis", 5], ["prediction", 5]]);
    const back = found.flatMap((line): readonly TimelineEvent[] => (line.is === "calls" ? line.events : [line.event]));
    expect(back.map((event) => event.seq).sort((one, other) => one - other)).toEqual(events.map((event) => event.seq));
  });

  it("grow without moving as more calls are made", () => {
    const places = events.map((_, upTo) =>
      lines(events.slice(0, upTo + 1)).map((line) => (line.is === "calls" ? line.events[0]!.seq : line.event.seq)),
    );
    for (const [place, seqs] of places.entries()) {
      if (place) expect(seqs.slice(0, places[place - 1]!.length)).toEqual(places[place - 1]);
    }
  });

  it("leave a single call and other timelines alone", () => {
    expect(lines(sample("fixed").events).every((line) => line.is === "event")).toBe(true);
    const one = events.filter((event) => event.type === "service.called").slice(0, 1);
    expect(lines(one)).toEqual([{ is: "event", event: one[0] }]);
  });
});

describe("what happened, in words", () => {
  const one = (type: TimelineEvent["type"]) => events.find((event) => event.type === type)!;

  it("is what the frames of the product say", () => {
    const told = frames.flatMap((frame) => {
      const payload = frame.payload as { event?: TimelineEvent; message?: string; statement?: string };
      const said = payload.message ?? payload.statement;
      return payload.event && said ? [[statement(payload.event), said]] : [];
    });
    expect(told.length).toBeGreaterThan(15);
    for (const [here, there] of told) expect(here).toBe(there);
  });

  it("names a stand-in, the service that failed, why, and what takes over", () => {
    expect(statement(one("service.called"))).toContain("Comprehend (local stand-in): redact");
    expect(statement(one("service.fell_back"))).toBe("Nova Lite for narrate: timed out; Claude takes over (increased cost)");
    expect(aside(one("service.fell_back"))).toBe("no answer within 12 s");
  });

  it("says where an attack came in and by which means, and marks it", () => {
    const attack = one("security.detected");
    expect(aside(attack)).toBe("prompt injection in log lines, by authority claim; items l3, l9");
    expect(mark(attack)).toBe("bad");
    expect(mark(one("guardrail.intervened"))).toBe("warn");
    expect(mark({ ...one("guardrail.intervened"), blocked: true } as TimelineEvent)).toBe("bad");
    expect(mark(one("service.called"))).toBeNull();
    expect(calls.some((call) => call.outcome === "throttled")).toBe(true);
  });

  it.each(["person_decides", "held_for_review", "listed_unread", "evidence_engine"] as const)(
    "says what %s means without a slot of grammar left open",
    (substitute) => {
      const before = one("service.fell_back") as Extract<TimelineEvent, { type: "service.fell_back" }>;
      const fallback: FellBack = { ...before.fallback, substitute, degraded: null };
      expect(statement({ ...before, fallback })).not.toMatch(/_|undefined|null/);
    },
  );
});

it("an agent's updates are counted: each is a reason to ask for the services again", () => {
  expect(updates(events)).toBe(8);
});

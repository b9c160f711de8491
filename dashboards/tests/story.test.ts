import { describe, expect, it } from "vitest";
import { story } from "../demo/story.ts";
import { outcomes, waited } from "../shared/outcome.ts";
import { read } from "../shared/recordings.ts";
import { statement } from "../shared/words.ts";
import { NAMES, sample, stranger } from "./runs.ts";

describe("the outcomes", () => {
  it("are the time between two events of the run", () => {
    const { events } = sample("fixed");
    const verified = events.find((event) => event.type === "action.verified")!;
    const [, , fix] = outcomes(events);
    expect(fix).toMatchObject({ from: 1, to: verified.seq });
    expect(fix?.milliseconds).toBe(Date.parse(verified.at) - Date.parse(events[0]!.at));
    expect(waited(events)).toBeGreaterThan(0);
  });

  it("have no figure for what did not happen", () => {
    expect(outcomes(sample("undone").events)[2]?.milliseconds).toBeNull();
    expect(waited(sample("healthy").events)).toBeNull();
  });
});

describe("the story", () => {
  it.each(NAMES)("tells the turning points in order: %s", (name) => {
    const steps = story(sample(name).events);
    expect(steps[0]?.title).toBe("An alarm speaks");
    expect(steps.map((step) => step.seq)).toEqual(steps.map((step) => step.seq).sort((one, other) => one - other));
    for (const step of steps) expect(step.incident.seq).toBe(step.seq);
  });

  it("does not call an undone action a fix", () => {
    const titles = story(sample("undone").events).map((step) => step.title);
    expect(titles).toContain("It did not help");
    expect(titles).toContain("So it is undone");
    expect(titles).not.toContain("It worked, and we looked");
  });
});

it("an event of an unknown type is said to be one", () => {
  expect(statement(stranger(sample("fixed").events[3]!))).toContain("moon.rose");
});

it("a document without a timeline is no recording", () => {
  expect(read({ id: "x", generated_at: "2026-01-01T00:00:00Z", provenance: "aws", incident: {} })).toBeNull();
});

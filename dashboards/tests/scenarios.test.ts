import { describe, expect, it } from "vitest";
import { checkChain } from "../shared/chain.ts";
import { fold } from "../shared/incident.ts";
import { dollars, provenance, read, scenarios, total } from "../transparency/scenarios.ts";
import { along, theories } from "../transparency/tree.tsx";

describe("the scenarios of the build", () => {
  it("are seven, each with a name of its own", () => {
    expect(new Set(scenarios.map((one) => one.file.id)).size).toBe(7);
  });

  it.each(scenarios.map((one) => [one.file.id, one] as const))("%s folds to its own end, and its chain holds", async (_, one) => {
    const incident = fold(one.file.timeline);
    expect(incident?.status).toBe(one.file.status);
    expect(incident?.endedBecause).toBe(one.file.ending);
    expect((await checkChain(one.file.timeline)).holds).toBe(true);
  });

  it.each(scenarios.map((one) => [one.file.id, one.file] as const))("%s asks from what is wrong to how it ended", (_, file) => {
    const steps = along(file.decision_tree);
    expect(steps.at(0)?.question).toBe("Is anything wrong?");
    expect(steps.at(-1)?.question).toBe("How did it end?");
    expect(steps.flatMap(theories).length).toBe(file.hypotheses.length);
  });
});

describe("what is said of a scenario", () => {
  const file = scenarios[0]!.file;
  const call = file.service_calls[0]!;

  it("names who answered, from the calls", () => {
    expect(provenance(file)).toBe("AI services: local stand-ins");
    expect(provenance({ ...file, generated_with_real_aws: true })).toBe("AI services: AWS");
    expect(provenance({ ...file, service_calls: [] })).toBe("no AI service was called");
    const mixed = [call, { ...call, provenance: "aws" as const }];
    expect(provenance({ ...file, service_calls: mixed })).toBe("AI services: not answered by AWS alone");
  });

  it("adds up calls, failures and tokens", () => {
    const failed = { ...call, outcome: "throttled" as const, input_tokens: 3, output_tokens: 2 };
    expect(total([failed, failed])).toEqual({ calls: 2, failed: 2, input: 6, output: 4 });
  });

  it("writes small amounts without making them zero", () => {
    expect([0, 0.000002, 0.0224].map(dollars)).toEqual(["$0", "under $0.0001", "$0.0224"]);
  });

  it("takes no document of another form", () => {
    expect(read({ ...file, format: "transparency-scenario/2" })).toBeNull();
    expect(read({ ...file, timeline: [] })).toBeNull();
    expect(read({})).toBeNull();
  });
});

import { describe, expect, it } from "vitest";
import { canonical, checkChain } from "../shared/chain.ts";
import { NAMES, sample } from "./runs.ts";

describe("the audit chain", () => {
  it.each(NAMES)("of a run holds in the browser as it does in the product: %s", async (name) => {
    const { events } = sample(name);
    expect(await checkChain(events)).toMatchObject({ holds: true });
  });

  it("breaks where an event was changed, taken out or put elsewhere", async () => {
    const { events } = sample("fixed");
    const changed = events.map((event) => (event.seq === 7 ? { ...event, at: "2026-03-04T10:00:00.000Z" } : event));
    expect((await checkChain(changed)).says).toContain("event 7");
    expect((await checkChain(events.filter((event) => event.seq !== 7))).holds).toBe(false);
  });

  it("writes JSON as RFC 8785 does", () => {
    expect(canonical({ b: [1.0, 0.1, null, true], a: "é\n" })).toBe('{"a":"é\\n","b":[1,0.1,null,true]}');
  });
});

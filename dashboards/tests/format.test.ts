import { describe, expect, it } from "vitest";
import { ago, clock, duration, figure, percent, plural, stopwatch, unit, verb } from "../shared/format.ts";
import { inWords, series } from "../shared/components/chart.tsx";
import { highest } from "../ops/auth.ts";

describe("times", () => {
  it("are in UTC whatever zone they come in", () => {
    expect(clock("2026-11-21T03:14:00.500+01:00")).toBe("02:14:00");
    expect(clock("nonsense")).toBe("nonsense");
  });

  it.each([
    [4_000, "0:04"],
    [91_000, "1:31"],
    [3_723_000, "1:02:03"],
    [273_845_000, "3 d 04:04:05"],
    [-5, "0:00"],
  ])("%d ms are %s on a stopwatch", (milliseconds, text) => expect(stopwatch(milliseconds)).toBe(text));

  it.each([
    [340, "340 ms"],
    [4_200, "4.2 s"],
    [42_000, "42 s"],
    [91_000, "1 min 31 s"],
    [120_000, "2 min"],
    [7_500_000, "2 h 5 min"],
  ])("%d ms are %s in words", (milliseconds, text) => expect(duration(milliseconds)).toBe(text));

  it("have an age", () => {
    const now = Date.parse("2026-11-21T10:00:00Z");
    expect(ago("2026-11-21T09:59:48Z", now)).toBe("12 s ago");
    expect(ago("2026-11-21T08:59:00Z", now)).toBe("1 h ago");
    expect(ago("2026-11-21T10:00:03Z", now)).toBe("now");
    expect(ago("?", now)).toBe("at an unknown time");
  });
});

describe("figures", () => {
  it("never round a doubt away", () => {
    expect([0, 0.0034, 0.81, 0.996, 1].map(percent)).toEqual(["0 %", "<1 %", "81 %", ">99 %", "100 %"]);
  });

  it("carry their unit", () => {
    expect(`${figure(1234.567)}${unit("Milliseconds")}`).toBe("1,235 ms");
    expect(`${figure(3)}${unit("Count")}${unit(null)}`).toBe("3");
  });

  it("agree with their noun", () => expect([plural(1, "event"), plural(2, "call")]).toEqual(["1 event", "2 calls"]));
});

it("the button says what it does", () => {
  expect(verb("Roll back alias live of shop to version 1")).toBe("roll back");
  expect(verb("Restart the service")).toBe("restart");
});

it.each([
  [["viewer", "admin"], "admin"],
  ["[responder]", "responder"],
  [["strangers"], null],
  [undefined, null],
])("of the groups %j the role is %s", (groups, role) => expect(highest(groups)).toBe(role));

describe("a chart", () => {
  const chart = {
    title: "Errors (Sum)",
    entity: "lambda/shop",
    unit: "Count",
    period_s: 10,
    threshold: 3,
    source: "Store",
    markers: [],
    points: [
      { t: "2026-03-04T10:00:00Z", v: 0 },
      { t: "2026-03-04T10:00:10Z", v: 5 },
      { t: "2026-03-04T10:01:00Z", v: 1 },
    ],
  };

  it("draws no line where nothing was measured", () => {
    expect(series(chart)[1]).toEqual([0, 5, null, 1]);
  });

  it("says what it shows", () => {
    expect(inWords(chart, [{ t: "2026-03-04T10:00:05Z", label: "deploy 2" }])).toBe(
      "Errors (Sum) of lambda/shop, 3 datapoints; latest 1 at 10:01:00 UTC; highest 5; alarm line at 3; deploy 2 at 10:00:05 UTC.",
    );
  });
});

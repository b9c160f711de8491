import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { SignalChart } from "../generated/contract.ts";
import { now } from "../clock.ts";
import { ago, clock, figure, unit } from "../format.ts";
import { paint } from "../theme.ts";
import { Panel } from "./basics.tsx";

export interface Marker {
  readonly t: string;
  readonly label: string;
  /** What the signal was at that moment, where the marker is a look at it. */
  readonly value?: number;
}

/** The incident's own signal with its alarm line, and what was changed when. */
export function SignalPanel(props: { chart: SignalChart; collectedAt: string; markers?: readonly Marker[] }) {
  const { chart } = props;
  const period = chart.period_s ? `${chart.period_s} s` : "resolution unknown";
  return (
    <Panel
      title={`${chart.title} of ${chart.entity}`}
      source={
        <>
          {chart.source}, {period}, as of <time dateTime={props.collectedAt}>{clock(props.collectedAt)}</time>,{" "}
          {ago(props.collectedAt, now.value)}
        </>
      }
    >
      {chart.points.length === 0 ? (
        <p class="empty">
          {chart.source} was asked at {clock(props.collectedAt)} UTC and had no datapoint.
        </p>
      ) : (
        <Plot chart={chart} markers={[...chart.markers, ...(props.markers ?? [])]} />
      )}
    </Panel>
  );
}

function Plot(props: { chart: SignalChart; markers: readonly Marker[] }) {
  const box = useRef<HTMLDivElement>(null);
  const painted = paint.value;
  const drawn = JSON.stringify(props.markers);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const plot = new uPlot(options(element, props.chart, props.markers), drawing(props.chart, props.markers), element);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: height(element) }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [props.chart, drawn, painted]);
  return <div ref={box} class="plot" role="img" aria-label={inWords(props.chart, props.markers)} />;
}

function height(element: HTMLElement): number {
  return element.clientWidth < 480 ? 170 : 210;
}

/** The line breaks where datapoints are missing: nothing is drawn that was not measured. */
export function series(chart: SignalChart): [number[], (number | null)[]] {
  const times: number[] = [];
  const values: (number | null)[] = [];
  const period = chart.period_s ?? Number.POSITIVE_INFINITY;
  for (const point of chart.points) {
    const time = Date.parse(point.t) / 1000;
    const before = times.at(-1);
    if (before !== undefined && time - before > period * 1.5) {
      times.push(before + period);
      values.push(null);
    }
    times.push(time);
    values.push(point.v);
  }
  return [times, values];
}

/** The series as it was collected, and beside it what was seen of the signal later. */
export function drawing(chart: SignalChart, markers: readonly Marker[]): [number[], (number | null)[], (number | null)[]] {
  const [times, values] = series(chart);
  const later = markers.filter((marker) => marker.value !== undefined);
  return [
    [...times, ...later.map((marker) => Date.parse(marker.t) / 1000)],
    [...values, ...later.map(() => null)],
    [...times.map(() => null), ...later.map((marker) => marker.value ?? null)],
  ];
}

function options(element: HTMLElement, chart: SignalChart, markers: readonly Marker[]): uPlot.Options {
  const colour = (name: string) => resolved(element, name);
  const ink = colour("--muted");
  const axis: uPlot.Axis = {
    stroke: ink,
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
  };
  const tallest = Math.max(chart.threshold ?? 0, ...chart.points.map((point) => point.v), Number.MIN_VALUE);
  return {
    width: element.clientWidth,
    height: height(element),
    padding: [36, 24, 0, 0],
    cursor: { drag: { x: false, y: false }, points: { size: 6 } },
    legend: { show: false },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: { x: { time: true, range: (_, min, max) => span(chart, markers, min, max) }, y: { range: () => [0, tallest * 1.12] } },
    axes: [
      { ...axis, space: 60, size: 28, values: (_, splits) => splits.map((at) => wallClock(at, splits)) },
      { ...axis, size: 52, values: (_, splits) => splits.map((value) => `${figure(value)}${unit(chart.unit)}`) },
    ],
    series: [
      {},
      { stroke: colour("--accent"), width: 2, points: { show: chart.points.length < 3 } },
      { stroke: colour("--ink"), width: 0, points: { show: true, size: 8, fill: colour("--ink") } },
    ],
    hooks: {
      draw: [
        (plot) => {
          if (chart.threshold !== null && chart.threshold !== undefined) alarm(plot, chart, colour("--bad"));
          changes(plot, markers.filter((marker) => marker.value === undefined), colour("--warn"));
          looks(plot, markers, colour("--ink"));
        },
      ],
    },
  };
}

/** Markers after the last datapoint still belong on the chart, with room for their words. */
function span(chart: SignalChart, markers: readonly Marker[], min: number, max: number): [number, number] {
  const collected = Date.parse(chart.points.at(-1)?.t ?? "") / 1000;
  const last = Math.max(max, ...markers.map((marker) => Date.parse(marker.t) / 1000));
  return [min, last > collected ? last + (last - min) * 0.06 : max];
}

function wallClock(at: number, splits: readonly number[]): string {
  const [first = 0, second = 60] = splits;
  return new Date(at * 1000).toISOString().slice(11, second - first < 60 ? 19 : 16);
}

function alarm(plot: uPlot, chart: SignalChart, colour: string): void {
  const { ctx, bbox } = plot;
  const y = Math.round(plot.valToPos(chart.threshold ?? 0, "y", true)) + 0.5;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.textAlign = "left";
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = font();
  ctx.fillText(`alarm ${figure(chart.threshold ?? 0)}${unit(chart.unit)}`, bbox.left + 6 * devicePixelRatio, y - 6 * devicePixelRatio);
  ctx.restore();
}

function changes(plot: uPlot, markers: readonly Marker[], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.textAlign = "left";
  ctx.font = font();
  const free = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const marker of [...markers].sort((one, other) => Date.parse(one.t) - Date.parse(other.t))) {
    const x = Math.round(plot.valToPos(Date.parse(marker.t) / 1000, "x", true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(marker.label).width;
    const best = Math.max(bbox.left, Math.min(x - width / 2, bbox.left + bbox.width - width));
    const row = free.findIndex((from) => x >= from); // its words may begin at its line, but not after it
    if (row === -1) continue; // no room for its words in either row; the text alternative has them all
    const left = Math.max(best, free[row] ?? best);
    ctx.fillText(marker.label, left, bbox.top - (6 + 15 * row) * devicePixelRatio);
    free[row] = left + width + 8 * devicePixelRatio;
  }
  ctx.restore();
}

/** What was seen of the signal later, in words above its point. */
function looks(plot: uPlot, markers: readonly Marker[], colour: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.font = font();
  ctx.textAlign = "right";
  for (const marker of markers) {
    if (marker.value === undefined) continue;
    const x = plot.valToPos(Date.parse(marker.t) / 1000, "x", true);
    const y = plot.valToPos(marker.value, "y", true);
    ctx.fillText(marker.label, Math.min(x + 24 * devicePixelRatio, bbox.left + bbox.width), y - 20 * devicePixelRatio);
  }
  ctx.restore();
}

function font(): string {
  return `${12 * devicePixelRatio}px system-ui, sans-serif`;
}

/** A custom property may hold light-dark(); canvas needs the colour it comes to. */
function resolved(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  const colour = getComputedStyle(element).color;
  element.style.color = "";
  return colour;
}

/** What the picture shows, for those who do not see it. */
export function inWords(chart: SignalChart, markers: readonly Marker[]): string {
  const last = chart.points.at(-1);
  const highest = chart.points.reduce((top, point) => Math.max(top, point.v), Number.NEGATIVE_INFINITY);
  const parts = [`${chart.title} of ${chart.entity}, ${chart.points.length} datapoints`];
  if (last) {
    parts.push(`latest ${figure(last.v)}${unit(chart.unit)} at ${clock(last.t)} UTC`);
    parts.push(`highest ${figure(highest)}${unit(chart.unit)}`);
  }
  if (chart.threshold !== null) parts.push(`alarm line at ${figure(chart.threshold)}${unit(chart.unit)}`);
  for (const marker of markers) parts.push(`${marker.label} at ${clock(marker.t)} UTC`);
  return `${parts.join("; ")}.`;
}

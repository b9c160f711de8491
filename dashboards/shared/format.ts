// How times, durations and figures are written. UTC everywhere, units always.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `02:14:00` of an ISO moment, in UTC. */
export function clock(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : moment.toISOString().slice(11, 19);
}

/** `2026-11-21 02:14:00`, in UTC. */
export function dayAndClock(iso: string): string {
  const moment = new Date(iso);
  return Number.isNaN(moment.getTime()) ? iso : moment.toISOString().slice(0, 19).replace("T", " ");
}

/** A duration as a stopwatch shows it: `0:04`, `1:31`, `1:02:03`, `3 d 04:05:06`. */
export function stopwatch(milliseconds: number): string {
  const whole = Math.max(0, Math.floor(milliseconds / SECOND));
  const [days, hours] = [Math.floor(whole / 86400), Math.floor((whole % 86400) / 3600)];
  const [minutes, seconds] = [Math.floor((whole % 3600) / 60), whole % 60];
  if (days) return `${days} d ${two(hours)}:${two(minutes)}:${two(seconds)}`;
  if (hours) return `${hours}:${two(minutes)}:${two(seconds)}`;
  return `${minutes}:${two(seconds)}`;
}

/** A duration in words with its unit: `340 ms`, `4.2 s`, `1 min 31 s`, `2 h 5 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 10 * SECOND) return `${(milliseconds / SECOND).toFixed(1)} s`;
  if (milliseconds < MINUTE) return `${Math.round(milliseconds / SECOND)} s`;
  if (milliseconds < HOUR) return both(milliseconds, MINUTE, "min", SECOND, "s");
  if (milliseconds < DAY) return both(milliseconds, HOUR, "h", MINUTE, "min");
  return both(milliseconds, DAY, "d", HOUR, "h");
}

/** How long ago: `12 s ago`, `4 min ago`, `3 h ago`, `2 d ago`. A moment ahead of this clock is `now`. */
export function ago(iso: string, now: number): string {
  const gone = now - Date.parse(iso);
  if (Number.isNaN(gone)) return "at an unknown time";
  if (gone < SECOND) return "now";
  if (gone < MINUTE) return `${Math.floor(gone / SECOND)} s ago`;
  if (gone < HOUR) return `${Math.floor(gone / MINUTE)} min ago`;
  if (gone < DAY) return `${Math.floor(gone / HOUR)} h ago`;
  return `${Math.floor(gone / DAY)} d ago`;
}

/** A share as a whole percentage; below one percent it says so instead of showing zero. */
export function percent(share: number): string {
  if (share > 0 && share < 0.01) return "<1 %";
  if (share < 1 && share > 0.99) return ">99 %";
  return `${Math.round(share * 100)} %`;
}

const FIGURE = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });

export function figure(value: number): string {
  return FIGURE.format(value);
}

/** US dollars without the unit. What is less than a dollar keeps its first two digits:
 * no price shows as nothing. */
export function amount(usd: number): string {
  if (usd === 0) return "0";
  if (Math.abs(usd) >= 1) return usd.toFixed(2);
  if (Math.abs(usd) < 1e-6) return "<0.000001";
  const digits = 1 - Math.floor(Math.log10(Math.abs(usd)));
  const [whole = "0", cents = ""] = usd.toFixed(digits).replace(/0+$/, "").split(".");
  return `${whole}.${cents.padEnd(2, "0")}`;
}

/** US dollars: `0.0012 USD`. */
export function money(usd: number): string {
  return `${amount(usd)} USD`;
}

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** A count in short: `812`, `1.23K`, `4.5M`. */
export function count(value: number): string {
  return COMPACT.format(value);
}

const UNITS: Readonly<Record<string, string>> = {
  Count: "",
  None: "",
  Seconds: " s",
  Milliseconds: " ms",
  Microseconds: " µs",
  Percent: " %",
  Bytes: " B",
  Kilobytes: " kB",
  Megabytes: " MB",
  Gigabytes: " GB",
  "Count/Second": " /s",
  "Bytes/Second": " B/s",
};

/** CloudWatch's unit as it is written behind a figure. */
export function unit(name: string | null | undefined): string {
  if (!name) return "";
  return UNITS[name] ?? ` ${name}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The verb of a plan's title, for the button: `roll back` of `Roll back alias live to version 3`. */
export function verb(title: string): string {
  const [first = "carry out", second = ""] = title.trim().split(/\s+/);
  const particle = ["back", "up", "down", "off", "out", "on", "over"].includes(second) ? ` ${second}` : "";
  return `${first}${particle}`.toLowerCase();
}

function both(milliseconds: number, large: number, largeName: string, small: number, smallName: string): string {
  const count = Math.floor(milliseconds / large);
  const rest = Math.floor((milliseconds % large) / small);
  return rest ? `${count} ${largeName} ${rest} ${smallName}` : `${count} ${largeName}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

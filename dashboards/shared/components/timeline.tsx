import { useMemo, useRef, useState } from "preact/hooks";
import type { AgentName, ServiceCalled, TimelineEvent } from "../generated/contract.ts";
import { clock, count as short, duration, money, plural } from "../format.ts";
import { lines, type Line } from "../lines.ts";
import { spent, succeeded, total } from "../usage.ts";
import { asked, aside, caller, kind, mark, PHASES, spaced, statement, type Kind } from "../words.ts";
import { Panel, State } from "./basics.tsx";
import { Source, sources } from "./services.tsx";

const PAGE = 60;
const KINDS: readonly Kind[] = ["signal", "agent", "service", "security", "action", "person", "update", "end"];

/** Everything that happened, newest first. While somebody reads further down, what is new waits behind a button. */
export function TimelinePanel(props: { events: readonly TimelineEvent[]; unknown?: number; title?: string }) {
  const [only, setOnly] = useState<Kind | null>(null);
  const [count, setCount] = useState(PAGE);
  const [seen, setSeen] = useState<number | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const upTo = seen ?? Number.POSITIVE_INFINITY;
  const rows = useMemo(
    () => lines(props.events.filter((event) => event.seq <= upTo && (only === null || kind(event) === only))).reverse(),
    [props.events, upTo, only],
  );
  const waiting = seen === null ? 0 : props.events.filter((event) => event.seq > seen).length;
  const latest = () => {
    setSeen(null);
    box.current?.scrollTo({ top: 0 });
  };
  const scrolled = () => {
    const reading = (box.current?.scrollTop ?? 0) > 8;
    if (reading && seen === null) setSeen(props.events.at(-1)?.seq ?? 0);
    if (!reading && seen !== null) setSeen(null);
  };
  return (
    <Panel
      title={props.title ?? "Timeline"}
      source={
        <>
          newest first, {plural(props.events.length, "event")}
          {props.unknown ? `, ${props.unknown} of types this page does not know` : ""}
        </>
      }
    >
      <div class="filters row" role="group" aria-label="Show events of">
        {[null, ...KINDS].map((one) => (
          <button key={one} type="button" class="chip" aria-pressed={only === one} onClick={() => setOnly(one)}>
            {one ?? "all"}
          </button>
        ))}
        {waiting > 0 && (
          <button type="button" class="new" onClick={latest}>
            {waiting} new
          </button>
        )}
      </div>
      <div class="timeline" ref={box} onScroll={scrolled} tabIndex={0} role="region" aria-label="Events">
        <ol>
          {rows.slice(0, count).map((line) => (
            <Row key={first(line).seq} line={line} />
          ))}
        </ol>
        {rows.length === 0 && <p class="empty">No {only ?? ""} event among {props.events.length}.</p>}
        {rows.length > count && (
          <p class="row">
            <button type="button" class="link" onClick={() => setCount(count + PAGE * 4)}>
              Show {Math.min(PAGE * 4, rows.length - count)} earlier of {rows.length - count}
            </button>
          </p>
        )}
      </div>
    </Panel>
  );
}

function first(line: Line): TimelineEvent {
  return line.is === "calls" ? line.events[0]! : line.event;
}

function Row(props: { line: Line }) {
  const { line } = props;
  if (line.is === "calls") return <Calls agent={line.agent} events={line.events} />;
  if (line.event.type === "service.called") return <CallRow event={line.event} />;
  return <EventRow event={line.event} />;
}

function EventRow(props: { event: TimelineEvent }) {
  const { event } = props;
  const [open, setOpen] = useState(false);
  const of = kind(event);
  const [marked, more] = [mark(event), aside(event)];
  return (
    <li data-kind={of} data-type={event.type} data-mark={marked ?? undefined} id={`seq-${event.seq}`}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time dateTime={event.at}>{clock(event.at)}</time>
        <span class="kind">{of}</span>
        <span class="said">
          {marked ? <State tone={marked}>{statement(event)}</State> : statement(event)}
          {more && <span class="aside">{more}</span>}
        </span>
        <span class="type">{event.type}</span>
      </button>
      {open && <pre>{JSON.stringify(event, null, 2)}</pre>}
    </li>
  );
}

/** All calls of one phase in one line; what they were opens under it. */
function Calls(props: { agent: AgentName; events: readonly ServiceCalled[] }) {
  const [open, setOpen] = useState(false);
  const calls = props.events.map((event) => event.call);
  const failed = calls.length - succeeded(calls);
  const began = props.events[0]!;
  return (
    <li data-kind="service" data-type="service.called" data-mark={failed ? "warn" : undefined} class="calls">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time dateTime={began.at}>{clock(began.at)}</time>
        <span class="kind">service</span>
        <span class="said">
          {PHASES[props.agent]}: {plural(calls.length, "call")}, {money(spent(calls))},{" "}
          {duration(total(calls, (call) => call.latency_ms))}
          {failed > 0 && (
            <>
              {" "}
              <State tone="warn">{failed} failed</State>
            </>
          )}{" "}
          <Source of={sources(calls)} />
        </span>
        <span class="type">{open ? "hide" : "show"}</span>
      </button>
      {open && (
        <ol>
          {[...props.events].reverse().map((event) => (
            <CallRow key={event.seq} event={event} />
          ))}
        </ol>
      )}
    </li>
  );
}

function CallRow(props: { event: ServiceCalled }) {
  const { event } = props;
  const { call } = event;
  const [open, setOpen] = useState(false);
  const tokens = call.input_tokens + call.output_tokens;
  const ended = `${caller(call)}: ${asked(call)}, ${spaced(call.outcome)}`;
  return (
    <li
      data-kind="service"
      data-type={event.type}
      data-mark={mark(event) ?? undefined}
      id={`seq-${event.seq}`}
    >
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time dateTime={event.at}>{clock(event.at)}</time>
        <span class="kind">service</span>
        <span class="said">
          {call.outcome === "succeeded" ? ended : <State tone="warn">{ended}</State>} <Source of={[call.provenance]} />
          {call.detail && <span class="aside">{call.detail}</span>}
        </span>
        <span class="type">
          {duration(call.latency_ms)}
          {tokens > 0 && `, ${short(tokens)} tokens`}, {money(call.cost_usd)}
        </span>
      </button>
      {open && <pre>{JSON.stringify(event, null, 2)}</pre>}
    </li>
  );
}

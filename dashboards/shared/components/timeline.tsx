import { useMemo, useRef, useState } from "preact/hooks";
import type { TimelineEvent } from "../generated/contract.ts";
import { clock, plural } from "../format.ts";
import { kind, statement, type Kind } from "../words.ts";
import { Panel } from "./basics.tsx";

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
    () => props.events.filter((event) => event.seq <= upTo && (only === null || kind(event) === only)).reverse(),
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
          {rows.slice(0, count).map((event) => (
            <Row key={event.seq} event={event} />
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

function Row(props: { event: TimelineEvent }) {
  const { event } = props;
  const [open, setOpen] = useState(false);
  const of = kind(event);
  return (
    <li data-kind={of} data-type={event.type} id={`seq-${event.seq}`}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time dateTime={event.at}>{clock(event.at)}</time>
        <span class="kind">{of}</span>
        <span class="said">{statement(event)}</span>
        <span class="type">{event.type}</span>
      </button>
      {open && <pre>{JSON.stringify(event, null, 2)}</pre>}
    </li>
  );
}

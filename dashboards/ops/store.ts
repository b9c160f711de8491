import { batch, computed, signal } from "@preact/signals";
import type {
  AWSServiceMetrics,
  IncidentOpened,
  IncidentSummary,
  ServerFrame,
  TimelineEvent,
  TimeRange,
} from "../shared/generated/contract.ts";
import { isKnown, summary, summaryAfter } from "../shared/incident.ts";
import { emptyRun, extend, lastSeq, type Run } from "../shared/run.ts";
import { CallFailed, said, type Api, type Filter } from "./api.ts";
import type { Standing } from "./socket.ts";

const KEPT_RUNS = 6;
const HIDDEN_FLUSH_MS = 500;
const PAGE = 500;

/** Something fetched: kept while it is fetched again, and said to be old where that fails. */
export interface Fetched {
  readonly loading: boolean;
  readonly failed: string | null;
  readonly at: number | null;
}

const NOT_YET: Fetched = { loading: false, failed: null, at: null };

/** Everything the page knows. Frames are gathered and taken in once per animation frame. */
export class Store {
  readonly standing = signal<Standing>({ is: "connecting", attempt: 0, retryAt: null, because: null });
  readonly rows = signal<ReadonlyMap<string, IncidentSummary>>(new Map());
  readonly order = signal<readonly string[]>([]);
  readonly queued = signal<readonly string[]>([]);
  readonly filter = signal<Filter>({});
  readonly nextCursor = signal<string | null>(null);
  readonly list = signal<Fetched>(NOT_YET);
  readonly runs = signal<ReadonlyMap<string, Run>>(new Map());
  readonly fetched = signal<ReadonlyMap<string, Fetched>>(new Map());
  readonly services = signal<{ readonly range: TimeRange; readonly rows: readonly AWSServiceMetrics[] } | null>(null);
  readonly servicesFetched = signal<Fetched>(NOT_YET);
  readonly refused = signal<string | null>(null);
  readonly announced = signal("");
  readonly shown = computed(() => this.order.value.flatMap((id) => this.rows.value.get(id) ?? []));

  private arrived: ServerFrame[] = [];
  private flushing = false;
  private filling = new Set<string>();
  private again = new Set<string>();
  private asked = 0;
  private range: TimeRange = "24h";
  private servicesAgain = false;

  constructor(private readonly api: Api) {}

  /** Takes a frame from the socket. What it changes shows with the next animation frame. */
  receive(frame: ServerFrame): void {
    this.arrived.push(frame);
    if (this.flushing) return;
    this.flushing = true;
    // A hidden tab gets no animation frames.
    if (document.hidden) setTimeout(() => this.flush(), HIDDEN_FLUSH_MS);
    else requestAnimationFrame(() => this.flush());
  }

  /** The list from the start, for the present filter. What was there stays until the answer is. */
  async loadList(): Promise<void> {
    this.asked += 1;
    const mine = this.asked;
    this.list.value = { ...this.list.value, loading: true };
    try {
      const page = await this.api.incidents(this.filter.value);
      if (mine !== this.asked) return;
      batch(() => {
        this.takeRows(page.incidents);
        this.order.value = page.incidents.map((row) => row.incident_id);
        this.queued.value = [];
        this.nextCursor.value = page.next_cursor;
        this.list.value = { loading: false, failed: null, at: Date.now() };
      });
    } catch (error) {
      if (mine === this.asked) this.list.value = { ...this.list.value, loading: false, failed: said(error) };
    }
  }

  async loadOlder(): Promise<void> {
    const cursor = this.nextCursor.value;
    if (!cursor || this.list.value.loading) return;
    this.list.value = { ...this.list.value, loading: true };
    try {
      const page = await this.api.incidents(this.filter.value, cursor);
      batch(() => {
        this.takeRows(page.incidents);
        this.order.value = [...new Set([...this.order.value, ...page.incidents.map((row) => row.incident_id)])];
        this.nextCursor.value = page.next_cursor;
        this.list.value = { loading: false, failed: null, at: Date.now() };
      });
    } catch (error) {
      this.list.value = { ...this.list.value, loading: false, failed: said(error) };
    }
  }

  setFilter(filter: Filter): void {
    this.filter.value = filter;
    void this.loadList();
  }

  /** Lets the waiting rows into the list. */
  showQueued(): void {
    const waiting = [...this.queued.value].reverse();
    this.order.value = [...waiting, ...this.order.value.filter((id) => !waiting.includes(id))];
    this.queued.value = [];
  }

  /** Makes sure that an incident's timeline is here and followed. */
  follow(id: string): void {
    const runs = new Map(this.runs.value);
    const run = runs.get(id) ?? emptyRun(id);
    runs.delete(id);
    runs.set(id, run);
    for (const old of [...runs.keys()].slice(0, -KEPT_RUNS)) runs.delete(old);
    this.runs.value = runs;
    void this.fill(id);
  }

  /** Fetches what the timeline has and we lack. Where that fails, what is here stays and is said to be old. */
  async fill(id: string): Promise<void> {
    if (this.filling.has(id)) {
      this.again.add(id);
      return;
    }
    this.filling.add(id);
    this.mark(id, { loading: true });
    try {
      await this.fetchAfter(id, lastSeq(this.runs.value.get(id) ?? emptyRun(id)));
      this.mark(id, { loading: false, failed: null, at: Date.now() });
    } catch (error) {
      this.mark(id, { loading: false, failed: said(error) });
    } finally {
      this.filling.delete(id);
    }
    if (this.again.delete(id)) await this.fill(id);
  }

  /** The AI services over a time range, or once more over the one before. Asked again meanwhile, it asks once more. */
  async loadServices(range: TimeRange = this.range): Promise<void> {
    this.range = range;
    if (this.servicesFetched.value.loading) {
      this.servicesAgain = true;
      return;
    }
    this.servicesFetched.value = { ...this.servicesFetched.value, loading: true };
    try {
      const rows = await this.api.services(range);
      batch(() => {
        this.services.value = { range, rows };
        this.servicesFetched.value = { loading: false, failed: null, at: Date.now() };
      });
    } catch (error) {
      this.servicesFetched.value = { ...this.servicesFetched.value, loading: false, failed: said(error) };
    }
    if (!this.servicesAgain) return;
    this.servicesAgain = false;
    await this.loadServices();
  }

  private async fetchAfter(id: string, after: number): Promise<void> {
    for (;;) {
      const part = await this.api.timeline(id, after, PAGE);
      const { missing } = this.take(id, part.events);
      if (missing !== null) throw new CallFailed(`GET /incidents/${id}/timeline`, 200, "gap", `nothing follows seq ${missing}`);
      const reached = part.events.at(-1)?.seq ?? after;
      if (part.events.length === 0 || reached >= part.last_seq) return;
      after = reached;
    }
  }

  private mark(id: string, changed: Partial<Fetched>): void {
    const before = this.fetched.value.get(id) ?? NOT_YET;
    this.fetched.value = new Map(this.fetched.value).set(id, { ...before, ...changed });
  }

  private take(id: string, events: readonly TimelineEvent[]): { missing: number | null } {
    const before = this.runs.value.get(id);
    if (!before) return { missing: null };
    const { run, missing } = extend(before, events);
    this.runs.value = new Map(this.runs.value).set(id, run);
    if (run.incident) this.takeRows([summary(run.incident)]);
    return { missing };
  }

  private takeRows(rows: readonly IncidentSummary[]): void {
    const known = new Map(this.rows.value);
    for (const row of rows) {
      const before = known.get(row.incident_id);
      if (!before || before.updated_at <= row.updated_at) known.set(row.incident_id, row);
    }
    this.rows.value = known;
  }

  private flush(): void {
    this.flushing = false;
    const frames = this.arrived;
    this.arrived = [];
    batch(() => {
      for (const frame of frames) this.apply(frame);
      this.extendRuns(frames);
    });
  }

  /** Events of the followed incidents, all that came at once together. A hole, or an event too large, is fetched. */
  private extendRuns(frames: readonly ServerFrame[]): void {
    const wanting = new Set<string>();
    const events = new Map<string, TimelineEvent[]>();
    for (const frame of frames) {
      const id = frame.incident_id;
      if (!id || !frame.seq || !this.runs.value.has(id)) continue;
      const event = eventOf(frame);
      if (event) events.set(id, [...(events.get(id) ?? []), event]);
      else if (frame.seq > lastSeq(this.runs.value.get(id) ?? emptyRun(id))) wanting.add(id);
    }
    for (const [id, found] of events) if (this.take(id, found).missing !== null) wanting.add(id);
    for (const id of wanting) void this.fill(id);
  }

  private apply(frame: ServerFrame): void {
    switch (frame.type) {
      case "connection_established":
        this.takeRows(frame.payload.snapshot.incidents);
        for (const row of frame.payload.snapshot.incidents) this.arrange(row);
        // Whatever was missed while the connection was away: the timeline itself has it.
        for (const id of this.runs.value.keys()) void this.fill(id);
        if (!frame.payload.resumed && this.list.value.at !== null) void this.refreshRows();
        return;
      case "agent_update":
      case "agent_reasoning":
      case "agent_error":
      case "incident_status":
      case "action_pending": {
        const event = eventOf(frame);
        if (event) this.noteRow(event);
        return;
      }
      case "error":
        this.refused.value = `the server refused a frame: ${frame.payload.message} (${frame.payload.code})`;
        return;
      case "system_error":
        this.refused.value = `${frame.payload.component}: ${frame.payload.message}`;
        return;
      case "business_metrics":
      case "system_health":
      case "pong":
        return;
    }
  }

  private noteRow(event: TimelineEvent): void {
    if (!isKnown(event)) return;
    if (event.type === "incident.opened") {
      const row = opened(event);
      this.takeRows([row]);
      this.arrange(row);
      this.announced.value = `New incident, ${row.severity}: ${row.title}`;
      return;
    }
    const row = this.rows.value.get(event.incident_id);
    if (!row || event.at < row.updated_at) return;
    const next = summaryAfter(row, event);
    this.rows.value = new Map(this.rows.value).set(row.incident_id, next);
    if (next.action_pending && !row.action_pending) this.announced.value = `Approval needed: ${next.title}`;
    if (next.status !== row.status) this.announced.value = `${next.title}: ${next.status}`;
  }

  /** A row that nobody saw yet waits behind the button, unless the list is empty and nothing can move. */
  private arrange(row: IncidentSummary): void {
    const id = row.incident_id;
    if (this.list.value.at === null || this.order.value.includes(id) || this.queued.value.includes(id)) return;
    if (!matches(row, this.filter.value)) return;
    if (this.order.value.some((one) => (this.rows.value.get(one)?.opened_at ?? "") > row.opened_at)) return;
    if (this.order.value.length === 0) this.order.value = [id];
    else this.queued.value = [...this.queued.value, id];
  }

  private async refreshRows(): Promise<void> {
    try {
      const page = await this.api.incidents(this.filter.value);
      batch(() => {
        this.takeRows(page.incidents);
        for (const row of [...page.incidents].reverse()) this.arrange(row);
        this.list.value = { loading: false, failed: null, at: Date.now() };
      });
    } catch (error) {
      this.list.value = { ...this.list.value, failed: said(error) };
    }
  }
}

function matches(row: IncidentSummary, filter: Filter): boolean {
  return (
    (!filter.status || row.status === filter.status) &&
    (!filter.severity || row.severity === filter.severity) &&
    (!filter.service || row.affected_services.includes(filter.service))
  );
}

function eventOf(frame: ServerFrame): TimelineEvent | null {
  return "event" in frame.payload ? ((frame.payload as { event?: TimelineEvent | null }).event ?? null) : null;
}

function opened(event: IncidentOpened): IncidentSummary {
  return {
    incident_id: event.incident_id,
    title: event.title,
    type: event.incident_type,
    severity: event.severity,
    status: "processing",
    affected_services: event.affected_services,
    opened_at: event.at,
    updated_at: event.at,
    source: event.source,
    phase: null,
    verdict: null,
    resolution_code: null,
    action_pending: false,
  };
}

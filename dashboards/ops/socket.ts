import { FRAME_TYPES, type Batch, type ServerFrame } from "../shared/generated/contract.ts";

/** How the connection stands, in the words the chip shows. */
export type Standing =
  | { readonly is: "live"; readonly latencyMs: number | null }
  | { readonly is: "connecting"; readonly attempt: number; readonly retryAt: number | null; readonly because: string | null }
  | { readonly is: "offline" };

export interface SocketOptions {
  /** A fresh address with a one-time ticket. Throws where none can be had. */
  readonly address: () => Promise<string>;
  readonly clientId: string;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onStanding: (standing: Standing) => void;
  readonly random?: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 20_000;
const PING_MS = 25_000;
const DEAD_MS = 10_000;
/** API Gateway ends a connection after two hours; we choose the moment ourselves, and lose nothing by it. */
const PLANNED_MS = 110 * 60_000;
const KNOWN: ReadonlySet<string> = new Set(FRAME_TYPES);

/** The live connection: comes back by itself, resumes where it was, and says how it stands. */
export class LiveSocket {
  /** Frames of a version or type this page does not know. */
  ignored = 0;
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private attempt = 0;
  private generation = 0;
  private stopped = true;
  private pingedAt: number | null = null;
  private latencyMs: number | null = null;
  private timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: SocketOptions) {}

  start(): void {
    this.stopped = false;
    addEventListener("offline", this.wentOffline);
    addEventListener("online", this.cameBack);
    document.addEventListener("visibilitychange", this.looked);
    this.connect();
  }

  stop(): void {
    this.stopped = true;
    removeEventListener("offline", this.wentOffline);
    removeEventListener("online", this.cameBack);
    document.removeEventListener("visibilitychange", this.looked);
    this.drop();
  }

  private connect(): void {
    this.drop();
    if (this.stopped) return;
    if (!navigator.onLine) return this.options.onStanding({ is: "offline" });
    const mine = this.generation;
    this.options.onStanding({ is: "connecting", attempt: this.attempt, retryAt: null, because: null });
    this.options.address().then(
      (address) => {
        if (mine === this.generation) this.open(address);
      },
      (error: unknown) => {
        if (mine === this.generation) this.retry(error instanceof Error ? error.message : String(error));
      },
    );
  }

  private open(address: string): void {
    const socket = new WebSocket(address);
    this.socket = socket;
    this.after("dead", DEAD_MS, () => this.retry("the server did not greet within 10 s"));
    socket.onopen = () =>
      this.send({
        type: "connect",
        dashboard_type: "ops",
        client_id: this.options.clientId,
        ...(this.cursor ? { resume_from: this.cursor } : {}),
      });
    socket.onmessage = (message) => {
      if (socket === this.socket) this.received(String(message.data));
    };
    socket.onclose = (event) => {
      if (socket === this.socket) this.retry(`the connection closed (${event.code})`);
    };
  }

  private received(text: string): void {
    const message = parsed(text);
    if (!message || message.v !== 1) {
      this.ignored += 1;
      return;
    }
    const frames = message.type === "batch" ? message.events : [message];
    for (const frame of frames) this.take(frame);
  }

  private take(frame: ServerFrame): void {
    if (!KNOWN.has(frame.type)) {
      this.ignored += 1;
      return;
    }
    if (frame.cursor) this.cursor = frame.cursor;
    if (frame.type === "connection_established") this.greeted();
    if (frame.type === "pong") this.answered();
    else this.options.onFrame(frame);
  }

  private greeted(): void {
    this.clear("dead");
    this.attempt = 0;
    this.options.onStanding({ is: "live", latencyMs: this.latencyMs });
    this.after("planned", PLANNED_MS, () => this.connect());
    this.ping();
  }

  private ping(): void {
    this.pingedAt = performance.now();
    this.send({ type: "ping" });
    this.after("dead", DEAD_MS, () => this.retry("the server did not answer a ping within 10 s"));
    this.after("ping", PING_MS, () => this.ping());
  }

  private answered(): void {
    this.clear("dead");
    if (this.pingedAt === null) return;
    this.latencyMs = Math.round(performance.now() - this.pingedAt);
    this.pingedAt = null;
    this.options.onStanding({ is: "live", latencyMs: this.latencyMs });
  }

  /** Waits a random part of a doubling time before the next attempt, so that a thousand clients do not come at once. */
  private retry(because: string): void {
    this.drop();
    if (this.stopped) return;
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.attempt);
    const wait = (this.options.random ?? Math.random)() * longest;
    this.attempt += 1;
    this.options.onStanding({ is: "connecting", attempt: this.attempt, retryAt: Date.now() + wait, because });
    this.after("retry", wait, () => this.connect());
  }

  private drop(): void {
    this.generation += 1;
    for (const name of [...this.timers.keys()]) this.clear(name);
    const socket = this.socket;
    this.socket = null;
    this.pingedAt = null;
    if (socket) socket.close();
  }

  private send(frame: Record<string, unknown>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private after(name: string, wait: number, does: () => void): void {
    this.clear(name);
    this.timers.set(name, setTimeout(does, wait));
  }

  private clear(name: string): void {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  private readonly wentOffline = () => {
    this.drop();
    this.options.onStanding({ is: "offline" });
  };

  private readonly cameBack = () => {
    this.attempt = 0;
    this.connect();
  };

  /** A hidden tab's timers are slow: whoever looks again gets a fresh answer at once. */
  private readonly looked = () => {
    if (document.visibilityState !== "visible" || this.stopped) return;
    if (this.socket?.readyState === WebSocket.OPEN) this.ping();
    else if (!this.socket) this.cameBack();
  };
}

function parsed(text: string): ServerFrame | Batch | null {
  try {
    return JSON.parse(text) as ServerFrame | Batch;
  } catch {
    return null;
  }
}

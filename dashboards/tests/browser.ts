// The few things of a browser that the socket and the store touch, under the test's control.

import { vi } from "vitest";

export class FakeSocket {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  static get last(): FakeSocket {
    return FakeSocket.all.at(-1)!;
  }
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor(readonly url: string) {
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  says(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  drops(code = 1006): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }
}

export class FakeBrowser {
  readonly document = Object.assign(new EventTarget(), { hidden: false, visibilityState: "visible" });
  readonly navigator = { onLine: true };
  private readonly page = new EventTarget();
  frames: (() => void)[] = [];

  constructor() {
    FakeSocket.all = [];
    vi.stubGlobal("WebSocket", FakeSocket);
    vi.stubGlobal("document", this.document);
    vi.stubGlobal("navigator", this.navigator);
    vi.stubGlobal("addEventListener", this.page.addEventListener.bind(this.page));
    vi.stubGlobal("removeEventListener", this.page.removeEventListener.bind(this.page));
    vi.stubGlobal("requestAnimationFrame", (does: () => void) => this.frames.push(does));
  }

  paints(): void {
    const due = this.frames;
    this.frames = [];
    for (const does of due) does();
  }

  goes(line: "offline" | "online"): void {
    this.navigator.onLine = line === "online";
    this.page.dispatchEvent(new Event(line));
  }

  shows(visible: boolean): void {
    this.document.hidden = !visible;
    this.document.visibilityState = visible ? "visible" : "hidden";
    this.document.dispatchEvent(new Event("visibilitychange"));
  }
}

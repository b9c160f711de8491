import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { IncidentStatus, Severity } from "../generated/contract.ts";

/** A part of a page that says where what it shows comes from and how old it is. */
export function Panel(props: {
  title: string;
  source?: ComponentChildren;
  tone?: "attention" | undefined;
  class?: string;
  children: ComponentChildren;
}) {
  const id = useId();
  return (
    <section class={`panel ${props.class ?? ""}`} data-tone={props.tone} aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.source && <p class="source">{props.source}</p>}
      </header>
      {props.children}
    </section>
  );
}

/** A state as icon and word; the colour only repeats it. */
export function State(props: { tone: "good" | "bad" | "warn" | "busy" | "quiet"; children: ComponentChildren }) {
  return (
    <span class="state" data-tone={props.tone}>
      <span class="icon" aria-hidden="true">
        {ICONS[props.tone]}
      </span>
      <span>{props.children}</span>
    </span>
  );
}

const ICONS = { good: "✓", bad: "✕", warn: "△", busy: "●", quiet: "–" } as const;

export function SeverityBadge(props: { severity: Severity }) {
  return (
    <span class="severity" data-severity={props.severity}>
      {props.severity}
    </span>
  );
}

export function Status(props: { status: IncidentStatus; pending?: boolean; resolution?: string | null | undefined }) {
  switch (props.status) {
    case "processing":
      return props.pending ? <State tone="warn">needs approval</State> : <State tone="busy">processing</State>;
    case "resolved":
      return <State tone="good">resolved{props.resolution ? `: ${props.resolution.replaceAll("_", " ")}` : ""}</State>;
    case "escalated":
      return <State tone="warn">escalated</State>;
    case "failed":
      return <State tone="bad">failed</State>;
  }
}

/** The browser's own dialog: it keeps the focus, closes on Escape and gives the focus back. */
export function Dialog(props: { title: string; onClose: () => void; children: ComponentChildren; class?: string }) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class={props.class} aria-labelledby={id} onClose={props.onClose}>
      <header>
        <h2 id={id}>{props.title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
          <span aria-hidden="true">✕</span>
        </button>
      </header>
      {props.children}
    </dialog>
  );
}

/** Copies text and says that it did. Where the browser forbids it, the text is selected for copying by hand. */
export function CopyButton(props: { text: string; label: string; class?: string }) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setSaid("Copied");
    } catch {
      setSaid("This browser does not let the page copy");
    }
    setTimeout(() => setSaid(""), 2500);
  };
  return (
    <span class="copy">
      <button type="button" class={props.class ?? "link"} onClick={() => void copy()}>
        {props.label}
      </button>
      <span role="status" class="hint">
        {said}
      </span>
    </span>
  );
}

/** A failed call by name, with a way to try again. What was there before stays on the page. */
export function Failed(props: { what: string; retry?: (() => void) | undefined; dismiss?: () => void }) {
  return (
    <div class="notice" role="alert">
      <State tone="bad">{props.what}</State>
      {props.retry && (
        <button type="button" onClick={props.retry}>
          Try again
        </button>
      )}
      {props.dismiss && (
        <button type="button" onClick={props.dismiss}>
          Dismiss
        </button>
      )}
    </div>
  );
}

export function Field(props: { label: string; hint?: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{props.label}</span>
      {props.children}
      {props.hint && <span class="hint">{props.hint}</span>}
    </label>
  );
}

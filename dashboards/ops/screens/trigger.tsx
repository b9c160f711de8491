import { useRef, useState } from "preact/hooks";
import { SEVERITIES, type NewIncident, type Severity } from "../../shared/generated/contract.ts";
import { Dialog, Failed, Field } from "../../shared/components/basics.tsx";
import type { Api } from "../api.ts";
import type { Store } from "../store.ts";
import { useSubmit } from "./sign-in.tsx";

/** Opens an incident by hand, with or without an evidence bundle. */
export function TriggerDialog(props: { api: Api; onClose: () => void }) {
  // One key for one filled-in form: sent twice, it is still one incident.
  const key = useRef(crypto.randomUUID());
  const [severity, setSeverity] = useState<Severity>("high");
  const form = useRef<HTMLFormElement>(null);
  const { busy, failed, submit } = useSubmit(async () => {
    const fields = new FormData(form.current ?? undefined);
    const accepted = await props.api.open(await asked(fields, severity), key.current);
    props.onClose();
    location.hash = `#/incidents/${encodeURIComponent(accepted.incident_id)}`;
  });
  return (
    <Dialog title="Open an incident" onClose={props.onClose}>
      <form ref={form} onSubmit={submit}>
        <Field label="Type" hint="A word for the kind of trouble, such as error_rate or latency">
          <input name="type" required maxLength={64} />
        </Field>
        <Field label="Severity">
          <select value={severity} onChange={(event) => setSeverity(event.currentTarget.value as Severity)}>
            {SEVERITIES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </Field>
        <Field label="Title">
          <input name="title" maxLength={200} />
        </Field>
        <Field label="What is seen">
          <textarea name="description" rows={3} required maxLength={10000} />
        </Field>
        <Field label="Affected services" hint="Separated by commas">
          <input name="services" />
        </Field>
        <Field label="Evidence bundle" hint="JSON, 4 MB at most. Without one, detection looks at the account's own services.">
          <input name="evidence" type="file" accept=".json,application/json" />
        </Field>
        {failed && <Failed what={failed} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? "Opening" : "Open the incident"}
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

async function asked(fields: FormData, severity: Severity): Promise<NewIncident> {
  const title = String(fields.get("title") ?? "").trim();
  const file = fields.get("evidence");
  const services = String(fields.get("services") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
  return {
    type: String(fields.get("type")),
    severity,
    description: String(fields.get("description")),
    ...(services.length ? { affected_services: services } : {}),
    ...(title ? { title } : {}),
    ...(file instanceof File && file.size ? { evidence: await bundle(file) } : {}),
  };
}

async function bundle(file: File): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await file.text()) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`${file.name} is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Removes everything that is stored. Exists outside prod only. */
export function ResetDialog(props: { api: Api; store: Store; onClose: () => void }) {
  const [word, setWord] = useState("");
  const { busy, failed, submit } = useSubmit(async () => {
    await props.api.reset();
    props.onClose();
    location.hash = "#/";
    location.reload();
  });
  return (
    <Dialog title="Reset" onClose={props.onClose}>
      <form onSubmit={submit}>
        <p>Every incident, timeline and connection of this environment is removed. This cannot be undone.</p>
        <Field label="Type reset to confirm">
          <input value={word} autocomplete="off" onInput={(event) => setWord(event.currentTarget.value)} />
        </Field>
        {failed && <Failed what={failed} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy || word !== "reset"}>
            {busy ? "Removing" : "Remove everything"}
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

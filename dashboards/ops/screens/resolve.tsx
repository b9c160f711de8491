import { useState } from "preact/hooks";
import type { Resolve } from "../../shared/generated/contract.ts";
import { Dialog, Failed, Field } from "../../shared/components/basics.tsx";
import type { Api } from "../api.ts";
import { useSubmit } from "./sign-in.tsx";

const CODES: Readonly<Record<Resolve["resolution_code"], string>> = {
  fixed: "fixed: somebody repaired it",
  self_recovered: "self recovered: it went away",
  no_fault: "no fault: nothing was wrong",
};

/** Closes an incident by hand. */
export function ResolveDialog(props: { incidentId: string; api: Api; onClose: () => void }) {
  const [code, setCode] = useState<Resolve["resolution_code"]>("fixed");
  const [reason, setReason] = useState("");
  const { busy, failed, submit } = useSubmit(async () => {
    await props.api.resolve(props.incidentId, { resolution_code: code, reason: reason.trim() });
    props.onClose();
  });
  return (
    <Dialog title="Resolve by hand" onClose={props.onClose}>
      <form onSubmit={submit}>
        <Field label="How it ended">
          <select value={code} onChange={(event) => setCode(event.currentTarget.value as Resolve["resolution_code"])}>
            {Object.entries(CODES).map(([value, says]) => (
              <option key={value} value={value}>
                {says}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Reason" hint="Stands in the timeline and the postmortem">
          <textarea rows={3} required maxLength={2000} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
        </Field>
        {failed && <Failed what={failed} />}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {busy ? "Resolving" : "Resolve"}
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

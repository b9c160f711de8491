import { useEffect, useState } from "preact/hooks";
import type { Action, Decision } from "../../shared/generated/contract.ts";
import { PlanBody } from "../../shared/components/action.tsx";
import { Dialog, Failed, Field, Panel, State } from "../../shared/components/basics.tsx";
import { now } from "../../shared/clock.ts";
import { stopwatch, verb } from "../../shared/format.ts";
import type { Api } from "../api.ts";
import { atLeast, signedIn } from "../auth.ts";
import { useSubmit } from "./sign-in.tsx";

type Choice = Decision["decision"];

/** The plan that waits for a person, with everything they need to know before they say yes. */
export function ApprovalCard(props: { action: Action; incidentId: string; api: Api }) {
  const { action } = props;
  const [asking, setAsking] = useState<{ choice: Choice; seen: Action } | null>(null);
  const left = Date.parse(action.expires_at) - now.value;
  const allowed = atLeast("responder");
  const why = !allowed ? "Needs the role responder" : left <= 0 ? "The time to decide has passed" : null;
  const act = verb(action.plan.title);
  const ask = (choice: Choice) => setAsking({ choice, seen: action });
  return (
    <>
      <Panel
        title="Approval needed"
        tone="attention"
        class="approval"
        source={
          left > 0 ? (
            <>
              expires in <strong class="mono">{stopwatch(left)}</strong>
            </>
          ) : (
            "expired"
          )
        }
      >
        <div class="body">
          <PlanBody plan={action.plan} />
          <div class="actions">
            <button type="button" class="primary" disabled={why !== null} onClick={() => ask("approve")}>
              Approve {act}…
            </button>
            <button type="button" class="secondary" disabled={why !== null} onClick={() => ask("reject")}>
              Reject…
            </button>
            <span class="hint">
              {why ? <State tone="warn">{why}</State> : `Approver: you (${signedIn.value?.user}, ${signedIn.value?.role})`}
            </span>
          </div>
          <p class="hint">
            plan <code title={action.plan_hash}>{action.plan_hash.slice(0, 12)}</code>
          </p>
        </div>
      </Panel>
      <div class="decide-bar">
        <button type="button" class="primary" disabled={why !== null} onClick={() => ask("approve")}>
          Approve… {left > 0 ? stopwatch(left) : "expired"}
        </button>
        <button type="button" class="secondary" disabled={why !== null} onClick={() => ask("reject")}>
          Reject…
        </button>
      </div>
      {asking && (
        <DecisionDialog
          choice={asking.choice}
          seen={asking.seen}
          pending={action}
          incidentId={props.incidentId}
          api={props.api}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}

/** Repeats what is being decided, bound to the plan that was on screen. Another plan, or the end of its time, voids it. */
function DecisionDialog(props: {
  choice: Choice;
  seen: Action;
  pending: Action;
  incidentId: string;
  api: Api;
  onClose: () => void;
}) {
  const { choice, seen, pending } = props;
  const [reason, setReason] = useState("");
  const [sent, setSent] = useState(false);
  const { busy, failed, submit } = useSubmit(async () => {
    await props.api.decide(props.incidentId, {
      action_id: seen.action_id,
      plan_hash: seen.plan_hash,
      decision: choice,
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    });
    setSent(true);
  });
  const changed = pending.plan_hash !== seen.plan_hash || pending.action_id !== seen.action_id;
  const left = Date.parse(seen.expires_at) - now.value;
  const act = verb(seen.plan.title);
  useEffect(() => {
    if (sent && pending.status !== "pending") props.onClose();
  }, [sent, pending.status]);
  return (
    <Dialog title={choice === "approve" ? `Approve: ${seen.plan.title}` : `Reject: ${seen.plan.title}`} onClose={props.onClose}>
      <form onSubmit={submit}>
        {changed ? (
          <State tone="bad">Voided: the plan changed while you were looking. Close this and look again.</State>
        ) : (
          <p>
            {choice === "approve"
              ? "These calls are made as soon as you confirm, and undone if the signal does not recover:"
              : "Nothing is executed, and the incident goes to a person."}
          </p>
        )}
        {choice === "approve" &&
          seen.plan.calls.map((call) => (
            <code key={JSON.stringify(call)} class="call hash">
              {call.service}:{call.operation} {JSON.stringify(call.parameters)}
            </code>
          ))}
        <div>
          <span class="hint">Your decision counts for exactly the plan with this hash, once:</span>
          <div class="hash">
            <code>{seen.plan_hash}</code>
          </div>
        </div>
        <Field label={choice === "approve" ? "Reason (optional)" : "Reason"}>
          <textarea
            rows={2}
            maxLength={2000}
            required={choice === "reject"}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </Field>
        {failed && <Failed what={failed} />}
        {sent && <State tone="busy">Sent. The timeline will confirm it.</State>}
        <div class="actions">
          <button type="submit" class="primary" disabled={busy || sent || changed || left <= 0}>
            {choice === "approve" ? `Approve ${act}` : `Reject ${act}`}
          </button>
          <button type="button" onClick={props.onClose}>
            Cancel
          </button>
          <span class="hint">{left > 0 ? `expires in ${stopwatch(left)}` : "expired"}</span>
        </div>
      </form>
    </Dialog>
  );
}

import type { ComponentChildren } from "preact";
import type { Action, ApiCall, Check, DiffLine, MadeCall, Plan } from "../generated/contract.ts";
import { clock, duration, figure } from "../format.ts";
import { Panel, State } from "./basics.tsx";

/** A plan in full: what it changes, touches and expects, how it is undone, and what waiting costs. */
export function PlanBody(props: { plan: Plan }) {
  const { plan } = props;
  return (
    <>
      <h3 class="plan-title">{plan.title}</h3>
      <Diff lines={plan.diff} />
      <dl class="facts">
        <Fact name="Calls">
          {plan.calls.map((call) => (
            <Call key={JSON.stringify(call)} call={call} />
          ))}
        </Fact>
        <Fact name="Touches">{plan.touches}</Fact>
        <Fact name="Undo">{plan.undo}</Fact>
        <Fact name="Expected">{plan.expected}</Fact>
        <Fact name="If you wait">{plan.cost_of_waiting ?? "not known"}</Fact>
        <Fact name="Checks">
          <ul class="checks">
            {plan.checks.map((check) => (
              <li key={check.statement}>
                <Checked check={check} />
              </li>
            ))}
            {plan.checks.length === 0 && <li class="hint">none</li>}
          </ul>
        </Fact>
        <Fact name="Runbook">
          {plan.runbook} {plan.runbook_version}, risk {plan.risk}
        </Fact>
      </dl>
    </>
  );
}

function Fact(props: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Diff(props: { lines: readonly DiffLine[] }) {
  return (
    <div class="diff" role="group" aria-label="What changes">
      {props.lines.map((line) => (
        <div key={line.field}>
          <del>
            <span aria-hidden="true">- </span>
            {line.field}: {line.before}
          </del>
          <ins>
            <span aria-hidden="true">+ </span>
            {line.field}: {line.after}
          </ins>
        </div>
      ))}
    </div>
  );
}

export function Call(props: { call: ApiCall }) {
  const { service, operation, parameters } = props.call;
  return (
    <code class="call">
      {service}:{operation} {JSON.stringify(parameters)}
    </code>
  );
}

function Checked(props: { check: Check }) {
  const { statement, holds } = props.check;
  if (holds == null) return <State tone="warn">could not look: {statement}</State>;
  return holds ? <State tone="good">{statement}</State> : <State tone="bad">does not hold: {statement}</State>;
}

const ENDS: Readonly<Record<Action["status"], { tone: "good" | "bad" | "warn" | "busy" | "quiet"; says: string }>> = {
  pending: { tone: "warn", says: "waits for a person" },
  approved: { tone: "busy", says: "approved, about to be carried out" },
  rejected: { tone: "quiet", says: "rejected: nothing was executed" },
  expired: { tone: "warn", says: "nobody decided in time: nothing was executed" },
  running: { tone: "busy", says: "being carried out" },
  executed: { tone: "busy", says: "executed, the signal is being watched" },
  verified: { tone: "good", says: "fix verified on the incident's own signal" },
  undone: { tone: "warn", says: "did not help, and was undone" },
  failed: { tone: "bad", says: "not carried out" },
};

/** How far an action got: decision, calls, and what was expected beside what was seen. */
export function Outcome(props: { action: Action }) {
  const { action } = props;
  const end = ENDS[action.status];
  return (
    <Panel
      title="Action"
      class="action"
      source={
        <>
          plan <code>{action.plan_hash.slice(0, 12)}</code>, proposed{" "}
          <time dateTime={action.proposed_at}>{clock(action.proposed_at)}</time>
        </>
      }
    >
      <div class="body">
        <h3 class="plan-title">{action.plan.title}</h3>
        <p>
          <State tone={end.tone}>
            <strong>{end.says}</strong>
          </State>
        </p>
        <Diff lines={action.plan.diff} />
        <dl class="facts">
          {action.decided_by && action.decided_at && (
            <Fact name="Decided">
              {action.decided_by} at <time dateTime={action.decided_at}>{clock(action.decided_at)}</time>,{" "}
              {duration(Date.parse(action.decided_at) - Date.parse(action.proposed_at))} after it was proposed
            </Fact>
          )}
          {action.reason && <Fact name="Reason">{action.reason}</Fact>}
          {action.pre_state && (
            <Fact name="State before">
              <code class="call">{JSON.stringify(action.pre_state)}</code>
            </Fact>
          )}
          {action.calls_made.length > 0 && (
            <Fact name="Calls made">
              {action.calls_made.map((made) => (
                <Made key={`${made.at} ${made.request_id}`} made={made} />
              ))}
            </Fact>
          )}
          <Fact name="Expected">{action.plan.expected}</Fact>
          {action.verification && (
            <Fact name="Observed">
              <Observed action={action} />
            </Fact>
          )}
          {action.undo_verified != null && (
            <Fact name="Undo">
              {action.undo_verified ? (
                <State tone="good">the earlier state is back, seen again after the calls</State>
              ) : (
                <State tone="bad">the earlier state could NOT be restored</State>
              )}
            </Fact>
          )}
        </dl>
      </div>
    </Panel>
  );
}

function Made(props: { made: MadeCall }) {
  const { made } = props;
  return (
    <div>
      <State tone={made.outcome === "ok" ? "good" : "bad"}>
        {made.call.service}:{made.call.operation} at {clock(made.at)}
        {made.outcome === "refused" && <>, refused: {made.detail ?? "no reason given"}</>}
      </State>
      <div class="hint">
        request id <code>{made.request_id ?? "none given"}</code>
      </div>
    </div>
  );
}

function Observed(props: { action: Action }) {
  const found = props.action.verification;
  if (!found) return null;
  const tone = found.recovered == null ? "busy" : found.recovered ? "good" : "bad";
  const demand =
    found.traffic_before != null && found.traffic_after != null
      ? `demand ${figure(found.traffic_after)} a period, ${figure(found.traffic_before)} before`
      : null;
  return (
    <>
      <State tone={tone}>{found.statement}</State>
      <div class="hint">
        {found.datapoints} datapoints, checked {clock(found.checked_at)}
        {found.signal_value != null && <>, latest {figure(found.signal_value)}</>}
        {demand && <>; {demand}</>}
      </div>
    </>
  );
}

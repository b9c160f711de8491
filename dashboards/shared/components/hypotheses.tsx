import { useState } from "preact/hooks";
import type { EvidenceItem, Gap, Hypothesis, Verdict } from "../generated/contract.ts";
import { clock, percent, plural } from "../format.ts";
import { cause } from "../words.ts";
import { Panel, State } from "./basics.tsx";

const SHOWN = 5;

/** Competing explanations, each with what speaks for and against it and what is missing; and what could not be looked at. */
export function Hypotheses(props: { verdict: Verdict; gaps: readonly Gap[]; at: string; evidenceRef?: string | undefined }) {
  const { verdict, gaps } = props;
  const [all, setAll] = useState(false);
  const open = new Set(verdict.hypotheses.flatMap((one) => one.missing)).size + gaps.length;
  const shown = all ? verdict.hypotheses : verdict.hypotheses.slice(0, SHOWN);
  return (
    <Panel
      title="Hypotheses"
      source={
        <>
          evidence engine at <time dateTime={props.at}>{clock(props.at)}</time>; {verdict.hypotheses.length} tested,{" "}
          {plural(open, "open question")}
        </>
      }
    >
      <VerdictLine verdict={verdict} />
      {shown.map((hypothesis) => (
        <HypothesisRow
          key={`${hypothesis.cause} ${hypothesis.entity}`}
          hypothesis={hypothesis}
          evidence={verdict.evidence}
          open={hypothesis.rank === 1}
        />
      ))}
      {verdict.hypotheses.length > shown.length && (
        <p class="row">
          <button type="button" class="link" onClick={() => setAll(true)}>
            Show {plural(verdict.hypotheses.length - shown.length, "more hypothesis", "more hypotheses")}
          </button>
        </p>
      )}
      {verdict.hypotheses.length === 0 && <p class="empty">The engine tested its mechanisms and none fits the evidence.</p>}
      <Gaps gaps={gaps} />
      {props.evidenceRef && (
        <p class="row hint">
          Evidence bundle <code>{props.evidenceRef}</code>
        </p>
      )}
    </Panel>
  );
}

const TONES = { confirmed: "good", likely: "good", inconclusive: "warn", healthy: "good" } as const;

function VerdictLine(props: { verdict: Verdict }) {
  const { verdict } = props;
  return (
    <p class="row verdict">
      <State tone={TONES[verdict.verdict]}>
        <strong>{verdict.verdict}</strong>
        {verdict.confidence != null && <> · confidence {percent(verdict.confidence)}</>}
      </State>{" "}
      {verdict.summary ?? verdict.root_cause?.summary ?? ""}
    </p>
  );
}

function HypothesisRow(props: { hypothesis: Hypothesis; evidence: readonly EvidenceItem[]; open: boolean }) {
  const { hypothesis } = props;
  const counts = `${hypothesis.supporting.length} for, ${hypothesis.contradicting.length} against`;
  return (
    <details class="hypothesis" open={props.open}>
      <summary>
        <span class="grow">{hypothesis.summary ?? `${cause(hypothesis.cause)} on ${hypothesis.entity}`}</span>
        <span class="hint">{counts}</span>
        <strong class="score">{percent(hypothesis.score)}</strong>
      </summary>
      <p class="hint">
        <code>{hypothesis.cause}</code> on <code>{hypothesis.entity}</code>
      </p>
      <div class="sides">
        <Side title="Supports" ids={hypothesis.supporting} evidence={props.evidence} />
        <Side title="Contradicts" ids={hypothesis.contradicting} evidence={props.evidence} />
        {hypothesis.missing.length > 0 && (
          <div>
            <h3>Missing</h3>
            <ul>
              {hypothesis.missing.map((one) => (
                <li key={one}>{one}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      <p class="hint">{lacking(hypothesis)}</p>
    </details>
  );
}

/** The sides that are empty, said instead of shown. */
function lacking(hypothesis: Hypothesis): string {
  const said = [
    hypothesis.supporting.length ? "" : "Nothing supports it.",
    hypothesis.contradicting.length ? "" : "Nothing contradicts it.",
    hypothesis.missing.length ? "" : "Nothing is missing to judge it.",
  ];
  return said.filter(Boolean).join(" ");
}

function Side(props: { title: string; ids: readonly string[]; evidence: readonly EvidenceItem[] }) {
  if (props.ids.length === 0) return null;
  return (
    <div>
      <h3>{props.title}</h3>
      <ul>
        {props.ids.map((id) => (
          <li key={id}>
            <Evidence id={id} item={props.evidence.find((one) => one.id === id)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One statement with the items of the bundle that it rests on. An id that resolves to nothing is shown as such. */
export function Evidence(props: { id: string; item: EvidenceItem | undefined }) {
  if (!props.item) return <State tone="bad">evidence {props.id} is not in the verdict</State>;
  const { item } = props;
  const listed = item.source_ref.slice(0, 3).join(" ");
  const more = item.source_ref.length - 3;
  return (
    <>
      {item.statement}{" "}
      <code class="ref" title={`${item.id}, ${item.kind}, from ${item.source_ref.join(", ") || "nothing"}`}>
        {item.kind} {listed}
        {more > 0 ? ` +${more}` : ""}
      </code>
    </>
  );
}

/** What could not be looked at, and the permission that would let us. */
export function Gaps(props: { gaps: readonly Gap[] }) {
  if (props.gaps.length === 0) return null;
  return (
    <ul class="gaps">
      {props.gaps.map((gap) => (
        <li key={`${gap.section} ${gap.entity} ${gap.reason}`}>
          <State tone="warn">
            Could not check {gap.section}
            {gap.entity && (
              <>
                {" "}
                of <code>{gap.entity}</code>
              </>
            )}
            : {gap.reason}.
            {gap.permission && (
              <>
                {" "}
                Grant <code>{gap.permission}</code> to close this gap.
              </>
            )}
          </State>
        </li>
      ))}
    </ul>
  );
}

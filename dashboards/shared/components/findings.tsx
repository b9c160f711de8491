import { useState } from "preact/hooks";
import type { CommunicationFinding, DetectionFinding, PredictionFinding } from "../generated/contract.ts";
import { clock, plural } from "../format.ts";
import { CopyButton, Panel, State } from "./basics.tsx";
import { Evidence } from "./hypotheses.tsx";

interface Reached {
  entity: string;
  distance: number;
  impact: string;
  statement: string;
}

/** What the trouble reaches, by how many calls away it is. */
export function BlastRadius(props: { finding: PredictionFinding; at: string }) {
  const reached = props.finding.blast_radius as unknown as Reached[];
  const distances = [...new Set(reached.map((one) => one.distance))].sort((one, other) => one - other);
  return (
    <Panel
      title="Blast radius"
      source={
        <>
          topology at <time dateTime={props.at}>{clock(props.at)}</time>, {plural(reached.length, "thing")}
        </>
      }
    >
      {reached.length === 0 && <p class="empty">The topology that was collected names nothing that this reaches.</p>}
      <div class="radius">
        {distances.map((distance) => (
          <div key={distance}>
            <h3>{distance === 0 ? "At fault" : plural(distance, "call") + " away"}</h3>
            <ul>
              {reached
                .filter((one) => one.distance === distance)
                .map((one) => (
                  <li key={one.entity} data-impact={one.impact} title={one.statement}>
                    <span>{one.entity}</span>
                    <State tone={IMPACTS[one.impact] ?? "quiet"}>{one.impact}</State>
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </div>
      <p class="row hint">{props.finding.if_nobody_acts}</p>
    </Panel>
  );
}

const IMPACTS: Readonly<Record<string, "bad" | "warn" | "quiet">> = {
  failing: "bad",
  affected: "bad",
  degraded: "warn",
  reachable: "quiet",
};

/** What was gathered before anything was concluded. */
export function Facts(props: { finding: DetectionFinding; at: string }) {
  const { finding } = props;
  const [all, setAll] = useState(false);
  const shown = all ? finding.facts : finding.facts.slice(0, 4);
  const counts = Object.entries(finding.collected).filter(([section]) => section !== "gaps");
  return (
    <Panel
      title="Evidence collected"
      source={
        <>
          as of <time dateTime={props.at}>{clock(props.at)}</time>
        </>
      }
    >
      <p class="row">
        <State tone={finding.anything_wrong == null ? "warn" : finding.anything_wrong ? "bad" : "good"}>
          {finding.statement}
        </State>
      </p>
      <dl class="counts">
        {counts.map(([section, count]) => (
          <div key={section} data-empty={count === 0}>
            <dt>{section}</dt>
            <dd>{count}</dd>
          </div>
        ))}
      </dl>
      <ul class="bullets">
        {shown.map((fact) => (
          <li key={fact.id}>
            <Evidence id={fact.id} item={fact} />
          </li>
        ))}
      </ul>
      {finding.facts.length > shown.length && (
        <p class="row">
          <button type="button" class="link" onClick={() => setAll(true)}>
            Show {finding.facts.length - shown.length} more
          </button>
        </p>
      )}
      <p class="row hint">
        bundle <code title={finding.evidence_ref}>sha256 {finding.bundle_sha256.slice(0, 12)}</code>
      </p>
    </Panel>
  );
}

/** What each audience was told, and what became of sending it. */
export function Communications(props: {
  finding: CommunicationFinding;
  at: string;
  sent: Readonly<Record<string, { outcome: string; channel: string; detail: string | null }>>;
}) {
  return (
    <Panel
      title="Communications"
      source={
        <>
          written from the timeline at <time dateTime={props.at}>{clock(props.at)}</time>
        </>
      }
    >
      {props.finding.updates.map((update, place) => {
        const sent = props.sent[update.audience];
        return (
          <details key={update.audience} class="message" open={place === 0}>
            <summary>
              <span class="grow">
                <strong>{update.audience}</strong> {update.subject}
              </span>
              {sent ? (
                <State tone={sent.outcome === "sent" ? "good" : "bad"}>
                  {sent.outcome.replace("_", " ")} ({sent.channel})
                </State>
              ) : (
                <State tone="quiet">not sent yet</State>
              )}
            </summary>
            {sent?.detail && <p class="hint">{sent.detail}</p>}
            <p class="text">{update.text}</p>
          </details>
        );
      })}
    </Panel>
  );
}

/** The draft postmortem as the Markdown it is. */
export function Postmortem(props: { markdown: string; at: string }) {
  return (
    <Panel
      title="Postmortem draft"
      source={
        <>
          Markdown from the timeline at <time dateTime={props.at}>{clock(props.at)}</time>{" "}
          <CopyButton text={props.markdown} label="Copy" />
        </>
      }
    >
      <details class="message">
        <summary>
          <span class="grow">{props.markdown.split("\n", 1)[0]?.replace(/^#\s*/, "")}</span>
          <span class="hint">{plural(props.markdown.split("\n").length, "line")}</span>
        </summary>
        <pre class="markdown" tabIndex={0}>
          {props.markdown}
        </pre>
      </details>
    </Panel>
  );
}

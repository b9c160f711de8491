import type { Observed, TransparencyScenario, Turning } from "../shared/generated/contract.ts";
import { Panel, State } from "../shared/components/basics.tsx";
import { dayAndClock, percent, plural } from "../shared/format.ts";
import { provenance } from "./scenarios.ts";

/** What the page shows here, who answered for the AI services, and how the run differs from one in an account. */
export function Made(props: { file: TransparencyScenario }) {
  const { file } = props;
  return (
    <div class="notice" data-tone="info">
      <div>
        <p>
          <State tone={file.generated_with_real_aws ? "good" : "warn"}>
            <strong>
              {file.generated_with_real_aws ? "Made with AWS itself" : made(file)} on {dayAndClock(file.generation_timestamp)} UTC
            </strong>
          </State>
        </p>
        <p class="hint">{file.story}</p>
        <details>
          <summary>How this run differs from one in an account</summary>
          <ul>
            {file.conditions.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      </div>
    </div>
  );
}

function made(file: TransparencyScenario): string {
  const told = provenance(file);
  return told === "AI services: local stand-ins" ? "Made with local stand-ins for the AI services, not with AWS," : `${told};`;
}

/** The engine asked again without a part of the evidence: what the conclusion hangs on. */
export function WouldChangeIt(props: { file: TransparencyScenario }) {
  const { what_would_change_it: found, observed } = props.file;
  const left = found.not_tried ? `, ${found.not_tried} more were not` : "";
  return (
    <Panel
      title="What would change this conclusion"
      source={`the engine asked again without ${plural(found.tried, "part")} of the evidence, each alone${left}; ${found.changed} changed it, the smallest are shown`}
    >
      {found.turnings.length === 0 ? (
        <p class="empty">No part of the evidence changes the conclusion by being absent alone.</p>
      ) : (
        <ul class="bullets">
          {found.turnings.map((one) => (
            <li key={`${one.without} ${one.name}`}>
              Without {taken(one, observed)}: <strong>{becomes(one)}</strong>{" "}
              <span class="hint">
                {one.changes === "cause" ? "another cause" : "another verdict"}; {plural(one.items.length, "item")} taken away
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function taken(one: Turning, observed: readonly Observed[]): string {
  if (one.without === "section") return `the section ${one.name}`;
  if (one.without === "entity") return `everything about ${one.name}`;
  const said = one.without === "item" ? (observed.find((item) => item.id === one.name)?.text ?? one.name) : one.name;
  return `“${said}”`;
}

function becomes(one: Turning): string {
  const sure = one.confidence === null ? "" : ` (${percent(one.confidence)})`;
  return one.cause === null ? `${one.verdict}${sure}` : `${one.verdict}: ${one.cause} on ${one.entity}${sure}`;
}

/** How often verdicts of this confidence are right, and what was said beside the evidence. */
export function Context(props: { file: TransparencyScenario }) {
  const { calibration, historical_context: context, quick_classification: quick } = props.file;
  return (
    <Panel title="How far to trust it" source="calibration on the scorecard; context weighs nothing">
      <p class="row">
        {calibration === null && "No confidence was given."}
        {calibration !== null &&
          (calibration.right === null
            ? `Confidence ${percent(calibration.confidence)}: no case of the scorecard had one like it.`
            : `Of ${calibration.cases} cases of the scorecard with a confidence from ${percent(calibration.low)} to ${percent(calibration.high)}, ${(100 * calibration.right).toFixed(1)} % were right${calibration.interval ? ` (95 % interval ${(100 * calibration.interval[0]).toFixed(1)} to ${(100 * calibration.interval[1]).toFixed(1)} %)` : ""}.`)}
      </p>
      {quick && (
        <p class="row">
          First sight, by {quick.author.model} ({quick.author.provenance}): {quick.category}, {quick.severity}.{" "}
          {quick.statement && <span class="hint">{quick.statement}</span>}
        </p>
      )}
      {context.length === 0 ? (
        <p class="empty">Neither earlier incidents nor runbooks said anything.</p>
      ) : (
        context.map((item) => (
          <details key={item.id}>
            <summary>
              <span class="grow">
                {item.kind}: {item.source_ref[0]}
              </span>
            </summary>
            <p>{item.statement}</p>
          </details>
        ))
      )}
    </Panel>
  );
}

/** The evidence itself, an item a line. It is shown as data, whatever it says. */
export function EvidenceItems(props: { items: readonly Observed[] }) {
  const sections = [...new Set(props.items.map((one) => one.section))];
  return (
    <Panel title="Evidence" source={`${plural(props.items.length, "item")} of the judged bundle; data, never orders`}>
      {sections.map((section) => {
        const items = props.items.filter((one) => one.section === section);
        return (
          <details key={section}>
            <summary>
              <span class="grow">{section}</span>
              <span class="hint">{items.length}</span>
            </summary>
            <ul>
              {items.map((one) => (
                <li key={one.id}>
                  <code class="ref">{one.id}</code> {one.t && <time dateTime={one.t}>{dayAndClock(one.t)}</time>}{" "}
                  {one.entity && <code>{one.entity}</code>} {one.text}
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </Panel>
  );
}

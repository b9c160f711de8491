import type { DecisionNode, EvidenceItem, TransparencyScenario } from "../shared/generated/contract.ts";
import { Panel, State } from "../shared/components/basics.tsx";
import { Evidence } from "../shared/components/hypotheses.tsx";

/** The run as questions and answers, each under the one that led to it. Theories that lost stay, with what spoke against them. */
export function DecisionTree(props: { file: TransparencyScenario }) {
  const { file } = props;
  const steps = along(file.decision_tree);
  return (
    <Panel title="Decisions" source={`whole run, ${steps.length} in order; each says who decided`}>
      <ol class="bullets">
        {steps.map((step) => (
          <li key={step.question}>
            <strong>{step.question}</strong> {step.answer} <span class="hint">by {step.by}</span>
            <Reasons reasons={step.reasons} />
            {theories(step).map((one) => (
              <Theory key={one.question} node={one} evidence={file.evidence} />
            ))}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function Theory(props: { node: DecisionNode; evidence: readonly EvidenceItem[] }) {
  const { node } = props;
  return (
    <details>
      <summary>
        <span class="grow">{node.question.replace(/\?$/, "")}</span>
        <State tone={node.answer === "kept" ? "good" : "quiet"}>{node.answer}</State>
      </summary>
      <Reasons reasons={node.reasons} />
      <ul>
        {node.evidence_ids.map((id) => (
          <li key={id}>
            <Evidence id={id} item={props.evidence.find((one) => one.id === id)} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Reasons(props: { reasons: readonly string[] }) {
  if (props.reasons.length === 0) return null;
  return (
    <ul>
      {props.reasons.map((one) => (
        <li key={one} class="hint">
          {one}
        </li>
      ))}
    </ul>
  );
}

/** The last branch of each node is the question that came next; branches before it are theories. */
export function along(root: DecisionNode): readonly DecisionNode[] {
  const next = root.branches.at(-1);
  return next ? [root, ...along(next)] : [root];
}

export function theories(node: DecisionNode): readonly DecisionNode[] {
  return node.branches.slice(0, -1);
}

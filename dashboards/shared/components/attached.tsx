import { useState } from "preact/hooks";
import type { AttachedLine } from "../generated/contract.ts";

const FIRST = 6;

/** What was read of the attachments. It is shown as text, never rendered, and says of itself that it decided nothing. */
export function Attached(props: { lines: readonly AttachedLine[] }) {
  const [all, setAll] = useState(false);
  const { lines } = props;
  if (lines.length === 0) return null;
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <>
      <p class="row hint">Read from attachments, as they say it; no verdict rests on it:</p>
      <ul class="bullets">
        {shown.map((line) => (
          <li key={line.id}>
            {line.statement} <code class="ref">{line.source_ref.join(", ")}</code>
          </li>
        ))}
      </ul>
      {lines.length > shown.length && (
        <p class="row">
          <button type="button" class="link" onClick={() => setAll(true)}>
            Show {lines.length - shown.length} more lines
          </button>
        </p>
      )}
    </>
  );
}

import { dayAndClock } from "../format.ts";
import type { Recording } from "../recordings.ts";

/** Says of a recorded page what it is: when and where the run was played, and by what. */
export function Provenance(props: { recording: Recording }) {
  const { recording } = props;
  return (
    <p class="meta provenance">
      <span>
        Recorded run <code>{recording.name}</code> of <code>{recording.incident.incident_id}</code>, kept{" "}
        <time dateTime={recording.generatedAt}>{dayAndClock(recording.generatedAt)}</time> UTC
        {recording.environment ? ` in ${recording.environment}` : ""}
      </span>
      <span class="label">{recording.provenance}</span>
      <span>Nothing here is live. Times and figures are those of the recorded timeline.</span>
    </p>
  );
}

/** Before anything was recorded there is nothing to show. */
export function NoRecording() {
  return (
    <main>
      <h1>No recorded run</h1>
      <p>
        This build holds no recording: <code>scenarios/recordings/</code> was empty when it was made. Play and keep one with{" "}
        <code>make record</code> while the application runs, and build the dashboards again.
      </p>
    </main>
  );
}

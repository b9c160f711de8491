import { State } from "../../shared/components/basics.tsx";
import { now } from "../../shared/clock.ts";
import type { Standing } from "../socket.ts";

/** How the live connection stands, in a word and with its latency. */
export function ConnectionChip(props: { standing: Standing; ignored: number }) {
  const { standing } = props;
  const ignored = props.ignored ? `; ${props.ignored} frames of unknown types ignored` : "";
  switch (standing.is) {
    case "live":
      return (
        <span class="chip-box" title={`Connected; latency is that of the last ping${ignored}`} data-standing="live">
          <State tone="good">
            Live{standing.latencyMs !== null && <span class="mono"> {standing.latencyMs} ms</span>}
          </State>
        </span>
      );
    case "connecting": {
      const wait = standing.retryAt === null ? 0 : Math.ceil((standing.retryAt - now.value) / 1000);
      const word = standing.attempt === 0 ? "Connecting" : "Reconnecting";
      return (
        <span class="chip-box" title={standing.because ?? ""} data-standing="connecting">
          <State tone="warn">
            {word}
            {wait > 0 && <span class="mono"> in {wait} s</span>}
          </State>
        </span>
      );
    }
    case "offline":
      return (
        <span class="chip-box" title="This device has no network" data-standing="offline">
          <State tone="bad">Offline</State>
        </span>
      );
  }
}

import type { TransparencyScenario } from "../shared/generated/contract.ts";
import { Panel, State } from "../shared/components/basics.tsx";
import { duration, plural } from "../shared/format.ts";
import { PHASES } from "../shared/words.ts";
import { dollars, total } from "./scenarios.ts";

/** Every call to an AI service of the whole run: who was asked for what, what it took, and who answered. */
export function Services(props: { file: TransparencyScenario }) {
  const { file } = props;
  const all = total(file.service_calls);
  return (
    <Panel
      title="AI services"
      source={`whole run: ${plural(all.calls, "call")}, ${all.failed} failed, ${all.input} tokens in, ${all.output} out, ${dollars(file.total_cost_usd)} by the price list`}
    >
      {file.service_calls.length === 0 && <p class="empty">No AI service was called.</p>}
      {file.service_calls.length > 0 && (
        <div class="table-box" tabIndex={0} role="region" aria-label="Calls to AI services">
          <table>
            <thead>
              <tr>
                <th scope="col">Agent</th>
                <th scope="col">Service and model</th>
                <th scope="col">For</th>
                <th scope="col">Outcome</th>
                <th scope="col" class="number">
                  Tokens in, out
                </th>
                <th scope="col" class="number">
                  Latency
                </th>
                <th scope="col" class="number">
                  Cost
                </th>
                <th scope="col">Answered by</th>
              </tr>
            </thead>
            <tbody>
              {file.service_calls.map((call) => (
                <tr key={call.call_id}>
                  <td>{call.agent ? PHASES[call.agent] : ""}</td>
                  <td title={call.request_id ? `request ${call.request_id}` : "no request id"}>
                    {call.service}
                    {call.model_id && <div class="hint mono">{call.model_id}</div>}
                  </td>
                  <td>{call.purpose.replaceAll("_", " ")}</td>
                  <td>
                    {call.outcome.replaceAll("_", " ")}
                    {call.attempt > 1 ? `, attempt ${call.attempt}` : ""}
                  </td>
                  <td class="number">{call.model ? `${call.input_tokens}, ${call.output_tokens}` : ""}</td>
                  <td class="number">{duration(call.latency_ms)}</td>
                  <td class="number">{dollars(call.cost_usd)}</td>
                  <td>{call.provenance}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Fallbacks file={file} />
    </Panel>
  );
}

function Fallbacks(props: { file: TransparencyScenario }) {
  if (props.file.fallbacks.length === 0) return <p class="row hint">Nothing had to take over from a service.</p>;
  return (
    <ul class="gaps">
      {props.file.fallbacks.map(({ agent, fallback }) => (
        <li key={`${agent} ${fallback.service} ${fallback.purpose} ${fallback.reason}`}>
          <State tone="warn">
            {PHASES[agent]}: {fallback.substitute.replaceAll("_", " ")} took over from {fallback.service} (
            {fallback.reason.replaceAll("_", " ")}
            {fallback.degraded ? `; ${fallback.degraded.replaceAll("_", " ")}` : ""})
          </State>
        </li>
      ))}
    </ul>
  );
}

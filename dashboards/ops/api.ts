import type {
  AWSServiceMetrics,
  Acknowledge,
  Acted,
  Decision,
  DecisionAccepted,
  IncidentAccepted,
  IncidentPage,
  IncidentStatus,
  NewIncident,
  Problem,
  ResetDone,
  Resolve,
  Session,
  Severity,
  TimeRange,
  Timeline,
} from "../shared/generated/contract.ts";
import { refresh, token } from "./auth.ts";
import type { Config } from "./config.ts";

/** A call that did not do what was asked. Its message names the call, the answer and, where known, the fields. */
export class CallFailed extends Error {
  constructor(
    readonly call: string,
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly fields: readonly { field: string; reason: string }[] = [],
  ) {
    super(`${call} failed: ${status ? `${status} ` : ""}${detail} (${code})`);
  }
}

export interface Filter {
  readonly status?: IncidentStatus;
  readonly severity?: Severity;
  readonly service?: string;
}

/** The REST API, as far as this dashboard uses it. */
export class Api {
  constructor(private readonly config: Config) {}

  incidents(filter: Filter, cursor?: string): Promise<IncidentPage> {
    const query = new URLSearchParams({ limit: "50", ...filter, ...(cursor ? { cursor } : {}) });
    return this.call("GET", `/incidents?${query}`);
  }

  timeline(id: string, after: number, limit = 500): Promise<Timeline> {
    return this.call("GET", `/incidents/${encodeURIComponent(id)}/timeline?after=${after}&limit=${limit}`);
  }

  decide(id: string, decision: Decision): Promise<DecisionAccepted> {
    return this.call("POST", `/incidents/${encodeURIComponent(id)}/decision`, decision);
  }

  acknowledge(id: string, body: Acknowledge): Promise<Acted> {
    return this.call("POST", `/incidents/${encodeURIComponent(id)}/acknowledge`, body);
  }

  resolve(id: string, body: Resolve): Promise<Acted> {
    return this.call("POST", `/incidents/${encodeURIComponent(id)}/resolve`, body);
  }

  services(range: TimeRange): Promise<AWSServiceMetrics[]> {
    return this.call("GET", `/metrics/aws-services?time_range=${range}`);
  }

  open(incident: NewIncident, key: string): Promise<IncidentAccepted> {
    return this.call("POST", "/incidents", incident, { "Idempotency-Key": key });
  }

  session(): Promise<Session> {
    return this.call("POST", "/sessions");
  }

  reset(): Promise<ResetDone> {
    return this.call("POST", "/system/reset");
  }

  private async call<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<T> {
    const name = `${method} ${path.replace(/\?.*/, "")}`;
    const bearer = await token(this.config);
    if (!bearer) throw new CallFailed(name, 401, "unauthenticated", "Sign in first");
    let answer = await this.send(name, method, path, bearer, body, headers);
    if (answer.status === 401) {
      const renewed = await refresh(this.config);
      if (renewed) answer = await this.send(name, method, path, renewed, body, headers);
    }
    if (!answer.ok) throw await failure(name, answer);
    return (await answer.json()) as T;
  }

  private async send(
    name: string,
    method: string,
    path: string,
    bearer: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Response> {
    try {
      return await fetch(this.config.rest_url.replace(/\/$/, "") + path, {
        method,
        cache: "no-store",
        headers: {
          Authorization: `Bearer ${bearer}`,
          Accept: "application/json",
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new CallFailed(name, 0, "no_answer", "no answer came");
    }
  }
}

async function failure(name: string, answer: Response): Promise<CallFailed> {
  // The gateway itself answers some errors, and not with a problem document.
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem> & { message?: string };
  return new CallFailed(
    name,
    answer.status,
    problem.code ?? "unknown",
    problem.detail ?? problem.message ?? problem.title ?? answer.statusText,
    problem.errors ?? [],
  );
}

/** An error in words that name the call. */
export function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

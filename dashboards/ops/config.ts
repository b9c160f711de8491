/** Where the application is: written by the deployment beside the pages, so that one build serves every environment. */
export interface Config {
  readonly rest_url: string;
  readonly websocket_url: string;
  readonly region: string;
  readonly user_pool_id: string;
  readonly user_pool_client_id: string;
  readonly cognito_url: string;
  readonly environment: string;
  readonly provenance: string;
  /** Base of Cognito's own sign-in pages. Where it is given, signing in goes there (code with PKCE). */
  readonly hosted_ui?: string;
}

const NEEDED = ["rest_url", "cognito_url", "user_pool_client_id", "environment", "provenance"] as const;

export async function loadConfig(): Promise<Config> {
  const answer = await fetch("/config.json", { cache: "no-store" });
  if (!answer.ok) throw new Error(`GET /config.json failed: ${answer.status}. The deployment writes this file.`);
  const found = (await answer.json()) as Record<string, unknown>;
  const missing = NEEDED.filter((name) => typeof found[name] !== "string" || found[name] === "");
  if (missing.length) throw new Error(`GET /config.json: ${missing.join(", ")} missing`);
  return found as unknown as Config;
}

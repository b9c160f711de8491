import { signal } from "@preact/signals";
import { ROLES, type Role } from "../shared/generated/contract.ts";
import type { Config } from "./config.ts";

/** Who is signed in, until when, and with what. Kept for the tab only. */
export interface SignedIn {
  readonly idToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: number;
  readonly user: string;
  readonly role: Role | null;
}

/** A sign-in that waits for the person to choose a password of their own. */
export interface Challenge {
  readonly session: string;
  readonly user: string;
}

export const signedIn = signal<SignedIn | null>(null);
export const endedBecause = signal<string | null>(null);

const KEY = "incident-commander.session";
const PKCE_KEY = "incident-commander.pkce";
const EARLY_MS = 60_000;
const TARGET = "AWSCognitoIdentityProviderService";

interface Tokens {
  IdToken: string;
  RefreshToken?: string;
  ExpiresIn: number;
}

interface Answer {
  AuthenticationResult?: Tokens;
  ChallengeName?: string;
  Session?: string;
}

/** Brings back the session of this tab, or finishes a sign-in that comes back from Cognito's own pages. */
export async function restore(config: Config): Promise<void> {
  const returned = new URL(location.href).searchParams;
  if (config.hosted_ui && returned.has("code")) return finishPkce(config, returned);
  const kept = sessionStorage.getItem(KEY);
  if (kept) signedIn.value = JSON.parse(kept) as SignedIn;
}

/** Signs in with name and password. A first sign-in answers with a challenge. Throws with Cognito's own words. */
export async function signIn(config: Config, user: string, password: string): Promise<Challenge | null> {
  const answer = await cognito(config, "InitiateAuth", {
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: config.user_pool_client_id,
    AuthParameters: { USERNAME: user, PASSWORD: password },
  });
  return taken(answer, user);
}

/** Answers the challenge with the new password. */
export async function choosePassword(config: Config, challenge: Challenge, password: string): Promise<Challenge | null> {
  const answer = await cognito(config, "RespondToAuthChallenge", {
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    ClientId: config.user_pool_client_id,
    Session: challenge.session,
    ChallengeResponses: { USERNAME: challenge.user, NEW_PASSWORD: password },
  });
  return taken(answer, challenge.user);
}

/** A token that is good for a while yet, refreshed first where it is about to end. Null: the session is over. */
export async function token(config: Config): Promise<string | null> {
  const now = signedIn.value;
  if (!now) return null;
  if (Date.now() < now.expiresAt - EARLY_MS) return now.idToken;
  return refresh(config);
}

let refreshing: Promise<string | null> | null = null;

/** A new token for the old one. Several callers at once share one refresh. */
export function refresh(config: Config): Promise<string | null> {
  refreshing ??= renew(config).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

export function signOut(why: string | null = null): void {
  sessionStorage.removeItem(KEY);
  signedIn.value = null;
  endedBecause.value = why;
}

async function renew(config: Config): Promise<string | null> {
  const before = signedIn.value;
  if (!before?.refreshToken) {
    signOut("Your session has ended. Sign in again to go on where you were.");
    return null;
  }
  try {
    const tokens = config.hosted_ui
      ? await oauth(config, { grant_type: "refresh_token", refresh_token: before.refreshToken })
      : ((
          await cognito(config, "InitiateAuth", {
            AuthFlow: "REFRESH_TOKEN_AUTH",
            ClientId: config.user_pool_client_id,
            AuthParameters: { REFRESH_TOKEN: before.refreshToken },
          })
        ).AuthenticationResult ?? null);
    if (!tokens) throw new Refused("Cognito gave no token");
    keep({ RefreshToken: before.refreshToken, ...tokens });
    return tokens.IdToken;
  } catch (error) {
    if (error instanceof Refused) {
      signOut("Your session has ended. Sign in again to go on where you were.");
      return null;
    }
    // Cognito did not answer: the session is not over for that, and the token may still be good for a minute.
    if (Date.now() < before.expiresAt) return before.idToken;
    throw error;
  }
}

class Refused extends Error {}

async function cognito(config: Config, operation: string, body: unknown): Promise<Answer> {
  const answer = await fetch(config.cognito_url, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `${TARGET}.${operation}` },
    body: JSON.stringify(body),
  });
  const said = (await answer.json().catch(() => ({}))) as Answer & { message?: string; __type?: string };
  if (answer.ok) return said;
  if (answer.status >= 500) throw new Error(`Cognito ${operation} failed: ${answer.status}`);
  throw new Refused(said.message ?? said.__type ?? `Cognito ${operation} refused: ${answer.status}`);
}

function taken(answer: Answer, user: string): Challenge | null {
  if (answer.AuthenticationResult) {
    keep(answer.AuthenticationResult);
    return null;
  }
  if (answer.ChallengeName === "NEW_PASSWORD_REQUIRED" && answer.Session) return { session: answer.Session, user };
  throw new Error(`Cognito asks for ${answer.ChallengeName ?? "something unknown"}, which this page cannot answer`);
}

function keep(tokens: Tokens): void {
  const claims = claimsOf(tokens.IdToken);
  const session: SignedIn = {
    idToken: tokens.IdToken,
    refreshToken: tokens.RefreshToken ?? null,
    expiresAt: Date.now() + tokens.ExpiresIn * 1000,
    user: String(claims["cognito:username"] ?? claims["email"] ?? "unknown"),
    role: highest(claims["cognito:groups"]),
  };
  sessionStorage.setItem(KEY, JSON.stringify(session));
  signedIn.value = session;
  endedBecause.value = null;
}

function claimsOf(jwt: string): Record<string, unknown> {
  const part = (jwt.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(part), (char) => char.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

/** What the page offers follows the highest group. What is allowed is decided by the API. */
export function highest(groups: unknown): Role | null {
  const named = Array.isArray(groups) ? groups.map(String) : String(groups ?? "").split(/[\s,[\]"]+/);
  return ROLES.findLast((role) => named.includes(role)) ?? null;
}

export function atLeast(role: Role): boolean {
  const mine = signedIn.value?.role;
  return mine != null && ROLES.indexOf(mine) >= ROLES.indexOf(role);
}

/** Leaves for Cognito's own sign-in pages (authorization code with PKCE, RFC 7636). */
export async function leaveForHostedUi(config: Config): Promise<void> {
  const verifier = random(48);
  const state = random(16);
  const challenge = base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier))));
  sessionStorage.setItem(PKCE_KEY, JSON.stringify({ verifier, state, hash: location.hash }));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: config.user_pool_client_id,
    redirect_uri: here(),
    scope: "openid email profile",
    state,
    code_challenge: challenge,
    code_challenge_method: "S256",
  });
  location.assign(`${config.hosted_ui}/oauth2/authorize?${query}`);
}

async function finishPkce(config: Config, returned: URLSearchParams): Promise<void> {
  const kept = JSON.parse(sessionStorage.getItem(PKCE_KEY) ?? "null") as
    | { verifier: string; state: string; hash: string }
    | null;
  sessionStorage.removeItem(PKCE_KEY);
  history.replaceState(null, "", `${here()}${kept?.hash ?? ""}`);
  if (!kept || kept.state !== returned.get("state")) {
    endedBecause.value = "The sign-in did not come back to the tab that began it. Sign in again.";
    return;
  }
  keep(
    await oauth(config, {
      grant_type: "authorization_code",
      code: returned.get("code") ?? "",
      redirect_uri: here(),
      code_verifier: kept.verifier,
    }),
  );
}

async function oauth(config: Config, fields: Record<string, string>): Promise<Tokens> {
  const answer = await fetch(`${config.hosted_ui}/oauth2/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ client_id: config.user_pool_client_id, ...fields }),
  });
  if (answer.status >= 500) throw new Error(`Cognito /oauth2/token failed: ${answer.status}`);
  if (!answer.ok) throw new Refused(`Cognito /oauth2/token refused: ${answer.status}`);
  const given = (await answer.json()) as { id_token: string; refresh_token?: string; expires_in: number };
  return {
    IdToken: given.id_token,
    ExpiresIn: given.expires_in,
    ...(given.refresh_token ? { RefreshToken: given.refresh_token } : {}),
  };
}

function here(): string {
  return `${location.origin}${location.pathname}`;
}

function random(bytes: number): string {
  return base64url(crypto.getRandomValues(new Uint8Array(bytes)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

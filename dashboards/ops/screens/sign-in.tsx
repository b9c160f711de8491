import { useState } from "preact/hooks";
import { Failed, Field, Panel } from "../../shared/components/basics.tsx";
import { said } from "../api.ts";
import { choosePassword, endedBecause, leaveForHostedUi, signIn, type Challenge } from "../auth.ts";
import type { Config } from "../config.ts";

/** Signing in: with name and password here, or on Cognito's own pages where the deployment has them. */
export function SignIn(props: { config: Config }) {
  const [challenge, setChallenge] = useState<Challenge | null>(null);
  return (
    <main>
      <div class="sign-in">
        <Panel title="Sign in" source={props.config.environment}>
          <div class="body">
            {endedBecause.value && (
              <p class="notice" data-tone="info" role="status">
                {endedBecause.value}
              </p>
            )}
            {props.config.hosted_ui ? (
              <button type="button" class="primary" onClick={() => void leaveForHostedUi(props.config)}>
                Sign in with Cognito
              </button>
            ) : challenge ? (
              <NewPassword config={props.config} challenge={challenge} onNext={setChallenge} />
            ) : (
              <NameAndPassword config={props.config} onNext={setChallenge} />
            )}
          </div>
        </Panel>
      </div>
    </main>
  );
}

function NameAndPassword(props: { config: Config; onNext: (challenge: Challenge | null) => void }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const { busy, failed, submit } = useSubmit(async () => props.onNext(await signIn(props.config, user.trim(), password)));
  return (
    <form onSubmit={submit}>
      <Field label="User name">
        <input
          name="username"
          autocomplete="username"
          required
          value={user}
          onInput={(event) => setUser(event.currentTarget.value)}
        />
      </Field>
      <Field label="Password">
        <input
          name="password"
          type="password"
          autocomplete="current-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      {failed && <Failed what={failed} />}
      <button type="submit" class="primary" disabled={busy}>
        {busy ? "Signing in" : "Sign in"}
      </button>
    </form>
  );
}

function NewPassword(props: {
  config: Config;
  challenge: Challenge;
  onNext: (challenge: Challenge | null) => void;
}) {
  const [password, setPassword] = useState("");
  const { busy, failed, submit } = useSubmit(async () =>
    props.onNext(await choosePassword(props.config, props.challenge, password)),
  );
  return (
    <form onSubmit={submit}>
      <p>Your password was set by somebody else. Choose one of your own.</p>
      <Field label="New password">
        <input
          name="new-password"
          type="password"
          autocomplete="new-password"
          required
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      {failed && <Failed what={failed} />}
      <button type="submit" class="primary" disabled={busy}>
        {busy ? "Setting it" : "Set it and go on"}
      </button>
    </form>
  );
}

/** A form that is sent once at a time and keeps what was typed when sending fails. */
export function useSubmit(does: () => Promise<void>) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailed(null);
    does()
      .catch((error: unknown) => setFailed(said(error)))
      .finally(() => setBusy(false));
  };
  return { busy, failed, submit };
}

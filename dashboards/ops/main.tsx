import { signal } from "@preact/signals";
import { render } from "preact";
import { useEffect } from "preact/hooks";
import "../shared/style/index.css";
import { Failed } from "../shared/components/basics.tsx";
import { Header } from "../shared/components/header.tsx";
import { followWallClock, now } from "../shared/clock.ts";
import { clock } from "../shared/format.ts";
import { listenToKeys } from "../shared/keys.ts";
import { lastSeq } from "../shared/run.ts";
import { startTheme } from "../shared/theme.ts";
import { Api, said } from "./api.ts";
import { restore, signedIn, signOut } from "./auth.ts";
import { loadConfig, type Config } from "./config.ts";
import { ConnectionChip } from "./screens/connection.tsx";
import { IncidentScreen } from "./screens/incident.tsx";
import { ListScreen } from "./screens/list.tsx";
import { SignIn } from "./screens/sign-in.tsx";
import { LiveSocket } from "./socket.ts";
import { Store } from "./store.ts";

const INCIDENT = /^#\/incidents\/([^/?]+)$/;

const route = signal(location.hash);
const booted = signal<{ config: Config; api: Api; store: Store; socket: LiveSocket } | null>(null);
const bootFailed = signal<string | null>(null);

async function boot(): Promise<void> {
  bootFailed.value = null;
  try {
    const config = await loadConfig();
    await restore(config);
    const api = new Api(config);
    const store = new Store(api);
    const socket = new LiveSocket({
      address: async () => {
        const session = await api.session();
        return `${session.websocket_url}?ticket=${encodeURIComponent(session.ticket)}`;
      },
      clientId: crypto.randomUUID(),
      onFrame: (frame) => store.receive(frame),
      onStanding: (standing) => {
        store.standing.value = standing;
      },
    });
    booted.value = { config, api, store, socket };
  } catch (error) {
    bootFailed.value = said(error);
  }
}

function App() {
  const app = booted.value;
  if (!app) {
    return (
      <>
        <Header page="ops" />
        <main>
          {bootFailed.value ? (
            <Failed what={bootFailed.value} retry={() => void boot()} />
          ) : (
            <div class="skeleton" role="status" aria-label="Loading" />
          )}
        </main>
      </>
    );
  }
  if (!signedIn.value) {
    return (
      <>
        <Header page="ops" context={<Environment config={app.config} />} />
        <SignIn config={app.config} />
      </>
    );
  }
  return <SignedInApp {...app} />;
}

function SignedInApp(props: { config: Config; api: Api; store: Store; socket: LiveSocket }) {
  const { config, api, store, socket } = props;
  useEffect(() => {
    socket.start();
    return () => socket.stop();
  }, [socket]);
  const found = INCIDENT.exec(route.value);
  const id = found?.[1] ? decodeURIComponent(found[1]) : null;
  const run = id ? store.runs.value.get(id) : undefined;
  return (
    <>
      <Header
        page="ops"
        context={
          <>
            {id && (
              <a class="crumb" href="#/">
                ← Incidents
              </a>
            )}
            <Environment config={config} />
          </>
        }
      >
        <ConnectionChip standing={store.standing.value} ignored={socket.ignored} />
        {run && <span class="mono wide">seq {lastSeq(run)}</span>}
        <span class="mono wide">{clock(new Date(now.value).toISOString())} UTC</span>
        <span class="wide">
          {signedIn.value?.user} ({signedIn.value?.role ?? "no role"})
        </span>
        <button type="button" class="quiet" onClick={leave}>
          Sign out
        </button>
      </Header>
      {store.refused.value && (
        <div class="row">
          <Failed what={store.refused.value} dismiss={() => (store.refused.value = null)} />
        </div>
      )}
      {id ? (
        <IncidentScreen key={id} id={id} store={store} api={api} />
      ) : (
        <ListScreen store={store} api={api} config={config} />
      )}
      <div class="visually-hidden" role="status" aria-live="polite">
        {store.announced.value}
      </div>
    </>
  );
}

/** What one person saw does not stay on the screen for the next. */
function leave(): void {
  signOut();
  location.reload();
}

/** Where this is, and whether what it says comes from AWS. */
function Environment(props: { config: Config }) {
  return (
    <span class="environment">
      <span class="hint">{props.config.environment}</span>
      {props.config.provenance !== "aws" && (
        <span class="label" title="What services say here comes from this stand-in, not from AWS">
          {props.config.provenance}
        </span>
      )}
    </span>
  );
}

startTheme();
listenToKeys();
followWallClock();
addEventListener("hashchange", () => {
  route.value = location.hash;
  scrollTo(0, 0);
});
const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App />, root);
}
void boot();

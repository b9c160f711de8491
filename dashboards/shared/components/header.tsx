import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { bindKeys, keys, sheetOpen } from "../keys.ts";
import { nextTheme, theme } from "../theme.ts";
import { Dialog } from "./basics.tsx";

const PAGES = [
  { id: "ops", name: "Ops" },
  { id: "transparency", name: "Transparency" },
  { id: "demo", name: "Walk-through" },
] as const;

/** What the three pages share at the top: where one is, where else one can go, whether to trust it, keys and colours. */
export function Header(props: {
  page: (typeof PAGES)[number]["id"];
  context?: ComponentChildren;
  children?: ComponentChildren;
}) {
  useEffect(
    () =>
      bindKeys([
        { key: "?", says: "This list", does: () => (sheetOpen.value = true) },
        { key: "t", says: "Light, dark or as the device prefers", does: nextTheme },
      ]),
    [],
  );
  return (
    <header class="top">
      <span class="brand">Incident Commander</span>
      <nav aria-label="Dashboards">
        {reachable(props.page).map((page) => (
          <a key={page.id} href={page.id === props.page ? "#/" : address(page.id)} aria-current={page.id === props.page ? "page" : undefined}>
            {page.name}
          </a>
        ))}
      </nav>
      {props.context}
      <div class="top-end">
        {props.children}
        <button type="button" class="quiet" onClick={nextTheme} aria-label={`Colours: ${theme.value}. Change`} title={`Colours: ${theme.value}`}>
          <span aria-hidden="true">{LOOKS[theme.value]}</span>
        </button>
        <button type="button" class="quiet wide" onClick={() => (sheetOpen.value = true)} aria-label="Keys">
          <kbd>?</kbd>
        </button>
      </div>
      {sheetOpen.value && <KeySheet />}
    </header>
  );
}

/** A page opened as a file has nowhere else to go. */
function reachable(page: string) {
  return location.protocol === "file:" ? PAGES.filter((one) => one.id === page) : PAGES;
}

function address(page: string): string {
  return `/${page}/index.html`;
}

function KeySheet() {
  return (
    <Dialog title="Keys" onClose={() => (sheetOpen.value = false)}>
      <dl class="keys">
        {keys.value.map((key) => (
          <div key={key.key}>
            <dt>
              <kbd>{NAMES[key.key] ?? key.key}</kbd>
            </dt>
            <dd>{key.says}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Tab</kbd>
          </dt>
          <dd>To the next control; Enter or Space uses it, Esc closes a dialog</dd>
        </div>
      </dl>
    </Dialog>
  );
}

const LOOKS = { system: "◐", light: "○", dark: "●" } as const;
const NAMES: Readonly<Record<string, string>> = { ArrowLeft: "←", ArrowRight: "→", " ": "Space" };

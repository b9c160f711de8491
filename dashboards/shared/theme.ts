import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";

const KEY = "incident-commander.theme";
const ORDER: readonly Theme[] = ["system", "light", "dark"];

/** The chosen theme; `system` follows the preference of the device. */
export const theme = signal<Theme>("system");

/** Counts every change of the colours on screen, for what is drawn rather than styled. */
export const paint = signal(0);

export function startTheme(): void {
  choose(remembered());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    paint.value += 1;
  });
}

export function nextTheme(): void {
  choose(ORDER[(ORDER.indexOf(theme.value) + 1) % ORDER.length] ?? "system");
}

function choose(chosen: Theme): void {
  theme.value = chosen;
  if (chosen === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = chosen;
  paint.value += 1;
  try {
    localStorage.setItem(KEY, chosen);
  } catch {
    // Storage can be forbidden, as it is for some browsers on file://. The choice then lasts as long as the page.
  }
}

function remembered(): Theme {
  try {
    return ORDER.find((one) => one === localStorage.getItem(KEY)) ?? "system";
  } catch {
    return "system";
  }
}

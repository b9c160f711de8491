import { signal } from "@preact/signals";

/** A key of the page, listed on the `?` sheet. */
export interface Key {
  readonly key: string;
  readonly says: string;
  readonly does: () => void;
}

/** The keys that work now. Screens add theirs while they are shown. */
export const keys = signal<readonly Key[]>([]);
export const sheetOpen = signal(false);

/** Adds keys; the result takes them away again. */
export function bindKeys(added: readonly Key[]): () => void {
  keys.value = [...keys.value, ...added];
  return () => {
    keys.value = keys.value.filter((key) => !added.includes(key));
  };
}

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const found = keys.value.findLast((one) => one.key === event.key);
    if (!found) return;
    event.preventDefault();
    found.does();
  });
}

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

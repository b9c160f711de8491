import { signal } from "@preact/signals";

/** What time it is for the page: the wall clock of a live page, the moment being replayed on a recorded one. */
export const now = signal(Date.now());

/** Lets the page's time follow the wall clock, second by second. */
export function followWallClock(): void {
  setInterval(() => {
    now.value = Date.now();
  }, 1000);
}

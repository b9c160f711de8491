import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const HERE = dirname(fileURLToPath(import.meta.url));
const FOLDERS: Readonly<Record<string, string>> = { "virtual:recordings": ".", "virtual:scenarios": "transparency" };

/**
 * Bundles the recorded runs of `scenarios/recordings` as `virtual:recordings`, and those of its folder `transparency` as
 * `virtual:scenarios`. `RECORDINGS_DIR` names another folder.
 */
export function recordings(): Plugin {
  const root = resolve(process.env["RECORDINGS_DIR"] ?? join(HERE, "..", "..", "scenarios", "recordings"));
  return {
    name: "recordings",
    resolveId: (id) => (id in FOLDERS ? `\0${id}` : null),
    load(id) {
      const place = id.startsWith("\0") ? FOLDERS[id.slice(1)] : undefined;
      if (place === undefined) return null;
      const folder = join(root, place);
      const found = listed(folder).map((name) => {
        this.addWatchFile(join(folder, name));
        return withoutFrames(JSON.parse(readFileSync(join(folder, name), "utf-8")) as Record<string, unknown>);
      });
      // A string that is parsed once costs the browser less than the same data as a program.
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(found))});`;
    },
  };
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** The pages replay the timeline; the frames of the live view repeat it. */
function withoutFrames(recording: Record<string, unknown>): Record<string, unknown> {
  const { frames: _, ...kept } = recording;
  return kept;
}

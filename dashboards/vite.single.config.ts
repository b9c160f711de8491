import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import { inlinePolicy } from "./build/policy.ts";
import { recordings } from "./build/recordings.ts";

const HERE = dirname(fileURLToPath(import.meta.url));

/** The walk-through as one file that needs no server: dist/demo/incident-commander-demo.html. */
export default defineConfig({
  root: resolve(HERE, "demo"),
  plugins: [recordings(), viteSingleFile({ removeViteModuleLoader: true }), inlinePolicy()],
  build: {
    outDir: process.env["SINGLE_OUT_DIR"] ?? resolve(HERE, "dist/demo"),
    emptyOutDir: false,
    target: ["chrome123", "firefox121", "safari17.5"],
    rollupOptions: { input: resolve(HERE, "demo/incident-commander-demo.html") },
  },
});

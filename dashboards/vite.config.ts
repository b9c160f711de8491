import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { recordings } from "./build/recordings.ts";

const HERE = dirname(fileURLToPath(import.meta.url));

/** The served pages: one entry a dashboard, external hashed assets, so that the strict content policy holds. */
export default defineConfig({
  root: HERE,
  appType: "mpa",
  plugins: [recordings()],
  server: { fs: { allow: [resolve(HERE, "..")] } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        index: resolve(HERE, "index.html"),
        missing: resolve(HERE, "404.html"),
        ops: resolve(HERE, "ops/index.html"),
        transparency: resolve(HERE, "transparency/index.html"),
        demo: resolve(HERE, "demo/index.html"),
      },
    },
  },
});

import { defineConfig } from "vitest/config";
import { recordings } from "./build/recordings.ts";

export default defineConfig({
  plugins: [recordings()],
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});

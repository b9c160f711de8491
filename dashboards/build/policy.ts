import { createHash } from "node:crypto";
import type { Plugin } from "vite";

const INLINE_SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;
const INLINE_STYLE = /<style\b[^>]*>([\s\S]*?)<\/style>/g;

/** Puts a policy into a page whose scripts and styles are inline: exactly these may run, and nothing may be fetched. */
export function inlinePolicy(): Plugin {
  return {
    name: "inline-policy",
    enforce: "post",
    generateBundle: {
      // After the plugin that puts the scripts and styles into the page.
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) {
          if (file.type !== "asset" || !file.fileName.endsWith(".html")) continue;
          const html = typeof file.source === "string" ? file.source : new TextDecoder().decode(file.source);
          file.source = html.replace('<meta charset="utf-8">', (charset) => `${charset}\n    ${policyTag(html)}`);
        }
      },
    },
  };
}

function policyTag(html: string): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashes(html, INLINE_SCRIPT)}`,
    `style-src ${hashes(html, INLINE_STYLE)}`,
    "img-src data:",
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");
  return `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
}

function hashes(html: string, pattern: RegExp): string {
  const found = [...html.matchAll(pattern)].map((match) => {
    return `'sha256-${createHash("sha256").update(match[1] ?? "").digest("base64")}'`;
  });
  return found.length ? found.join(" ") : "'none'";
}

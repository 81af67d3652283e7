import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Plugin } from "vite";

const require = createRequire(import.meta.url);

function symbol(name: string): string {
  const file = require.resolve(`@tabler/icons/outline/${name}.svg`);
  const body = /<svg[^>]*>([\s\S]*?)<\/svg>/.exec(readFileSync(file, "utf8"));
  if (!body) throw new Error(`no drawing in ${file}`);
  return `<symbol id="${name}" viewBox="0 0 24 24">${body[1].replace(/\s+/g, " ").trim()}</symbol>`;
}

/** Puts the icons named in `list` (one a line) into one SVG sprite, `icons.svg` in the manifest. */
export function icons(list: string): Plugin {
  return {
    name: "tongban-icons",
    apply: "build",
    generateBundle() {
      const names = readFileSync(list, "utf8").split(/\s+/).filter(Boolean);
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}

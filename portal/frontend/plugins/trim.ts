import { PurgeCSS } from "purgecss";
import type { Plugin } from "vite";

/** Keeps of Tabler's stylesheet only what the templates and islands of this program can use. */
export function trim(content: string[]): Plugin {
  return {
    name: "tongban-trim",
    apply: "build",
    enforce: "pre",
    async transform(code, id) {
      if (!/tabler(\.min)?\.css$/.test(id)) return null;
      const [result] = await new PurgeCSS().purge({
        content,
        css: [{ raw: code }],
        variables: false,
        safelist: ["show", "active", "disabled"],
      });
      return { code: result.css, map: null };
    },
  };
}

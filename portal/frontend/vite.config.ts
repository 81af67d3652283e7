import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { icons } from "./plugins/icons.ts";
import { trim } from "./plugins/trim.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "/static/dist/",
  plugins: [
    icons(here("icons.txt")),
    trim([here("../templates/**/*.html"), here("../../forms/templates/**/*.html"), here("src/**/*.ts")]),
  ],
  build: {
    outDir: here("../static/dist"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // Without an explicit target for CSS the output grows by half: prefixes for browsers nobody has.
    target: "es2020",
    cssTarget: ["chrome100", "safari15", "firefox100"],
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: { main: here("src/main.ts") } },
  },
});

/** The one script of the portal: htmx and the islands. Every page works without it where it can. */
import "htmx.org";
import "@tabler/core/dist/css/tabler.min.css";
import "./style/index.css";
import { Ahead } from "./islands/ahead.ts";
import { Autosave } from "./islands/autosave.ts";
import { Bulk } from "./islands/bulk.ts";
import { BusySubmit } from "./islands/busy.ts";
import { Confirm } from "./islands/confirm.ts";
import { Counter } from "./islands/counter.ts";
import { Diagram } from "./islands/diagram.ts";
import { Findings } from "./islands/findings.ts";
import { Menu } from "./islands/menu.ts";
import { Only } from "./islands/only.ts";
import { Opener } from "./islands/opener.ts";
import { Replay } from "./islands/replay.ts";
import { Required } from "./islands/required.ts";
import { Rows } from "./islands/rows.ts";
import { Take } from "./islands/take.ts";
import { Upload } from "./islands/upload.ts";

const islands: Record<string, CustomElementConstructor> = {
  "tb-ahead": Ahead,
  "tb-autosave": Autosave,
  "tb-bulk": Bulk,
  "tb-busy": BusySubmit,
  "tb-confirm": Confirm,
  "tb-counter": Counter,
  "tb-diagram": Diagram,
  "tb-findings": Findings,
  "tb-menu": Menu,
  "tb-only": Only,
  "tb-opener": Opener,
  "tb-required": Required,
  "tb-rows": Rows,
  "tb-take": Take,
  "tb-upload": Upload,
  "tongban-replay": Replay,
};

for (const [name, island] of Object.entries(islands)) customElements.define(name, island);

// On a phone the open tab may lie beyond the edge of its bar.
document.querySelector(".tb-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

import { beforeEach, expect, test, vi } from "vitest";
import { Diagram } from "../src/islands/diagram.ts";

type Laid = { id: string; type: string | null; html: HTMLElement };

/** Stands where bpmn-js stands: keeps what is marked and laid over the drawing. */
const drawn = vi.hoisted(() => ({
  markers: [] as string[],
  laid: [] as { id: string; type: string | null; html: HTMLElement }[],
  shown: [] as string[],
}));

vi.mock("../src/viewer.ts", () => {
  const elements: Record<string, object> = {
    apply: { parent: {}, businessObject: { name: "填写申请" } },
    check: { parent: {}, businessObject: {} },
    ground: {},
  };
  const rooms: Record<string, object> = {
    canvas: {
      zoom: () => 0.1,
      addMarker: (id: string, marker: string) => drawn.markers.push(`${id} ${marker}`),
      removeMarker: (id: string, marker: string) => {
        drawn.markers = drawn.markers.filter((one) => one !== `${id} ${marker}`);
      },
      scrollToElement: (id: string) => drawn.shown.push(id),
    },
    elementRegistry: { get: (id: string) => elements[id] },
    overlays: {
      add: (id: string, ...rest: [object] | [string, object]) => {
        const { html } = rest.at(-1) as { html: HTMLElement };
        drawn.laid.push({ id, type: rest.length > 1 ? (rest[0] as string) : null, html });
        document.querySelector("tb-diagram")?.append(html);
      },
      remove: ({ type }: { type: string }) => {
        drawn.laid = drawn.laid.filter((one) => one.type !== type);
      },
    },
    eventBus: { on: () => undefined },
  };
  return {
    default: class {
      importXML = async () => undefined;
      destroy = () => undefined;
      get = (name: string) => rooms[name];
    },
  };
});

class Seen {
  constructor(private readonly tell: (entries: { isIntersecting: boolean }[]) => void) {}
  observe = () => this.tell([{ isIntersecting: true }]);
  disconnect = () => undefined;
}

customElements.define("tb-diagram", Diagram);

beforeEach(() => {
  Object.assign(drawn, { markers: [], laid: [], shown: [] });
  vi.stubGlobal("IntersectionObserver", Seen);
  vi.stubGlobal("fetch", async () => new Response("<definitions/>"));
});

async function draw(attributes: Record<string, string>): Promise<Diagram> {
  const diagram = document.createElement("tb-diagram") as Diagram;
  for (const [name, value] of Object.entries({ src: "/d.bpmn", ...attributes }))
    diagram.setAttribute(name, value);
  document.body.replaceChildren(diagram);
  await vi.waitFor(() => expect(diagram.dataset.state).toBe("drawn"));
  return diagram;
}

const badges = (name: string): Laid[] => drawn.laid.filter((one) => one.html.classList.contains(name));
const spoken = (one: Laid | undefined): string | null | undefined => one?.html.getAttribute("aria-label");

test("a figure stands on its step, as warm as it is large, and is said in full", async () => {
  await draw({
    heat: JSON.stringify([
      ["apply", "1 200", 5, "填写申请：1200 项待办"],
      ["check", "0", 0, "审核：0 项待办"],
    ]),
  });
  expect(badges("tb-heat").map((one) => one.html.textContent)).toEqual(["1 200", "0"]);
  expect(badges("tb-heat").map((one) => one.html.getAttribute("role"))).toEqual(["img", "img"]);
  expect(badges("tb-heat").map(spoken)).toEqual(["填写申请：1200 项待办", "审核：0 项待办"]);
  expect(drawn.markers).toEqual(["apply tb-m-heat-5"]);
});

test("figures of steps that this drawing does not have, or of the ground, are left out", async () => {
  await draw({
    heat: JSON.stringify([
      ["gone", "3", 2, "x"],
      ["ground", "3", 2, "y"],
      ["apply", "1", 1, "z"],
    ]),
  });
  expect(badges("tb-heat").map((one) => one.id)).toEqual(["apply"]);
  expect(drawn.shown).toEqual(["apply"]);
});

test("how often a step was passed is said with its name", async () => {
  const labels = { "times-label": "经过 {n} 次", "items-label": "已办 {n} 项" };
  await draw({ times: "apply=3 check=2:1/5 apply=:2/4 ground=9", ...labels });
  expect(badges("tb-times").map((one) => one.html.textContent)).toEqual(["3×", "2× · 1/5", "2/4"]);
  expect(badges("tb-times").map(spoken)).toEqual([
    "填写申请: 经过 3 次",
    "check: 经过 2 次, 已办 1/5 项",
    "填写申请: 已办 2/4 项",
  ]);
});

test("other states take the place of those before, their badges too", async () => {
  const diagram = await draw({
    done: "apply",
    failed: "check",
    times: "apply=2",
    "failed-label": "未能执行",
  });
  expect(drawn.markers).toEqual(["apply tb-m-done", "check tb-m-failed"]);
  expect(badges("tb-pin").map(spoken)).toEqual(["未能执行"]);
  diagram.paint({ done: ["check"], failed: [] }, [["check", "4"]]);
  expect(drawn.markers).toEqual(["check tb-m-done"]);
  expect(badges("tb-pin")).toEqual([]);
  expect(badges("tb-times").map((one) => one.html.textContent)).toEqual(["4×"]);
});

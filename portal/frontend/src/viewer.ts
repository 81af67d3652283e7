/** bpmn-js with its own styles, in a chunk of its own: loaded only where a diagram is shown. */
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";

export { default } from "bpmn-js/lib/NavigatedViewer";

// The same, with the tabs of plain ipywidgets: dragging, and a document model of their own, which no page of ours needs.
export * from "./lumino.js";
export { TabBar } from "@lumino/widgets/src/tabbar.ts";

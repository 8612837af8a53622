// Of @lumino/widgets what ipywidgets uses: its one published module brings docks, menus and palettes to every page.
export { Panel } from "@lumino/widgets/src/panel.ts";
export { PanelLayout } from "@lumino/widgets/src/panellayout.ts";
export { Widget } from "@lumino/widgets/src/widget.ts";

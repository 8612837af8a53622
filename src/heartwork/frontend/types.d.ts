// What the scripts hand to each other. The messages of page and kernel are in messages.d.ts.
import type { FromKernel, FromPage } from "./messages.d.ts";

/** A widget, as far as the page needs it. */
export interface Model {
  get(name: string): any;
  send(message: FromPage): void;
  on(name: "msg:custom", callback: (message: FromKernel, buffers?: unknown) => void): void;
  on(name: string, callback: () => void): void;
}

/** One view of one field. */
export interface Pen {
  /** Of the answer. */
  address: string;
  /** The page: its workbook, a colon, and which. */
  desk: string;
  /** Not there for one that came back after a reload. */
  model: Model;
  /** What was shown in its own view. */
  seen: unknown;
  /** Whether its field is gone. */
  over: boolean;
  /** When it last sent something, in ms. */
  went?: number;
  box?: Element;
}

/** What a pen wrote, until it is on the disk. */
export interface Entry {
  value: unknown;
  skipped?: boolean;
  /** 0 as long as it was not sent. */
  number: number;
  /** When something began to wait, in ms. */
  since: number;
  /** When the oldest change without an answer was sent, in ms. */
  sentAt?: number;
  seen: unknown;
  /** What was sent before it, and not confirmed. */
  sent: unknown[];
  /** Whether it was written in a private visit. */
  alone?: boolean;
  /** Why it could not be saved. */
  problem: string;
  held?: boolean;
  timer?: ReturnType<typeof setTimeout>;
}

/** What is kept of a pen and its entry while a page is loaded again. */
export type Kept = Pick<Pen, "address" | "desk"> & Pick<Entry, "value" | "skipped" | "seen" | "sent" | "alone">;

/** Where a page is, in this window. */
export interface Place {
  desk: string;
  model: Model;
  touch(): void;
  /** When somebody was last in it, in ms. */
  last: number;
}

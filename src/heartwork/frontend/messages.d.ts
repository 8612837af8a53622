// Written by `python -m heartwork.frontend` from heartwork/protocol.py.

/** A field was changed. It comes again, with the same number, until it was answered. */
export interface Change {
  type: "change";
  address: string;
  number: number;
  value: unknown;
  skipped: boolean;
  seen: unknown;
  sent: unknown[];
}

/** The person destroys what stands in a field. */
export interface Destroy {
  type: "destroy";
  number: number;
}

/** The person chose between what is shown and what another page wrote. */
export interface Settle {
  type: "settle";
  key: string;
  choice: "that" | "this" | "both";
  seen: unknown;
}

/** The person is at another place. */
export interface Go {
  type: "go";
  place: string;
  moved: boolean;
  wide: boolean;
}

/** The person is back at the page, or at a field of it. */
export interface Touch {
  type: "touch";
  zone: string;
}

/** A page is there. */
export interface Zone {
  type: "zone";
  zone: string;
  wide: boolean;
}

/** There is room for wide pictures now, or no longer. */
export interface Room {
  type: "room";
  wide: boolean;
}

/** The person leaves, in a page that is not ours. */
export interface Left {
  type: "left";
}

/** The browser has nothing to do: the next page can be made ready. */
export interface AtRest {
  type: "at-rest";
}

/** What is there to be told of this part? Answered by `Told`. */
export interface Ask {
  type: "ask";
}

/** Is there a kernel behind this part? Answered by `There`. */
export interface IsThere {
  type: "there?";
}

/** A button was pressed. */
export interface Pressed {
  type: "act";
}

/** A file is asked for; answered by `File`. */
export interface Download {
  type: "download";
}

/** Another language was chosen, by its code. */
export interface Chosen {
  type: "language";
  language: string;
}

/** Passphrases were typed; by name of the field. */
export interface Passphrase {
  type: "passphrase";
  words: Record<string, string>;
}

/** The word was typed that confirms what cannot be undone. */
export interface Typed {
  type: "typed";
  word: string;
}

/** What was written is searched; answered by `Found` with the same number. */
export interface Find {
  type: "find";
  number: number;
  words: string;
  most: number;
}

/** A file was chosen; its bytes in base 64. */
export interface Uploaded {
  type: "file";
  data: string;
}

/** A question or a choice of one's own; it comes again, with the same number, until it was answered. */
export interface Own {
  type: "own";
  number?: number;
  do?: "add" | "change" | "hide" | "show";
  id?: string;
  kind?: string;
  ask?: string;
  low?: string;
  high?: string;
}

export type FromPage =
  | Change
  | Destroy
  | Settle
  | Go
  | Touch
  | Zone
  | Room
  | Left
  | AtRest
  | Ask
  | IsThere
  | Pressed
  | Download
  | Chosen
  | Passphrase
  | Typed
  | Find
  | Uploaded
  | Own;

/** A change is on the disk, at this time of day; without a time it is never written. As `held` it is on the disk, and not to be called saved yet: it is asked for again. */
export interface Saved {
  address?: string;
  type: "saved" | "held";
  number: unknown;
  at: string;
}

/** A change could not be saved; why, in sentences. */
export interface NotSaved {
  address?: string;
  type: "not-saved";
  number: unknown;
  why: string;
}

/** An answer was destroyed; `left` are files that may hold it still. */
export interface Destroyed {
  type: "destroyed";
  number: unknown;
  at: string;
  left: string[];
}

/** An answer could not be destroyed. */
export interface NotDestroyed {
  type: "not-destroyed";
  number: unknown;
  why: string;
}

/** What the person chose is on the disk. */
export interface Settled {
  type: "settled";
  at: string;
}

/** What the person chose could not be saved. */
export interface NotSettled {
  type: "not-settled";
  why: string;
}

/** What a page is told of a part, and nobody keeps: traits by name. */
export interface Told {
  type: "told";
  state: Record<string, unknown>;
}

/** There is a kernel. */
export interface There {
  type: "there";
}

/** What was typed did, or (`why`, in sentences) did not. */
export interface Answered {
  type: "answered";
  why: string;
}

/** A file for the person; its bytes come as a buffer. */
export interface File {
  type: "file";
  name: string;
  media: string;
}

/** What was found: in a sentence, as HTML, and how many are not shown yet. */
export interface Found {
  type: "found";
  number: unknown;
  said: string;
  html: string;
  more: number;
}

/** Something was written meanwhile: a page that looks for words asks once more. */
export interface Again {
  type: "again";
}

/** A question or a choice of one's own was kept. */
export interface OwnKept {
  type: "own-kept";
  number: unknown;
  id: string;
  said: string;
}

/** It could not be kept. */
export interface OwnNotKept {
  type: "own-not-kept";
  number: unknown;
  why: string;
}

export type FromKernel =
  | Saved
  | NotSaved
  | Destroyed
  | NotDestroyed
  | Settled
  | NotSettled
  | Told
  | There
  | Answered
  | File
  | Found
  | Again
  | OwnKept
  | OwnNotKept;

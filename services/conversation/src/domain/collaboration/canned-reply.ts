export interface CannedReply {
  id: string;
  /** Without the slash that people type before it. */
  shortcut: string;
  title: string;
  text: string;
}

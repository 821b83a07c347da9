import { Fragment, type ReactNode } from 'react';
import { partsOf } from '../composer/mention';
import type { Note } from '../data/contract';
import { useNames } from '../data/use-inbox-data';
import { RichText } from './rich-text';

/** The words of a note; the names of those whom it mentions stand out. */
export function NoteText({ note }: { note: Note }): ReactNode {
  const names = useNames();
  const mentioned = (note.mentions ?? []).map((id) => names(id)).filter((name) => name !== undefined);
  return partsOf(note.text, mentioned).map((part, index) => (
    <Fragment key={index}>
      {'mention' in part ? <strong className="rounded bg-ink/8 px-1 font-semibold">@{part.mention}</strong> : <RichText text={part.text} />}
    </Fragment>
  ));
}

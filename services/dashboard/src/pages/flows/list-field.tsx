import { useState } from 'react';
import { TextField } from '../../components/field';
import { isSame } from './flow-draft';

interface Props {
  label: string;
  hint: string;
  list: readonly string[];
  put: (list: string[]) => void;
}

const read = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Words with commas between them; what is typed stays as it is typed. */
export function ListField({ label, hint, list, put }: Props) {
  const [typed, setTyped] = useState(list.join(', '));
  const type = (text: string): void => {
    setTyped(text);
    put(read(text));
  };
  // Undone, the list is another one than what was typed.
  const shown = isSame(read(typed), list) ? typed : list.join(', ');
  return <TextField label={label} hint={hint} value={shown} onValue={type} optional />;
}

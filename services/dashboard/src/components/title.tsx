import { createContext, useContext } from 'react';
import { useLook } from '../theme/theme';

/** Stands before the title of every page: how much is unread. */
export const TitlePrefix = createContext('');

/** The name of a page in the browser's tab. */
export function Title({ title }: { title: string }) {
  const prefix = useContext(TitlePrefix);
  const { brand } = useLook();
  return <title>{`${prefix}${title} · ${brand.name}`}</title>;
}

import type { ReactNode } from 'react';
import type { Schemas } from '../../api/client';
import { ShownOnce } from '../../components/shown-once';
import { useWords } from '../../i18n/i18n';
import { ShownKey } from './shown-key';

type Created = Schemas['CreatedApiKeyDto'];

interface Props {
  open: boolean;
  onClose: () => void;
  /** Until there is a key. */
  title: string;
  text: string;
  /** The form that makes a key. */
  children: (onCreated: (key: Created) => void, close: () => void) => ReactNode;
}

/** A form, and then the key that came of it. */
export function KeyDialog({ open, onClose, title, text, children }: Props) {
  const { t } = useWords();
  return (
    <ShownOnce<Created>
      open={open}
      onClose={onClose}
      title={title}
      text={text}
      made={{ title: t('keys.createdTitle'), text: t('keys.createdText') }}
      leaving={{ title: t('keys.leaveTitle'), text: t('keys.leaveText'), leave: t('keys.leave'), stay: t('keys.stay') }}
      form={children}
      show={(created, onKept, close) => <ShownKey created={created} onKept={onKept} onClose={close} />}
    />
  );
}

import { useCallback, useEffect, useRef, useState } from 'react';
import { api, Refusal } from './api';
import { useFeed, useWatch } from './feed';
import type { BusinessNumber, Contact, Group, Item } from './types';

/** A message that the simulator has not taken yet. */
export interface Draft {
  id: string;
  item: Item;
  problem?: string;
  send: () => Promise<{ wamid: string }>;
}

export interface Thread {
  state: 'loading' | 'ready' | 'failed';
  problem?: string;
  items: Item[];
  drafts: Draft[];
  typing: boolean;
  write(type: string, body: unknown, shown: { text?: string; content?: unknown; contextWamid?: string }): void;
  writeFile(file: File, caption: string, contextWamid?: string): void;
  retry(draft: Draft): void;
  discard(draft: Draft): void;
  reload(): void;
}

const READ_AFTER_MS = 350;

/**
 * The thread of one customer with one business, or of a group that the customer is in: loads it, keeps it up to date, writes into it, and
 * reads what arrives while it is open.
 */
export function useThread(number: BusinessNumber, contact: Contact, group?: Group): Thread {
  const { phoneNumberId } = number;
  const groupId = group?.id;
  const key = groupId ?? contact.key;
  const [state, setState] = useState<Thread['state']>('loading');
  const [problem, setProblem] = useState<string>();
  const [items, setItems] = useState<Item[]>([]);
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const [typing, setTyping] = useState(group ? false : contact.typing);
  const draftCount = useRef(0);
  useWatch(`${phoneNumberId}:${key}`);

  const reload = useCallback(() => {
    api.thread(phoneNumberId, key).then(
      (loaded) => {
        setItems(loaded);
        setState('ready');
      },
      (error: Refusal) => {
        setProblem(error.message);
        setState((before) => (before === 'ready' ? before : 'failed'));
      },
    );
  }, [phoneNumberId, key]);

  useEffect(reload, [reload]);

  useFeed((event) => {
    if (event.name === 'reconnected' || event.name === 'reset') return reload();
    if (event.phoneNumberId !== phoneNumberId || event.contact !== key) return;
    if (event.name === 'message') {
      const item = event.data as Item;
      // The simulator's own version wins over the one shown while it was being sent.
      setItems((before) =>
        before.some(({ wamid }) => wamid === item.wamid) ? before.map((one) => (one.wamid === item.wamid ? item : one)) : [...before, item],
      );
    } else if (event.name === 'status') {
      const { wamid, status, error, trouble } = event.data as Item;
      setItems((before) => before.map((item) => (item.wamid === wamid ? { ...item, status, error, trouble } : item)));
    } else if (event.name === 'typing') setTyping(event.data.typing as boolean);
  });

  // The thread is open: what arrived is read, once the page is really looked at.
  const unread = items.some(
    (item) => item.direction === 'outbound' && item.type !== 'reaction' && (item.status === 'sent' || item.status === 'delivered'),
  );
  useEffect(() => {
    if (!unread) return undefined;
    const readNow = () => {
      if (document.visibilityState === 'visible') void api.read(phoneNumberId, contact.key, groupId).catch(() => undefined);
    };
    const timer = window.setTimeout(readNow, READ_AFTER_MS);
    document.addEventListener('visibilitychange', readNow);
    return () => {
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', readNow);
    };
  }, [unread, items, phoneNumberId, contact.key, groupId]);

  const post = (draft: Draft) => {
    setDrafts((before) => [...before.filter(({ id }) => id !== draft.id), { ...draft, problem: undefined }]);
    draft.send().then(
      ({ wamid }) => {
        setDrafts((before) => before.filter(({ id }) => id !== draft.id));
        setItems((before) =>
          before.some((item) => item.wamid === wamid) ? before : [...before, { ...draft.item, wamid, status: 'pending' }],
        );
      },
      (error: Refusal) => setDrafts((before) => before.map((one) => (one.id === draft.id ? { ...one, problem: error.message } : one))),
    );
  };

  const draftOf = (type: string, send: Draft['send'], shown: { text?: string; content?: unknown; contextWamid?: string }): Draft => {
    const id = `draft-${(draftCount.current += 1)}`;
    const at = new Date().toISOString();
    return {
      id,
      send,
      item: {
        wamid: id,
        direction: 'inbound',
        contact: key,
        ...(group ? { sender: { key: contact.key, name: contact.name } } : {}),
        type,
        at,
        status: 'sending',
        content: {},
        ...shown,
      },
    };
  };

  const sender = { ...(contact.phone ? { from: `+${contact.phone}` } : { userId: contact.userId }), groupId };
  return {
    state,
    problem,
    items,
    drafts,
    typing,
    reload,
    write: (type, body, shown) => {
      const message = {
        phoneNumberId,
        ...sender,
        name: contact.name,
        username: contact.username,
        type,
        [type]: body,
        contextWamid: shown.contextWamid,
      };
      post(draftOf(type, () => api.write(message), shown));
    },
    writeFile: (file, caption, contextWamid) => {
      const type = kindOf(file.type);
      const send = async () => {
        const { id } = await api.upload(phoneNumberId, file);
        const body = { id, ...(caption && type !== 'audio' ? { caption } : {}), ...(type === 'document' ? { filename: file.name } : {}) };
        return api.write({ phoneNumberId, ...sender, name: contact.name, type, [type]: body, contextWamid });
      };
      post(
        draftOf(type, send, { text: caption || undefined, content: { filename: file.name, mime_type: file.type, caption }, contextWamid }),
      );
    },
    retry: post,
    discard: (draft) => setDrafts((before) => before.filter(({ id }) => id !== draft.id)),
  };
}

function kindOf(mimeType: string): string {
  if (mimeType === 'image/webp') return 'sticker';
  const kind = mimeType.split('/')[0] ?? '';
  return ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
}

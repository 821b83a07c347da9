import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useWords } from '../../i18n/i18n';
import { useInbox } from '../data/inbox-context';
import type { Notice } from '../data/inbox-cache';
import { nameOf } from '../marks';
import { chime, noticeSettings } from './notices';
import { plain } from '../plain-text';

/** Tells what needs somebody, as far as this person wants it, and not about what they are looking at. Shows nothing itself. */
export function Notifier() {
  const { t } = useWords();
  const { notices } = useInbox();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const told = useRef<(notice: Notice) => void>(() => undefined);
  told.current = ({ kind, conversation, text }) => {
    const path = `/inbox/${conversation.id}`;
    if (document.visibilityState === 'visible' && document.hasFocus() && pathname === path) return;
    const { desktop, sound } = noticeSettings();
    if (sound) chime();
    if (!desktop || !('Notification' in window) || Notification.permission !== 'granted') return;
    const shown = new Notification(t(`notices.${kind}`, { name: nameOf(conversation.contact) }), {
      // One of a conversation at a time.
      tag: conversation.id,
      ...(text && { body: plain(text).slice(0, 140) }),
    });
    shown.onclick = () => {
      window.focus();
      void navigate(path);
      shown.close();
    };
  };
  useEffect(() => notices.subscribe((notice) => told.current(notice)), [notices]);
  return null;
}

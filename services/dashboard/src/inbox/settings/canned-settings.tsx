import { Zap } from 'lucide-react';
import { useState } from 'react';
import { TextArea, TextField } from '../../components/field';
import { useWords } from '../../i18n/i18n';
import type { CannedReply } from '../data/contract';
import { cannedReplies } from '../data/requests';
import { RowForm } from './row-form';
import { SettingsList } from './settings-list';

export function CannedSettings() {
  const { t } = useWords();
  return (
    <SettingsList<CannedReply>
      name="canned"
      source={cannedReplies}
      icon={Zap}
      words={{
        title: t('inboxSettings.canned'),
        text: t('canned.text'),
        add: t('canned.add'),
        empty: t('canned.empty'),
        emptyText: t('canned.emptyText'),
        removeText: t('canned.removeText'),
      }}
      titleOf={({ shortcut }) => `/${shortcut}`}
      sort={(one, other) => one.shortcut.localeCompare(other.shortcut)}
      row={({ shortcut, title, text }) => (
        <>
          <p className="flex flex-wrap items-baseline gap-x-2">
            <code className="text-sm text-brand-ink">/{shortcut}</code>
            <span className="font-medium break-words">{title}</span>
          </p>
          <p dir="auto" className="line-clamp-2 text-sm text-muted">
            {text}
          </p>
        </>
      )}
      form={(reply, done) => <CannedForm reply={reply} done={done} />}
    />
  );
}

function CannedForm({ reply, done }: { reply: CannedReply | undefined; done: () => void }) {
  const { t } = useWords();
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? '');
  const [title, setTitle] = useState(reply?.title ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  const body = { shortcut: shortcut.trim().replace(/^\//, ''), title: title.trim(), text };
  return (
    <RowForm
      fields={['shortcut', 'title', 'text']}
      creates={!reply}
      send={() => (reply ? cannedReplies.save(reply.id, body) : cannedReplies.create(body))}
      done={done}
    >
      {(error) => (
        <>
          <TextField
            label={t('canned.shortcut')}
            hint={t('canned.shortcutHint')}
            maxLength={40}
            autoCapitalize="none"
            autoComplete="off"
            value={shortcut}
            onValue={setShortcut}
            error={error('shortcut')}
          />
          <TextField label={t('column.title')} maxLength={120} autoComplete="off" value={title} onValue={setTitle} error={error('title')} />
          <TextArea
            label={t('canned.reply')}
            hint={t('canned.replyHint', { contact: '{{contact.name}}', agent: '{{agent.name}}' })}
            rows={5}
            maxLength={4_096}
            value={text}
            onValue={setText}
            error={error('text')}
          />
        </>
      )}
    </RowForm>
  );
}

import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { AudioIcon, CloseIcon, FileIcon, ImageIcon, PersonIcon, PinIcon, PlusIcon, SendIcon } from './icons';
import { Popover } from './popover';
import type { Item } from './types';
import { preview } from './words';

const LARGEST_FILE_BYTES = 16 * 1024 * 1024;
const ACCEPT = {
  image: 'image/jpeg,image/png,video/mp4,video/3gpp',
  document: '.pdf,.txt,.doc,.docx,.xls,.xlsx,.ppt,.pptx',
  audio: 'audio/aac,audio/amr,audio/mpeg,audio/mp4,audio/ogg',
};

/** Somewhere to stand, for the location that a desk has not. */
const PLAZA = { latitude: -12.0464, longitude: -77.0301, name: 'Plaza Mayor', address: 'Lima' };
const FRIEND = [{ name: { formatted_name: 'Rosa Quispe', first_name: 'Rosa' }, phones: [{ phone: '+51 987 654 321', type: 'CELL' }] }];

interface ComposerProps {
  business: string;
  replyTo?: Item;
  replyName?: string;
  autoFocus: boolean;
  onCancelReply(): void;
  onText(text: string): void;
  onFile(file: File, caption: string): void;
  onSend(type: string, body: unknown, shown: { text?: string; content: unknown }): void;
}

/** Where the customer types. Enter sends, Shift+Enter breaks the line. */
export function Composer(props: ComposerProps): ReactNode {
  const [text, setText] = useState('');
  const [file, setFile] = useState<File>();
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [accept, setAccept] = useState(ACCEPT.image);

  useEffect(() => {
    if (props.autoFocus || props.replyTo) input.current?.focus({ preventScroll: true });
  }, [props.autoFocus, props.replyTo]);
  useEffect(() => {
    const area = input.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight, 132)}px`;
  }, [text]);

  const ready = text.trim() !== '' || file !== undefined;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!ready) return;
    if (file) props.onFile(file, text.trim());
    else props.onText(text.trim());
    setText('');
    setFile(undefined);
    setProblem(undefined);
    input.current?.focus();
  };
  const choose = (kind: keyof typeof ACCEPT) => {
    setAccept(ACCEPT[kind]);
    window.setTimeout(() => picker.current?.click(), 0);
  };

  return (
    <form className="composer" onSubmit={submit} aria-label="Write a message">
      {props.replyTo && (
        <Strip
          label={`Reply to ${props.replyName}`}
          text={preview(props.replyTo)}
          onClose={props.onCancelReply}
          closeLabel="Cancel the reply"
        />
      )}
      {file && (
        <Strip
          label={file.name}
          text={`${Math.max(1, Math.round(file.size / 1024))} KB`}
          onClose={() => setFile(undefined)}
          closeLabel="Remove the file"
        />
      )}
      {problem && (
        <p className="composer-problem" role="alert">
          {problem}
        </p>
      )}
      <div className="composer-row">
        <Popover label="Attach" icon={<PlusIcon />} className="attach" panelClassName="attach-panel">
          {(close) => (
            <>
              <button
                type="button"
                className="menu-item"
                onClick={() => {
                  close();
                  choose('image');
                }}
              >
                <ImageIcon />
                Photo or video
              </button>
              <button
                type="button"
                className="menu-item"
                onClick={() => {
                  close();
                  choose('document');
                }}
              >
                <FileIcon />
                Document
              </button>
              <button
                type="button"
                className="menu-item"
                onClick={() => {
                  close();
                  choose('audio');
                }}
              >
                <AudioIcon />
                Voice message
              </button>
              <button
                type="button"
                className="menu-item"
                onClick={() => {
                  close();
                  props.onSend('location', PLAZA, { content: PLAZA });
                }}
              >
                <PinIcon />
                Location
              </button>
              <button
                type="button"
                className="menu-item"
                onClick={() => {
                  close();
                  props.onSend('contacts', FRIEND, { content: FRIEND });
                }}
              >
                <PersonIcon />
                Contact
              </button>
            </>
          )}
        </Popover>
        <input
          ref={picker}
          type="file"
          hidden
          accept={accept}
          onChange={(event) => {
            const chosen = event.target.files?.[0];
            event.target.value = '';
            if (!chosen) return;
            if (chosen.size > LARGEST_FILE_BYTES) return setProblem('The file is larger than 16 MB.');
            setProblem(undefined);
            setFile(chosen);
            input.current?.focus();
          }}
        />
        <textarea
          ref={input}
          rows={1}
          value={text}
          placeholder={file ? 'Add a caption' : 'Message'}
          aria-label={`Message to ${props.business}`}
          dir="auto"
          enterKeyHint="send"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
            if (event.key === 'Escape' && props.replyTo) props.onCancelReply();
          }}
        />
        <button type="submit" className="send" aria-label="Send" disabled={!ready}>
          <SendIcon />
        </button>
      </div>
    </form>
  );
}

function Strip(props: { label: string; text: string; closeLabel: string; onClose(): void }): ReactNode {
  return (
    <div className="strip">
      <span className="strip-text">
        <strong>{props.label}</strong>
        <span>{props.text}</span>
      </span>
      <button type="button" className="icon-button" aria-label={props.closeLabel} onClick={props.onClose}>
        <CloseIcon />
      </button>
    </div>
  );
}

import { useRef, useState, type ReactNode } from 'react';
import { ChevronIcon, CopyIcon, LinkIcon, ListIcon, ReplyIcon, WarningIcon } from './icons';
import type { Item } from './types';

/** What a tap on a button or a list row sends back. */
export interface Choice {
  type: 'button_reply' | 'list_reply' | 'button';
  body: object;
  title: string;
}

interface ContentProps {
  item: Item;
  onChoose(choice: Choice): void;
}

/** What can be tapped below the words of a message; nothing for most types. */
export function MessageActions({ item, onChoose }: ContentProps): ReactNode {
  if (item.direction !== 'outbound') return null;
  if (item.type === 'template') return <TemplateActions buttons={item.content.rendered.buttons} onChoose={onChoose} />;
  return item.type === 'interactive' ? <InteractiveActions content={item.content} onChoose={onChoose} /> : null;
}

function InteractiveActions({ content, onChoose }: { content: any; onChoose(choice: Choice): void }): ReactNode {
  const action = content.action ?? {};
  switch (content.type) {
    case 'button':
      return (
        <Buttons>
          {action.buttons?.map(({ reply: button }: any) => (
            <TapButton
              key={button.id}
              icon={<ReplyIcon />}
              onTap={() => onChoose({ type: 'button_reply', body: { id: button.id, title: button.title }, title: button.title })}
            >
              {button.title}
            </TapButton>
          ))}
        </Buttons>
      );
    case 'list':
      return <ListSheet action={action} title={content.header?.text ?? action.button} onChoose={onChoose} />;
    case 'cta_url':
      return (
        <Buttons>
          <LinkButton href={action.parameters?.url}>{action.parameters?.display_text}</LinkButton>
        </Buttons>
      );
    default:
      return (
        <Buttons>
          <span className="tap-button inert">
            <WarningIcon />
            {action.parameters?.flow_cta ?? content.type.replaceAll('_', ' ')} (only on a real phone)
          </span>
        </Buttons>
      );
  }
}

function TemplateActions({ buttons, onChoose }: { buttons: any[]; onChoose(choice: Choice): void }): ReactNode {
  if (buttons.length === 0) return null;
  return (
    <Buttons>
      {buttons.map((button, index) => {
        if (button.type === 'QUICK_REPLY') {
          const body = { payload: button.payload, text: button.text };
          return (
            <TapButton key={index} icon={<ReplyIcon />} onTap={() => onChoose({ type: 'button', body, title: button.text })}>
              {button.text}
            </TapButton>
          );
        }
        if (button.type === 'COPY_CODE')
          return (
            <CopyButton key={index} code={button.code}>
              {button.text}
            </CopyButton>
          );
        if (button.url)
          return (
            <LinkButton key={index} href={button.url}>
              {button.text}
            </LinkButton>
          );
        return (
          <span key={index} className="tap-button inert">
            {button.text}
          </span>
        );
      })}
    </Buttons>
  );
}

function Buttons({ children }: { children: ReactNode }): ReactNode {
  return <div className="tap-buttons">{children}</div>;
}

function TapButton({ icon, onTap, children }: { icon: ReactNode; onTap(): void; children: ReactNode }): ReactNode {
  return (
    <button type="button" className="tap-button" onClick={onTap}>
      {icon}
      {children}
    </button>
  );
}

function LinkButton({ href, children }: { href: string; children: ReactNode }): ReactNode {
  return (
    <a className="tap-button" href={/^https?:/.test(href) ? href : undefined} target="_blank" rel="noreferrer noopener">
      <LinkIcon />
      {children}
    </a>
  );
}

function CopyButton({ code, children }: { code?: string; children: ReactNode }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard?.writeText(code ?? '').then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <TapButton icon={<CopyIcon />} onTap={copy}>
      {copied ? 'Copied' : children}
    </TapButton>
  );
}

function ListSheet({ action, title, onChoose }: { action: any; title: string; onChoose(choice: Choice): void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  // A dialog belongs to the window; on a page with several phones it has to rise inside its own.
  const open = () => {
    const sheet = dialog.current;
    const screen = sheet?.closest('.screen')?.getBoundingClientRect();
    if (!sheet || !screen) return;
    sheet.style.setProperty('--sheet-left', `${screen.left}px`);
    sheet.style.setProperty('--sheet-width', `${screen.width}px`);
    sheet.style.setProperty('--sheet-bottom', `${window.innerHeight - screen.bottom}px`);
    sheet.style.setProperty('--sheet-corner', screen.bottom < window.innerHeight ? '30px' : '0');
    sheet.showModal();
  };
  return (
    <Buttons>
      <TapButton icon={<ListIcon />} onTap={open}>
        {action.button}
      </TapButton>
      <dialog
        className="sheet"
        ref={dialog}
        aria-label={title}
        onClick={(event) => event.target === dialog.current && dialog.current?.close()}
      >
        <div className="sheet-inside">
          <header className="sheet-header">
            <h2>{title}</h2>
            <button type="button" className="icon-button" aria-label="Close" onClick={() => dialog.current?.close()}>
              <ChevronIcon />
            </button>
          </header>
          {action.sections?.map((section: any, index: number) => (
            <section key={index}>
              {section.title && <h3>{section.title}</h3>}
              <ul>
                {section.rows.map((row: any) => (
                  <li key={row.id}>
                    <button
                      type="button"
                      className="sheet-row"
                      onClick={() => {
                        dialog.current?.close();
                        onChoose({
                          type: 'list_reply',
                          body: { id: row.id, title: row.title, description: row.description },
                          title: row.title,
                        });
                      }}
                    >
                      <span>
                        <span className="sheet-title">{row.title}</span>
                        {row.description && <span className="sheet-description">{row.description}</span>}
                      </span>
                      <span className="sheet-radio" aria-hidden="true" />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </dialog>
    </Buttons>
  );
}

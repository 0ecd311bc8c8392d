import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';
import './message-bar.css';

interface Props {
  readonly tone: 'info' | 'warning' | 'error';
  readonly children: ComponentChildren;
  readonly action?: ComponentChildren;
  readonly id?: string;
  /** Spoken when it appears. */
  readonly announce?: boolean;
}

const iconOf: Readonly<Record<Props['tone'], IconName>> = {
  info: 'info',
  warning: 'warning',
  error: 'error',
};

export function MessageBar({ tone, children, action, id, announce = false }: Props) {
  return (
    <div class={`bar bar-${tone}`} id={id} role={announce ? 'alert' : undefined}>
      <Icon name={iconOf[tone]} />
      <div class="bar-text">{children}</div>
      {action}
    </div>
  );
}

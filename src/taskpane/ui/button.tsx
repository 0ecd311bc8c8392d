import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

interface Props {
  readonly children?: ComponentChildren;
  readonly icon?: IconName;
  readonly look?: 'primary' | 'danger' | 'subtle' | 'plain';
  /** The accessible name where it says more than the text, or where there is no text. */
  readonly label?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  /** Element that explains the button, or why it is disabled. */
  readonly describedBy?: string | undefined;
  readonly expanded?: boolean;
  /** What it opens, where that is no screen. */
  readonly popup?: 'menu' | 'dialog';
  readonly id?: string;
  readonly onClick?: (event: MouseEvent) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
}

/**
 * A native button. A disabled one that has something to explain stays reachable (`aria-disabled`),
 * so that its explanation can be heard.
 */
export function Button({ look = 'plain', type = 'button', ...props }: Props) {
  const { children, icon, label, disabled, describedBy, expanded, popup, id } = props;
  const { onClick, onKeyDown } = props;
  const explained = disabled === true && describedBy !== undefined;
  return (
    <button
      type={type}
      id={id}
      class={`button button-${look}${children === undefined ? ' button-icon' : ''}`}
      aria-label={children === undefined ? undefined : label}
      // The tooltip is the name: beside a name it would be spoken as a description of its own.
      title={children === undefined ? label : undefined}
      aria-describedby={describedBy}
      aria-expanded={expanded}
      aria-haspopup={popup}
      disabled={disabled === true && !explained}
      aria-disabled={explained || undefined}
      onClick={explained ? undefined : onClick}
      onKeyDown={explained ? undefined : onKeyDown}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

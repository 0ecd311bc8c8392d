import type { ComponentChildren } from 'preact';
import { useLazy } from '../use-lazy';
import { Button } from './button';
import type { IconName } from './icon';
import { usePopup, type Popup } from './use-popup';

export interface MenuItem {
  readonly value: string;
  readonly label: string;
  /** Why it cannot be chosen; null or absent: it can. */
  readonly why?: string | null;
}

export interface MenuChoices {
  readonly items: readonly MenuItem[];
  readonly onChoose: (value: string) => void;
}

interface Props extends MenuChoices {
  /** The button's text, which also names the menu. */
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  readonly look?: 'primary' | 'plain';
  readonly disabled?: boolean;
  /** Element that says why it is disabled. */
  readonly describedBy?: string | undefined;
}

function Choices(props: MenuChoices & { readonly popup: Popup }) {
  const part = useLazy(() => import('./menu-list'));
  return part && <part.MenuList {...props} />;
}

/** A button with a menu. The menu's machine is loaded when it is first opened. */
export function Menu({ items, onChoose, children, ...button }: Props) {
  const popup = usePopup();
  return (
    <>
      <Button
        {...button}
        id={popup.id}
        popup="menu"
        expanded={popup.open}
        onClick={popup.toggle}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || popup.open) return;
          event.preventDefault();
          popup.toggle();
        }}
      >
        {children}
      </Button>
      {popup.open && <Choices items={items} onChoose={onChoose} popup={popup} />}
    </>
  );
}

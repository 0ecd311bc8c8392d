import * as menu from '@zag-js/menu';
import { normalizeProps, useMachine } from '@zag-js/preact';
import type { TargetedKeyboardEvent } from 'preact';
import type { MenuChoices } from './menu';
import type { Popup } from './use-popup';
import './popup.css';

/** The open menu: arrows, Home, End and typed letters find an item, Enter and Space choose it. */
export function MenuList({ items, onChoose, popup }: MenuChoices & { readonly popup: Popup }) {
  const service = useMachine(menu.machine, {
    id: `${popup.id}-menu`,
    ids: { trigger: popup.id, content: popup.contentId },
    defaultOpen: true,
    defaultHighlightedValue: items[0]?.value ?? null,
    positioning: { placement: 'bottom-end', strategy: 'fixed', gutter: 2, fitViewport: true },
    // By itself it would give the button the focus later, when what is chosen may have taken it.
    closeOnSelect: false,
    onSelect: ({ value }) => {
      if ((items.find((item) => item.value === value)?.why ?? null) !== null) return;
      // The button has the focus again when what is chosen looks for what opened it.
      popup.close();
      onChoose(value);
    },
    onOpenChange: ({ open }) => {
      if (!open) popup.close();
    },
  });
  const api = menu.connect(service, normalizeProps);
  const content = api.getContentProps();

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.key === 'Tab') {
      // office.js would go on from the menu, which is gone by then.
      event.preventDefault();
      event.stopPropagation();
      popup.close();
      return;
    }
    const handler: unknown = content.onKeyDown;
    if (typeof handler === 'function') (handler as (event: unknown) => void)(event);
  };

  return (
    <div {...api.getPositionerProps()} class="popup-place">
      <div {...content} role="menu" tabIndex={0} class="popup menu-list" onKeyDown={onKeyDown}>
        {items.map(({ value, label, why = null }) => (
          <div
            key={value}
            {...api.getItemProps({ value, valueText: label })}
            class="menu-item"
            // Not disabled for the machine, which would pass it over: its reason could not be heard.
            {...(why !== null && { 'aria-disabled': true })}
          >
            {label}
            {why !== null && <span class="menu-why">{why}</span>}
          </div>
        ))}
      </div>
    </div>
  );
}

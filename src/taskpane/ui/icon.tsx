import { icons } from './icons.generated';

export type IconName = keyof typeof icons;

/** Decoration beside a text or inside a named button: never the only statement. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  );
}

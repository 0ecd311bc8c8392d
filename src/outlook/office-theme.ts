import type { HostTheme } from '../domain/mail';

/** Null where Outlook does not say: then the system's choice counts. */
export function hostTheme(theme: Partial<Office.OfficeTheme> | undefined): HostTheme | null {
  const luminance = relativeLuminance(theme?.bodyBackgroundColor ?? '');
  return luminance === null ? null : { dark: luminance < 0.5 };
}

/** 0 (black) to 1 (white), weighted by how bright the eye sees each colour. Null: not "#rrggbb". */
function relativeLuminance(color: string): number | null {
  const digits = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  if (digits === null) return null;
  const [red, green, blue] = digits.slice(1).map((pair) => parseInt(pair, 16) / 255);
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

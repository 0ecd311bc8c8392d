import { createHash } from 'node:crypto';

/** A lower-case GUID (version 4 in shape) that the same words always give. */
export function guid(...words: readonly (string | number)[]): string {
  const hex = createHash('sha1').update(words.join('\u0000')).digest('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ].join('-');
}

const plain = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A number in plain decimal notation at `precision` digits after the point, half away from zero; null if `text` is no
 * number. Works on digits, since binary fractions would make the server's echo a difference.
 */
export function toDecimal(text: string, precision: number): string | null {
  const match = plain.exec(text.trim());
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const point = whole.length + Number(exponent);
  const digits = whole + fraction;
  const padded = digits.padStart(digits.length + Math.max(0, -point), '0');
  const at = Math.max(0, point);
  const integer = padded.slice(0, at).padEnd(at, '0');
  const rest = padded.slice(at).padEnd(precision + 1, '0');
  let scaled = BigInt(`0${integer}${rest.slice(0, precision)}`);
  if ((rest[precision] ?? '0') >= '5') scaled += 1n;
  const result = scaled.toString().padStart(precision + 1, '0');
  const split = result.length - precision;
  const unsigned = precision === 0 ? result : `${result.slice(0, split)}.${result.slice(split)}`;
  return sign === '-' && scaled !== 0n ? `-${unsigned}` : unsigned;
}

/** A text inside an element or attribute. */
export const escapeXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    // An attribute keeps these signs only so.
    .replaceAll(/[\t\r\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);

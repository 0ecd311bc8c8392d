/**
 * The response headers of the pane's files: what a web server in production must send as well.
 * There, script-src and connect-src also name https://appsforoffice.microsoft.com, where Office.js comes from.
 */

/** Every page that Outlook on the web and the new Outlook run on. */
const OUTLOOK_ORIGINS = [
  'https://outlook.office.com',
  'https://outlook.office365.com',
  'https://outlook.live.com',
  'https://outlook.cloud.microsoft',
];

/**
 * Two style attributes that the web flavour of Office.js writes for its dialogs, by their hashes:
 * without them the browser complains on every start. Nothing else may style inline.
 */
const OFFICE_STYLE_ATTRIBUTES = [
  "'unsafe-hashes'",
  "'sha256-ICa0DhwZQJsOd/Rn0N8H6FdQ71GfNL+op2zhAQ+Y4mM='",
  "'sha256-ZD0chCyBaNHl+4UwQHJIHGoYhKwMeyCXGgJTKW5/67E='",
].join(' ');

export const paneSecurityPolicy = (crmOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `style-src-attr ${OFFICE_STYLE_ATTRIBUTES}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${crmOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    `frame-ancestors 'self' ${OUTLOOK_ORIGINS.join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
  ].join('; ');

/** A name with a hash of the content in it never changes its content. */
const HASHED = /[.-][0-9a-f]{8,}\.[a-z0-9.]+$/;

export const paneHeaders = (path: string, crmOrigin: string): Record<string, string> => ({
  'content-security-policy': paneSecurityPolicy(crmOrigin),
  'cache-control': HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});

/** The simulated Outlook's own page. Mail is shown with inline styles, and never loads anything. */
export const outlookHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; '),
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
};

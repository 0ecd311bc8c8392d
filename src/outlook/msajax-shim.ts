/**
 * The part of MicrosoftAjax that Office.js asks for before it becomes ready, in own code.
 *
 * Without it Office.js fetches MicrosoftAjax.js from Microsoft's CDN, and where that cannot be had it
 * never becomes ready. A script of its own: it must run before office.js, and shares nothing.
 */
export {};

interface AjaxError extends Error {
  paramName?: string;
}

const ajaxError = (kind: string, message: string): AjaxError => {
  const error: AjaxError = new Error(`Sys.${kind}: ${message}`);
  error.name = `Sys.${kind}`;
  return error;
};

const namespaceAt = (path: string): void => {
  let parent = window as unknown as Record<string, unknown>;
  for (const part of path.split('.')) {
    parent[part] ??= {};
    parent = parent[part] as Record<string, unknown>;
  }
};

class StringBuilder {
  private readonly parts: string[] = [];

  append(text: unknown): this {
    this.parts.push(String(text));
    return this;
  }

  toString(): string {
    return this.parts.join('');
  }
}

const serializer = {
  serialize: (value: unknown): string => JSON.stringify(value),
  deserialize: (text: string): unknown => JSON.parse(text),
};

Object.assign(window, {
  Type: Function,
  Sys: {
    StringBuilder,
    Serialization: { JavaScriptSerializer: serializer },
    Debug: { trace: () => undefined },
    Browser: {},
  },
});

// Office.js calls these as `Type.registerClass(...)` and as `aClass.registerClass(...)`. Its own
// checks of argument types are development aids: "no error" is a valid answer.
Object.assign(Function, {
  registerNamespace: namespaceAt,
  registerClass: () => undefined,
  _validateParams: () => null,
  _validateParameter: () => null,
});

Object.defineProperty(Function.prototype, 'registerClass', {
  value(this: unknown) {
    return this;
  },
  writable: true,
  configurable: true,
});

Object.assign(Error, {
  argument(paramName?: string, message?: string) {
    const error = ajaxError('ArgumentException', message ?? paramName ?? '');
    if (paramName !== undefined) error.paramName = paramName;
    return error;
  },
  parameterCount: (message?: string) =>
    ajaxError('ParameterCountException', message ?? 'Parameter count mismatch.'),
});

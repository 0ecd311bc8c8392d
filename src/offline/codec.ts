/**
 * Everything with content passes through here on its way to and from the disk.
 * Asynchronous and in bulk, because a cipher would be: callers encode before and decode after their transaction.
 */
export interface Codec {
  encode(bodies: readonly unknown[]): Promise<readonly unknown[]>;
  decode(bodies: readonly unknown[]): Promise<readonly unknown[]>;
}

export const identityCodec: Codec = {
  encode: (bodies) => Promise.resolve(bodies),
  decode: (bodies) => Promise.resolve(bodies),
};

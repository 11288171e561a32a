/**
 * Passwords that must be used again cannot be kept as hashes. They lie in the database sealed by a key that is
 * derived from the installation's signing key, which is a file of its own: a copy of the database alone opens none.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Failure } from '../errors.ts';

export type Sealer = {
  /** `owner`: the id of whose secret it is; it opens for no other. */
  readonly seal: (secret: string, owner: string) => string;
  readonly open: (sealed: string, owner: string) => string;
};

const cipherName = 'aes-256-gcm';
const nonceBytes = 12;

export function createSealer(signingKey: Uint8Array): Sealer {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'mailroom secrets of sources', 32));
  return {
    seal: (secret, owner) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(owner));
      const parts = [nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return Buffer.concat(parts).toString('base64');
    },
    open: (sealed, owner) => {
      const bytes = Buffer.from(sealed, 'base64');
      const decipher = createDecipheriv(cipherName, key, bytes.subarray(0, nonceBytes))
        .setAAD(Buffer.from(owner))
        .setAuthTag(bytes.subarray(-16));
      try {
        return decipher.update(bytes.subarray(nonceBytes, -16), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw new Failure('conflict', 'The signing key has changed since: enter the password anew', {
          cause,
        });
      }
    },
  };
}

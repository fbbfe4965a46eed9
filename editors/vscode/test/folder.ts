import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { after } from 'node:test';

/** A folder that is gone after the tests. */
export function folder(): string {
  const made = realpathSync(mkdtempSync(path.join(tmpdir(), 'toego-code-')));
  after(() => {
    rmSync(made, { recursive: true, force: true });
  });
  return made;
}

/** Writes a file and the folders above it. */
export function file(mode: number, text: string, ...parts: string[]): string {
  const at = path.join(...parts);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
  chmodSync(at, mode);
  return at;
}

/** Something that can be run. */
export const program = (...parts: string[]): string => file(0o755, '#!/bin/sh\n', ...parts);

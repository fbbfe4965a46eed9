import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import * as path from 'node:path';
import { test } from 'node:test';

import { find } from '../src/binary';
import type { Machine } from '../src/binary';
import { file, folder, program } from './folder';

const machine = (home: string, PATH?: string): Machine => ({ platform: 'linux', home, env: { PATH } });

test('the one in PATH comes before the one in the extension', () => {
  const [home, bin, extension] = [folder(), folder(), folder()];
  const bundled = program(extension, 'server', 'toego');
  assert.equal(find('', extension, machine(home, bin)), bundled);
  const own = program(bin, 'toego');
  assert.equal(find('', extension, machine(home, `/nowhere:${bin}`)), own);
});

test('Cargo and pip put programs where PATH may not reach', () => {
  const [home, extension] = [folder(), folder()];
  assert.equal(find('', extension, machine(home)), undefined);
  const pip = program(home, '.local', 'bin', 'toego');
  assert.equal(find('', extension, machine(home)), pip);
  const cargo = program(home, '.cargo', 'bin', 'toego');
  assert.equal(find('', extension, machine(home, '')), cargo);
  const elsewhere = folder();
  const moved = program(elsewhere, 'bin', 'toego');
  const moving = { ...machine(home), env: { CARGO_HOME: elsewhere } };
  assert.equal(find('', extension, moving), moved);
});

test('what cannot be run is no program', () => {
  const [home, bin, extension] = [folder(), folder(), folder()];
  file(0o644, 'a text', bin, 'toego');
  mkdirSync(path.join(extension, 'server', 'toego'), { recursive: true });
  assert.equal(find('', extension, machine(home, bin)), undefined);
});

test('a folder of PATH that lies in the blog is not looked into', () => {
  const [home, extension, blog] = [folder(), folder(), folder()];
  program(blog, 'bin', 'toego');
  const before = process.cwd();
  process.chdir(blog);
  assert.equal(find('', extension, machine(home, 'bin:.:./bin:')), undefined);
  process.chdir(before);
});

test('whoever names a program gets that one or none', () => {
  const [home, bin, extension] = [folder(), folder(), folder()];
  program(bin, 'toego');
  const named = program(home, '내 도구', 'toego 새것');
  const here = machine(home, bin);
  assert.equal(find(named, extension, here), named);
  assert.equal(find('~/내 도구/toego 새것', extension, here), named);
  assert.equal(find('~/내 도구/없는 것', extension, here), undefined);
  assert.equal(find('toego', extension, here), undefined, 'a name alone says nothing about where');
});

test('on Windows it is called toego.exe, and the variable may be Path', () => {
  const [home, bin, extension] = [folder(), folder(), folder()];
  const own = file(0o644, '', bin, 'toego.exe');
  const windows: Machine = { platform: 'win32', home, env: { Path: `;${bin}` } };
  assert.equal(find('', extension, windows), own);
});

/** What is said in two languages is said in both, and what is promised is there. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

interface Setting {
  scope: string;
}

interface Manifest {
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: { commands: { command: string }[]; configuration: { properties: Record<string, Setting> } };
}

const json = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = json('package.json') as Manifest;
const sources = readdirSync('src').map((name) => readFileSync(`src/${name}`, 'utf8')).join('\n');
const all = (pattern: RegExp, text: string): string[] => [...text.matchAll(pattern)].map(([, found]) => found ?? '');
const sorted = (texts: Iterable<string>): string[] => [...new Set(texts)].sort();

test('what the manifest says is said in Korean and English', () => {
  const asked = sorted(all(/"%([^%"]+)%"/g, readFileSync('package.json', 'utf8')));
  for (const file of ['package.nls.json', 'package.nls.ko.json']) {
    assert.deepEqual(sorted(Object.keys(json(file) as object)), asked, file);
  }
});

test('what the extension says is said in Korean', () => {
  const said = sorted(all(/l10n\.t\(\s*'([^']+)'/g, sources));
  const korean = json('l10n/bundle.l10n.ko.json') as Record<string, string>;
  assert.deepEqual(sorted(Object.keys(korean)), said);
  for (const [english, text] of Object.entries(korean)) {
    assert.match(text, /[가-힣]/);
    assert.deepEqual(all(/(\{\d\})/g, text), all(/(\{\d\})/g, english));
  }
});

test('every command of the manifest is there, and no other', () => {
  const promised = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(sorted(all(/registerCommand\('([^']+)'/g, sources)), sorted(promised));
});

test('no workspace chooses what is run', () => {
  const { properties } = manifest.contributes.configuration;
  assert.equal(properties['toego.path']?.scope, 'machine');
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ['toego.path']);
});

test('the lock file names packages, not the hosts they came from', () => {
  assert.doesNotMatch(readFileSync('package-lock.json', 'utf8'), /"resolved"/);
});

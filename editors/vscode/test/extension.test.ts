import assert from 'node:assert/strict';
import * as path from 'node:path';
import { beforeEach, test } from 'node:test';
import type { ExtensionContext } from 'vscode';

import { activate, deactivate } from '../src/extension';
import { clients, events, next } from './fake/client';
import { CodeActionKind, commands, editor, env, reset, window } from './fake/vscode';
import { file, folder, program } from './folder';

const bin = folder();
const toego = program(bin, 'toego');

beforeEach(() => {
  reset();
  clients.length = 0;
  events.length = 0;
  next.fails = false;
  // Nothing that is really installed.
  Object.assign(process.env, { PATH: bin, HOME: bin, CARGO_HOME: bin });
});

const home = folder();
file(0o644, '# toego\n', home, 'readme.md');

const start = (): Promise<void> =>
  activate({ extensionPath: home, extensionUri: '/extension', subscriptions: [] } as unknown as ExtensionContext);

async function change(name: string, value: unknown): Promise<void> {
  editor.settings.set(name, value);
  const affectsConfiguration = (asked: string): boolean => asked === name;
  await Promise.all(editor.listeners.map((listener) => listener({ affectsConfiguration })));
}

const button = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the server is started for Markdown and MDX, saved or not', async () => {
  await start();
  const [client] = clients;
  assert.deepEqual(client?.server, { command: toego, args: ['server'] });
  assert.equal(client.id, 'toego', 'toego.trace.server is read under this name');
  const selected = client.options.documentSelector.map(({ scheme, language }) => `${scheme} ${language}`);
  assert.deepEqual(selected, ['file markdown', 'untitled markdown', 'file mdx', 'untitled mdx']);
  assert.deepEqual(events, ['start ko']);
  assert.equal(editor.item?.detail, '9.9.9');
  assert.equal(editor.item.busy, false);
});

test('messages are in the language asked for; auto asks VS Code', async () => {
  await start();
  await change('toego.language', 'en');
  await change('toego.language', 'auto');
  env.language = 'ko';
  await change('toego.language', 'auto');
  const started = events.filter((event) => event !== 'end');
  assert.deepEqual(started, ['start ko', 'start en', 'start en', 'start ko']);
});

test('only one runs at a time, however fast settings change', async () => {
  await start();
  await Promise.all([change('toego.language', 'en'), commands.executeCommand('toego.restart')]);
  assert.deepEqual(events, ['start ko', 'end', 'start en', 'end', 'start en']);
  assert.equal(clients.filter((client) => client.isRunning()).length, 1);
});

test('other settings change nothing', async () => {
  await start();
  await change('toego.trace.server', 'verbose');
  await change('editor.fontSize', 20);
  assert.deepEqual(events, ['start ko']);
});

test('what is switched off does not run', async () => {
  editor.settings.set('toego.enable', false);
  await start();
  assert.equal(clients.length, 0);
  assert.deepEqual(editor.messages, []);
  await change('toego.enable', true);
  assert.deepEqual(events, ['start ko']);
  await change('toego.enable', false);
  assert.deepEqual(events, ['start ko', 'end']);
  assert.equal(editor.item?.detail, 'off');
});

test('a program that is not there is told of, with a way to get it', async () => {
  process.env.PATH = '/nowhere';
  process.env.CARGO_HOME = '/nowhere';
  editor.press = 'How to Set Up';
  await start();
  await button();
  assert.equal(clients.length, 0);
  assert.equal(editor.messages.length, 1);
  assert.deepEqual(editor.messages[0]?.slice(1), ['How to Set Up', 'Choose the Path']);
  assert.deepEqual(editor.done, [['toego.showSetup'], ['markdown.showPreview', '/extension/readme.md']]);
  assert.equal(editor.item?.command?.command, 'toego.showSetup');
  // Once it is installed, it is found.
  process.env.PATH = bin;
  await commands.executeCommand('toego.restart');
  assert.deepEqual(events, ['start ko']);
});

test('a path that leads nowhere is named, and no other program is run instead', async () => {
  editor.settings.set('toego.path', '/nowhere/toego');
  editor.press = 'Choose the Path';
  await start();
  await button();
  assert.equal(clients.length, 0);
  assert.match(editor.messages[0]?.[0] ?? '', /\/nowhere\/toego/);
  assert.deepEqual(editor.done, [['workbench.action.openSettings', 'toego.path']]);
  await change('toego.path', ` ${path.join(bin, 'toego')} `);
  assert.deepEqual(events, ['start ko']);
});

test('a program that is no language server is told of', async () => {
  next.fails = true;
  editor.press = 'Show Output';
  await start();
  await button();
  assert.match(editor.messages[0]?.[0] ?? '', /could not be started/);
  assert.deepEqual(editor.done, [['toego.showOutput']]);
  next.fails = false;
  await commands.executeCommand('toego.restart');
  assert.deepEqual(events, ['end', 'start ko']);
});

test('it ends with the editor', async () => {
  await start();
  await deactivate();
  assert.deepEqual(events, ['start ko', 'end']);
});

test('all safe repairs are made, and only those of toego', async () => {
  await start();
  window.activeTextEditor = { document: { uri: 'file:///글.md', lineCount: 3 } };
  const kind = CodeActionKind.SourceFixAll;
  editor.commands.set('vscode.executeCodeActionProvider', () => [
    { kind: kind.append('eslint'), edit: 'of another' },
    { kind: CodeActionKind.QuickFix, edit: 'one repair' },
    { kind: kind.append('toego'), edit: 'all repairs' },
  ]);
  await commands.executeCommand('toego.fixAll');
  assert.deepEqual(editor.edits, ['all repairs']);
  assert.deepEqual(editor.done.at(-1)?.at(-1), 'source.fixAll.toego');
  editor.commands.set('vscode.executeCodeActionProvider', () => undefined);
  await commands.executeCommand('toego.fixAll');
  assert.deepEqual(editor.status, ['toego: nothing to repair']);
  window.activeTextEditor = undefined;
  await commands.executeCommand('toego.fixAll');
  assert.equal(editor.status.length, 1);
});


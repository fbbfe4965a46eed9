/** The real `toego server`, as the extension starts it, at the other end of the protocol that VS Code speaks. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import * as lsp from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

import { find } from '../src/binary';
import { file, folder } from './folder';

const { TOEGO } = process.env;
const toego = find(TOEGO === undefined ? '' : path.resolve(TOEGO), '.');
assert.ok(toego, 'TOEGO=<path> has to name the program toego, or it has to be installed');

const post = '---\ntitle: 첫 글\ncomments: ture\n---\n\n일이 잘 됬다. 배울수 있다. 🎉 금새 끝났다.\n';

/** A conversation about one blog. */
class Talk {
  readonly blog = folder();
  readonly connection: lsp.ProtocolConnection;
  readonly registered: lsp.Registration[] = [];
  private readonly process: ChildProcess;
  private readonly shown = new Map<string, lsp.Diagnostic[]>();
  private wake: () => void = () => undefined;

  constructor() {
    file(0o644, 'theme: minima\n', this.blog, '_config.yml');
    this.process = spawn(toego ?? '', ['server'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    assert.ok(stdin && stdout);
    this.connection = lsp.createProtocolConnection(stdout, stdin);
    this.connection.onNotification(lsp.PublishDiagnosticsNotification.type, ({ uri, diagnostics }) => {
      this.shown.set(decodeURIComponent(uri), diagnostics);
      this.wake();
    });
    this.connection.onRequest(lsp.RegistrationRequest.type, ({ registrations }) => {
      this.registered.push(...registrations);
    });
    this.connection.listen();
  }

  async begin(lang: string): Promise<lsp.InitializeResult> {
    const result = await this.connection.sendRequest(lsp.InitializeRequest.type, {
      processId: process.pid,
      workspaceFolders: null,
      initializationOptions: { lang },
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        workspace: {
          workspaceEdit: { documentChanges: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
      },
    } as lsp.InitializeParams);
    await this.connection.sendNotification(lsp.InitializedNotification.type, {});
    return result;
  }

  uri = (name: string): string => pathToFileURL(path.join(this.blog, name)).toString();

  async open(name: string, languageId: string, text: string): Promise<lsp.Diagnostic[]> {
    const textDocument = { uri: this.uri(name), languageId, version: 1, text };
    await this.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, { textDocument });
    return this.told(name, () => true);
  }

  /** What is shown of a text, once that is as expected. */
  async told(name: string, expected: (all: lsp.Diagnostic[]) => boolean): Promise<lsp.Diagnostic[]> {
    const uri = decodeURIComponent(this.uri(name));
    for (;;) {
      const all = this.shown.get(uri);
      if (all !== undefined && expected(all)) {
        return all;
      }
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  async end(): Promise<number | null> {
    await this.connection.sendRequest(lsp.ShutdownRequest.type);
    const ended = new Promise<number | null>((resolve) => this.process.on('exit', resolve));
    await this.connection.sendNotification(lsp.ExitNotification.type);
    return ended;
  }
}

const rules = (all: lsp.Diagnostic[]): string[] => all.map(({ code }) => String(code)).sort();

const words = ({ message }: lsp.Diagnostic): string => (typeof message === 'string' ? message : message.value);

const everything = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

test('findings, reasons, repairs', { timeout: 60_000 }, async () => {
  const talk = new Talk();
  const name = '_posts/2025-01-01-첫 글.md';
  file(0o644, post, talk.blog, name);
  const { capabilities, serverInfo } = await talk.begin('ko');
  assert.equal(serverInfo?.name, 'toego');
  const provider = capabilities.codeActionProvider as lsp.CodeActionOptions;
  assert.ok(provider.codeActionKinds?.includes('source.fixAll.toego'), 'the kind that the extension asks for');

  const found = await talk.open(name, 'markdown', post);
  assert.ok(rules(found).includes('front-matter/field-type'), JSON.stringify(rules(found)));
  assert.ok(found.length >= 4);
  assert.ok(found.every((one) => one.source === 'toego' && /[가-힣]/.test(words(one))));
  assert.ok(talk.registered.some(({ method }) => method === 'workspace/didChangeWatchedFiles'));

  const [spelt] = found.filter(({ range }) => range.start.line === 5);
  assert.ok(spelt);
  const document = { uri: talk.uri(name) };
  const hover = await talk.connection.sendRequest(lsp.HoverRequest.type, {
    textDocument: document,
    position: spelt.range.start,
  });
  assert.match((hover?.contents as lsp.MarkupContent).value, /근거/);

  const actions = await talk.connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: document,
    range: everything,
    context: { diagnostics: [], only: ['source.fixAll.toego'] },
  });
  assert.equal(actions?.length, 1);
  const { kind, edit } = actions[0] as lsp.CodeAction;
  assert.equal(kind, 'source.fixAll.toego');
  const [changes] = (edit?.documentChanges ?? []) as lsp.TextDocumentEdit[];
  assert.equal(changes?.textDocument.version, 1);
  const text = TextDocument.create(document.uri, 'markdown', 1, post);
  const repaired = TextDocument.applyEdits(text, changes.edits as lsp.TextEdit[]);
  assert.match(repaired, /일이 잘 됐다\. 배울 수 있다\. 🎉 금세 끝났다\./);

  await talk.connection.sendNotification(lsp.DidChangeTextDocumentNotification.type, {
    textDocument: { ...document, version: 2 },
    contentChanges: [{ text: repaired }],
  });
  await talk.told(name, (all) => all.every(({ range }) => range.start.line !== 5));
  assert.equal(await talk.end(), 0);
});

test('messages in English; MDX; a text without a file', { timeout: 60_000 }, async () => {
  const talk = new Talk();
  await talk.begin('en');
  const found = await talk.open('쪽.mdx', 'mdx', '# 제목\n\n일이 잘 됬다.\n');
  assert.ok(found.length > 0);
  assert.ok(found.some((one) => /[a-z]{3}/.test(words(one))));
  await talk.connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { uri: 'untitled:Untitled-1', languageId: 'markdown', version: 1, text: '일이 잘 됬다.\n' },
  });
  const actions = await talk.connection.sendRequest(lsp.CodeActionRequest.type, {
    textDocument: { uri: 'untitled:Untitled-1' },
    range: everything,
    context: { diagnostics: [] },
  });
  assert.ok(actions?.some(({ title }) => title.includes('됐다')), JSON.stringify(actions));
  assert.equal(await talk.end(), 0);
});

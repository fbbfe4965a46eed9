/** As much of VS Code as the extension asks for; what was asked is kept for the tests. */

type Answer = (...given: unknown[]) => unknown;

/** What the tests set and look at. */
export const editor = {
  settings: new Map<string, unknown>(),
  commands: new Map<string, Answer>(),
  /** Commands that were carried out, with what they were given. */
  done: [] as unknown[][],
  /** What was shown, and the buttons below. */
  messages: [] as string[][],
  /** The button that is pressed next. */
  press: undefined as string | undefined,
  status: [] as string[],
  listeners: [] as ((change: { affectsConfiguration: (name: string) => boolean }) => Promise<void>)[],
  edits: [] as unknown[],
  item: undefined as Item | undefined,
};

interface Item {
  dispose?: () => void;
  name?: string;
  text?: string;
  detail?: string;
  severity?: number;
  busy?: boolean;
  command?: { command: string } | undefined;
}

export function reset(): void {
  editor.settings.clear();
  editor.commands.clear();
  for (const list of [editor.done, editor.messages, editor.status, editor.listeners, editor.edits]) {
    list.length = 0;
  }
  editor.press = undefined;
  editor.item = undefined;
  env.language = 'en';
  window.activeTextEditor = undefined;
}

const nothing = { dispose: (): void => undefined };
const note = (): void => undefined;

export const env = { language: 'en' };

export const l10n = {
  t: (message: string, ...given: string[]): string =>
    message.replace(/\{(\d)\}/g, (_, at: string) => given[Number(at)] ?? ''),
};

export const workspace = {
  getConfiguration: (section: string) => ({
    get: (name: string, otherwise: unknown): unknown => editor.settings.get(`${section}.${name}`) ?? otherwise,
  }),
  onDidChangeConfiguration: (listener: (typeof editor.listeners)[number]) => {
    editor.listeners.push(listener);
    return nothing;
  },
  applyEdit: (edit: unknown) => Promise.resolve(editor.edits.push(edit) > 0),
};

function show(...given: string[]): Promise<string | undefined> {
  editor.messages.push(given);
  return Promise.resolve(given.slice(1).find((button) => button === editor.press));
}

export const window = {
  activeTextEditor: undefined as unknown,
  createOutputChannel: () => ({ ...nothing, info: note, warn: note, error: note, debug: note, show: note }),
  showWarningMessage: show,
  showErrorMessage: show,
  setStatusBarMessage: (message: string) => {
    editor.status.push(message);
    return nothing;
  },
};

export const commands = {
  registerCommand: (name: string, answer: Answer) => {
    editor.commands.set(name, answer);
    return nothing;
  },
  executeCommand: async (name: string, ...given: unknown[]): Promise<unknown> => {
    editor.done.push([name, ...given]);
    return await editor.commands.get(name)?.(...given);
  },
};

export const languages = {
  createLanguageStatusItem: (): Item => (editor.item = { ...nothing }),
};

export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };

export class Range {
  constructor(readonly from: number, readonly column: number, readonly to: number, readonly end: number) {}
}

export const Uri = { joinPath: (base: string, ...rest: string[]) => [base, ...rest].join('/') };

class Kind {
  constructor(readonly value: string) {}
  append(part: string): Kind {
    return new Kind(`${this.value}.${part}`);
  }
  contains(other: Kind): boolean {
    return other.value === this.value || other.value.startsWith(`${this.value}.`);
  }
}

export const CodeActionKind = { SourceFixAll: new Kind('source.fixAll'), QuickFix: new Kind('quickfix') };

/** A language client that starts nothing and notes what it was told. */

interface Options {
  documentSelector: { scheme: string; language: string }[];
  initializationOptions: { lang: string };
}

/** What happened, in order. */
export const events: string[] = [];

export const clients: LanguageClient[] = [];

export const next = { fails: false };

export class LanguageClient {
  readonly initializeResult = { serverInfo: { version: '9.9.9' } };
  private runs = false;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: { command: string; args: string[] },
    readonly options: Options,
  ) {
    clients.push(this);
  }

  isRunning(): boolean {
    return this.runs;
  }

  async start(): Promise<void> {
    // As long as a message takes.
    await new Promise((resolve) => setImmediate(resolve));
    if (next.fails) {
      throw new Error('it does not answer');
    }
    this.runs = true;
    events.push(`start ${this.options.initializationOptions.lang}`);
  }

  async dispose(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.runs = false;
    events.push('end');
  }
}

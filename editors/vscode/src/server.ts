/** The one `toego server` that checks all texts: it finds the blog around each by itself. */

import type { LogOutputChannel } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/node';

import { find } from './binary';
import * as missing from './missing';
import { read } from './settings';
import type { Status } from './status';
import { texts } from './texts';

export class Server {
  private client: LanguageClient | undefined;
  /** The last thing begun; the next waits for it. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    private readonly extension: string,
    private readonly output: LogOutputChannel,
    private readonly status: Status,
  ) {}

  get isRunning(): boolean {
    return this.client?.isRunning() ?? false;
  }

  /** Starts it, in place of the one that runs, with what the settings say now. */
  restart(): Promise<void> {
    return this.afterwards(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.afterwards(() => this.end());
  }

  private afterwards(next: () => Promise<void>): Promise<void> {
    this.last = this.last.then(next);
    return this.last;
  }

  private async begin(): Promise<void> {
    const settings = read();
    if (!settings.isEnabled) {
      this.status.off();
      return;
    }
    const command = find(settings.path, this.extension);
    if (command === undefined) {
      this.output.warn(`toego is not there: ${settings.path === '' ? 'not in PATH' : settings.path}`);
      this.status.missing();
      // Nobody has to answer before the editor goes on.
      void missing.tell(settings.path);
      return;
    }
    this.output.info(`${command} server`);
    this.status.starting();
    // The name of the settings, `toego.trace.server` among them.
    this.client = new LanguageClient(
      'toego',
      'toego',
      { command, args: ['server'] },
      {
        documentSelector: texts,
        initializationOptions: { lang: settings.language },
        outputChannel: this.output,
      },
    );
    try {
      await this.client.start();
      this.status.running(this.client.initializeResult?.serverInfo?.version ?? '');
    } catch (error) {
      this.output.error(error instanceof Error ? error : String(error));
      this.status.failed();
      void missing.tellFailed(command);
    }
  }

  private async end(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // One that never ran, or is gone, cannot be ended.
      this.output.debug(String(error));
    }
  }
}

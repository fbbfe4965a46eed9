/** toego in VS Code: starts `toego server` and lets it talk; what is found, and how it is repaired, is its business. */

import { readdirSync } from 'node:fs';
import { commands, Uri, window, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';

import { makeAll } from './repairs';
import { Server } from './server';
import { restarting } from './settings';
import { Status } from './status';

let server: Server | undefined;

export async function activate(context: ExtensionContext): Promise<void> {
  const output = window.createOutputChannel('toego', { log: true });
  const status = new Status();
  const started = new Server(context.extensionPath, output, status);
  server = started;
  context.subscriptions.push(
    output,
    status,
    commands.registerCommand('toego.fixAll', makeAll),
    commands.registerCommand('toego.restart', () => started.restart()),
    commands.registerCommand('toego.showOutput', () => {
      output.show();
    }),
    commands.registerCommand('toego.showSetup', () => commands.executeCommand('markdown.showPreview', readme(context))),
    workspace.onDidChangeConfiguration(async (change) => {
      if (restarting.some((setting) => change.affectsConfiguration(setting))) {
        await started.restart();
      }
    }),
  );
  await started.restart();
}

export function deactivate(): Promise<void> | undefined {
  return server?.stop();
}

/** The text that tells how to set up; the packager writes its name in small letters. */
function readme({ extensionPath, extensionUri }: ExtensionContext): Uri {
  const name = readdirSync(extensionPath).find((file) => file.toLowerCase() === 'readme.md');
  return Uri.joinPath(extensionUri, name ?? 'README.md');
}

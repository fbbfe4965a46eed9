/** All safe repairs at once. */

import { CodeActionKind, commands, l10n, Range, window, workspace } from 'vscode';
import type { CodeAction, TextDocument } from 'vscode';

/** The kind that `editor.codeActionsOnSave` knows, too. */
export const kind = CodeActionKind.SourceFixAll.append('toego');

/** Makes all safe repairs in the text that is being edited, and says so when there is none to make. */
export async function makeAll(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) {
    return;
  }
  const edit = (await offered(document)).find((action) => action.edit !== undefined)?.edit;
  if (edit === undefined) {
    window.setStatusBarMessage(l10n.t('toego: nothing to repair'), 3000);
  } else {
    await workspace.applyEdit(edit);
  }
}

async function offered(document: TextDocument): Promise<CodeAction[]> {
  const everything = new Range(0, 0, document.lineCount, 0);
  const actions = await commands.executeCommand<CodeAction[] | undefined>(
    'vscode.executeCodeActionProvider',
    document.uri,
    everything,
    kind.value,
  );
  // Others may offer repairs of a kind below this one.
  return (actions ?? []).filter((action) => action.kind !== undefined && kind.contains(action.kind));
}

/** What is said when `toego` is not there or does not run, and what can be done about it. */

import { commands, l10n, window } from 'vscode';

/** Says that the program was not found: where it was asked for, or at all. */
export async function tell(asked: string): Promise<void> {
  const message =
    asked === ''
      ? l10n.t('The program “toego” was not found. Texts are checked once it is installed.')
      : l10n.t('There is no program at “{0}” (setting toego.path).', asked);
  const howTo = l10n.t('How to Set Up');
  const settings = l10n.t('Choose the Path');
  const chosen = await window.showWarningMessage(message, howTo, settings);
  if (chosen === howTo) {
    await commands.executeCommand('toego.showSetup');
  } else if (chosen === settings) {
    await commands.executeCommand('workbench.action.openSettings', 'toego.path');
  }
}

/** Says that the program is there, but does not answer. */
export async function tellFailed(command: string): Promise<void> {
  const output = l10n.t('Show Output');
  const howTo = l10n.t('How to Set Up');
  const message = l10n.t('“{0}” could not be started as a language server.', command);
  const chosen = await window.showErrorMessage(message, output, howTo);
  if (chosen === output) {
    await commands.executeCommand('toego.showOutput');
  } else if (chosen === howTo) {
    await commands.executeCommand('toego.showSetup');
  }
}
